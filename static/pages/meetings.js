import { useState } from "preact/hooks";
import { InPerson } from "../about/in-person.js";
import { clock, place } from "../dates.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { mayMeet } from "../mentorship/may.js";
import { book, loadEarlier, useMeetings } from "../meetings/live.js";
import { PlanDialog } from "../meetings/plan.js";
import { ComingRow, PastRow } from "../meetings/row.js";
import { pathOf, rhythm, sharedHours } from "../meetings/when.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
/** @import { Me, Meeting, Mentorship } from "../protocol.js" */

export default withMentorship(Meetings);

/** The meetings of a mentorship: those to come, and those that were. @param {{ mentorship: Mentorship, self: Me }} props */
function Meetings({ mentorship, self }) {
  const { mentorship_id, other, role, status } = mentorship;
  const name = firstName(other.name);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [planning, setPlanning] = useState(false);
  useTitle(t("meetings.page", { name }));
  useMeetings([mentorship_id], setError);
  const listed = book.listed.value[mentorship_id];
  const coming = book.upcoming(mentorship_id);
  const past = book.past(mentorship_id);
  const repeating = coming.find((meeting) => meeting.every_weeks);
  const earlier = () => loadEarlier(mentorship_id).catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));
  const plan = html`<button class=${`button ${coming.length ? "" : "primary"}`} type="button" onClick=${() => setPlanning(true)}><${Icon} name="calendar-plus" />${t("meetings.new")}</button>`;

  return html`<${Frame} mentorship=${mentorship} part="meetings">
    <div class="page">
      <div class="page-head">
        <div>
          <h2 class="part-title">${t("part.meetings")}</h2>
          <p>${repeating ? t("meetings.lead-repeats", { rhythm: rhythm(repeating), time: repeating.local_start.slice(11), place: place(repeating.time_zone) }) : t("meetings.lead")}</p>
        </div>
        ${mayMeet(mentorship) && coming.length > 0 && html`<div class="actions">${plan}</div>`}
      </div>
      ${error && !listed && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
      ${listed?.upcoming &&
      html`<div class="columns">
        <div class="stack">
          ${coming.length === 0
            ? html`<section class="panel"><${Empty} icon="calendar" title=${t("meetings.none-title")}>
                <p>${t(status === "ended" ? "meetings.none-ended" : past.length ? "meetings.none-next" : "meetings.none-first")}</p>
                ${mayMeet(mentorship) && plan}
              <//></section>`
            : html`<section aria-labelledby="coming">
                <div class="section-head"><h3 id="coming">${t("meetings.coming")}</h3></div>
                <ul class="rows" role="list">${coming.map((one, i) => html`<${ComingRow} key=${one.meeting_id} meeting=${one} self=${self} other=${other} next=${i === 0} />`)}</ul>
              </section>`}
          ${listed.past &&
          html`<section aria-labelledby="past">
            <div class="section-head"><h3 id="past">${t(past.some((one) => one.state === "cancelled") ? "meetings.past-and-cancelled" : "meetings.past")}</h3></div>
            ${past.length === 0 && html`<p class="quiet-text">${t("meetings.none-past")}</p>`}
            <ul class="rows" role="list">${past.map((one) => html`<${PastRow} key=${one.meeting_id} meeting=${one} role=${role} waits=${book.waiting.value.has(one.meeting_id)} />`)}</ul>
            ${listed.cursor && html`<p><button class="button small quiet" type="button" onClick=${earlier}>${t("meetings.earlier")}</button></p>`}
          </section>`}
        </div>
        <div class="stack">
          <${SharedHours} self=${self} other=${other} />
          <${InPerson} mentorship=${mentorship} self=${self} />
          <${Readers}>${t("meetings.sees")}<//>
        </div>
      </div>`}
    </div>
    ${planning &&
    html`<${PlanDialog} mentorship=${mentorship} self=${self} onClose=${() => setPlanning(false)}
      onDone=${(/** @type {Meeting} */ made) => {
        setPlanning(false);
        toast(t("plan.made", { name }));
        go(pathOf(made));
      }} />`}
  <//>`;
}

/** @param {{ self: Me, other: Mentorship["other"] }} props */
function SharedHours({ self, other }) {
  if (self.time_zone === other.time_zone) return null;
  const shared = sharedHours(self.time_zone, other.time_zone, now.value);
  return html`<section class="panel stack close" aria-labelledby="hours">
    <h3 id="hours">${t("meetings.hours")}</h3>
    ${shared &&
    html`<div class="shared-hours">
      ${[self.time_zone, other.time_zone].map(
        (zone) => html`<span key=${zone}>${place(zone)}</span><span class="strip"><b style=${{ "--from": percent(shared.from, zone), "--to": 100 - Math.min(100, percent(shared.from, zone) + length(shared)) }}>${clock(shared.from, zone)}–${clock(shared.until, zone)}</b></span>`,
      )}
    </div>`}
    <p class="small-text quiet-text">${t(shared ? "meetings.hours-text" : "meetings.no-hours")}</p>
  </section>`;
}

/** Where in the day that is there, of 7:00 to 22:00. @param {Date} at @param {string} zone */
function percent(at, zone) {
  const [hours, minutes] = clock(at, zone).split(":").map(Number);
  return Math.max(0, ((hours + minutes / 60 - 7) / 15) * 100);
}

/** @param {{ from: Date, until: Date }} span */
const length = ({ from, until }) => ((until.getTime() - from.getTime()) / (15 * 3_600_000)) * 100;
