import { allPitches, programmes } from "../matching/live.js";
import { PitchList } from "../matching/pitch-list.js";
import { isMember, isNews, isOpen, mentorsPath } from "../matching/words.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Empty, Icon } from "../ui/parts.js";
/** @import { Me, MyProgramme } from "../protocol.js" */

/** Before there is a pair: where to begin, what is on its way, and the programmes one belongs to. */

/** The programmes in which I mentor or learn. */
export const memberships = () => (programmes.value ?? []).filter(({ roles }) => isMember(roles));

/** What to do next, for somebody who has nobody yet. @param {{ programme: MyProgramme, self: Me }} props */
export function Begin({ programme: { programme_id, name, roles }, self }) {
  const waiting = allPitches().some((pitch) => isOpen(pitch) && pitch.mentee.user_id === self.user_id && pitch.programme.programme_id === programme_id);
  if (roles.includes("mentee"))
    return html`<${Empty} icon=${waiting ? "hourglass" : "sprout"} title=${t(waiting ? "home.begin-waiting" : "home.begin-mentee")}>
      <p>${waiting ? t("home.begin-waiting-text") : t("home.begin-mentee-text", { programme: name })}</p>
      <a class=${`button ${waiting ? "" : "primary"}`} href=${mentorsPath(programme_id)}>${t("home.begin-mentee-action")}</a>
    <//>`;
  return html`<${Empty} icon="sprout" title=${t("home.begin-mentor")}>
    <p>${t("home.begin-mentor-text", { programme: name })}</p>
    <a class="button primary" href=${`/programmes/${programme_id}/profile`}>${t("home.begin-mentor-action")}</a>
  <//>`;
}

/** Pitches that wait for the other, or were answered a short while ago. @param {{ self: Me }} props */
export const PitchNews = ({ self }) => html`<${PitchList} pitches=${allPitches().filter((pitch) => isNews(pitch, self.user_id, now.value))} />`;

/** On a wide screen they stand in the sidebar. */
export function Memberships() {
  const mine = memberships();
  if (!mine.length) return null;
  return html`<section class="only-narrow" aria-labelledby="memberships">
    <div class="section-head"><h2 id="memberships">${t("home.your-programmes")}</h2></div>
    <ul class="rows" role="list">
      ${mine.map(
        ({ programme_id, name, roles }) => html`<li class="row" key=${programme_id}>
          <span class="row-mark"><${Icon} name="sprout" /></span>
          <div class="row-body">
            <p class="row-title"><a href=${mentorsPath(programme_id)} dir="auto">${name}</a></p>
            <p class="row-note">${t(roles.includes("mentee") ? "home.programme-mentee" : "home.programme-mentor")}</p>
          </div>
        </li>`,
      )}
    </ul>
  </section>`;
}
