import { ActionList, stillOpen } from "../meetings/actions.js";
import { book } from "../meetings/live.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
/** @import { Me, Mentorship } from "../protocol.js" */

/** What I took on, in all my mentorships. @param {{ mentorships: Mentorship[], self: Me }} props */
export function OpenActions({ mentorships, self }) {
  const mine = mentorships
    .map((mentorship) => ({ mentorship, actions: stillOpen(book.actions.value[mentorship.mentorship_id] ?? [], now.value, self.time_zone).filter((action) => action.owner_id === self.user_id) }))
    .filter(({ actions }) => actions.length);
  if (!mine.length) return null;
  return html`<section aria-labelledby="open-actions">
    <div class="section-head"><h2 id="open-actions">${t("home.open-actions")}</h2></div>
    ${mine.map(({ mentorship, actions }) => html`<${ActionList} key=${mentorship.mentorship_id} actions=${actions} self=${self} other=${mentorship.other} owners=${false} place="mine" />`)}
  </section>`;
}
