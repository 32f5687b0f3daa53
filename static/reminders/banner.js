import { isNear, KIND_ICON, pathOf } from "../meetings/when.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { reminders, see } from "./live.js";
import { whenWords } from "./words.js";
/** @import { Me, Reminder } from "../protocol.js" */
/** @import { Route } from "../router.js" */

const MOST = 2; // one above the other; the next waits for its turn

/** What comes, on every page but in the very room that it is about. @param {{ route: Route, floating?: boolean, children?: any }} props */
export function Reminders({ route: { page, params }, floating = false, children }) {
  const self = me.value;
  if (!self) return null;
  const there = (/** @type {Reminder} */ { mentorship_id }) => (page === "lobby" || page === "call") && params.mentorship === mentorship_id;
  const shown = reminders.value.filter((each) => !there(each)).slice(0, MOST);
  // Heard when it comes, and not again with each minute.
  return html`<div class=${`reminders ${floating ? "floating" : ""}`} aria-live="polite" aria-atomic="false" aria-relevant="additions">
    ${shown.map((reminder) => html`<${Banner} key=${reminder.meeting_id} reminder=${reminder} self=${self} />`)}${children}
  </div>`;
}

/** @param {{ reminder: Reminder, self: Me }} props */
function Banner({ reminder, self }) {
  const { kind, place, title, other, mentorship_id } = reminder;
  const at = new Date(reminder.starts_at);
  const near = isNear({ state: at <= now.value ? "current" : "upcoming", starts_at: reminder.starts_at }, now.value);
  const seen = async () => {
    await see(reminder.meeting_id);
    if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
  };
  return html`<section class="reminder" aria-label=${t("reminder.label", { title })}>
    <${Icon} name=${KIND_ICON[kind]} />
    <div class="reminder-body">
      <p><b>${t("reminder.when", { when: whenWords(reminder, now.value, self.time_zone) })}</b> <a href=${pathOf(reminder)} dir="auto">${title}</a> ${t("next.with", { name: firstName(other.name) })}</p>
      <div class="meta">
        <${Clocks} at=${at} me=${self} other=${other} />
        ${kind === "in_person" && place && html`<span><${Icon} name="map-pin" /><span dir="auto">${place}</span></span>`}
      </div>
    </div>
    <div class="reminder-end">
      ${near && (kind === "video" || kind === "sound") && html`<a class="button primary small" href=${`/m/${mentorship_id}/lobby`}>${t("reminder.join")}</a>`}
      ${near && kind === "chat" && html`<a class="button small" href=${`/m/${mentorship_id}`}>${t("meeting.open-chat")}</a>`}
      <button class="button quiet only-icon small" type="button" aria-label=${t("reminder.seen", { title })} onClick=${seen}><${Icon} name="x" /></button>
    </div>
  </section>`;
}
