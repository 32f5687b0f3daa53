import { clock, date } from "../dates.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { pathOf } from "./question.js";
/** @import { Found, Me } from "../protocol.js" */

const ICONS = { message: "message-circle", meeting: "calendar", agenda: "list-checks", notes: "message-square-text", own_notes: "eye-off", goal: "target", area: "sprout", work: "file-text", document: "file-text" };

/** One find: where it stands, and the words around it. @param {{ found: Found, self: Me }} props */
export function FoundRow({ found, self }) {
  const at = new Date(found.at);
  const zone = self.time_zone;
  return html`<li class="row top found">
    <${Icon} name=${ICONS[found.source]} />
    <div class="row-body stack closer">
      <p class="row-title"><a href=${pathOf(found)}>${title(found, self)}</a></p>
      <p class="found-text" dir="auto">${found.segments.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text))}</p>
      <p class="row-note"><time datetime=${found.at}>${date(at, zone, now.value)}, ${clock(at, zone)}</time></p>
    </div>
  </li>`;
}

/** @param {Found} found @param {Me} self */
function title({ source, person_id, with_people, mentorship_id }, self) {
  const [other] = with_people;
  const name = other ? firstName(other.name) : "";
  if (source !== "message") return `${t(`search.in-${source}`)} ${t("search.of-pair", { name })}`;
  const writer = with_people.find((person) => person.user_id === person_id);
  if (person_id === self.user_id) return mentorship_id ? t("search.by-you") : t("search.you-with", { other: name });
  if (!writer) return `${t("search.in-message")} ${t("search.of-pair", { name })}`; // a bot's
  return t(mentorship_id ? "search.by" : "search.by-with", { name: firstName(writer.name) });
}
