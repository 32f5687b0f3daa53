import { clock, date, dayPart, place } from "../dates.js";
import { online } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
/** @import { Me, Mentorship } from "../protocol.js" */

/** The two, alike, and where they are in their day. @param {{ mentorship: Mentorship, self: Me }} props */
export function People({ mentorship, self }) {
  const { other, role, programme, began_at, ended_at } = mentorship;
  const both = [
    { person: self, role: role, here: false },
    { person: other, role: role === "mentor" ? "mentee" : "mentor", here: online.value.has(other.user_id) },
  ];
  const day = (/** @type {string} */ at) => date(new Date(at), self.time_zone, now.value);
  return html`<section class="the-two" aria-label=${t("about.people")}>
    <ul role="list">
      ${both.map(
        ({ person, role, here }) => html`<li key=${person.user_id}>
          <${Avatar} person=${person} size="large" online=${here} />
          <div>
            <p class="row-title" dir="auto">${person.name}</p>
            <p class="row-note">${t(role === "mentor" ? "role.mentor" : "role.mentee")}</p>
            <p class="meta"><span><${Icon} name=${dayPart(now.value, person.time_zone)} />${t("clock.there", { time: clock(now.value, person.time_zone), place: place(person.time_zone) })}</span></p>
          </div>
        </li>`,
      )}
    </ul>
    <p class="meta"><span><${Icon} name="sprout" />${ended_at ? t("about.was", { programme: programme.name, from: day(began_at), to: day(ended_at) }) : t("about.since", { programme: programme.name, day: day(began_at) })}</span></p>
  </section>`;
}
