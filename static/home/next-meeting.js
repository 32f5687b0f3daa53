import { day } from "../dates.js";
import { dayOfMeeting, isNear, KIND_ICON, kindWords, pathOf, plannedMinutes, untilWords } from "../meetings/when.js";
import { mayMeet } from "../mentorship/may.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Pair } from "../ui/parts.js";
/** @import { Me, Meeting, Mentorship } from "../protocol.js" */

const MOST_ITEMS = 5;

/** The soonest meeting of all, with both clocks and what is on it. @param {{ meeting: Meeting, mentorship: Mentorship, self: Me }} props */
export function NextMeeting({ meeting, mentorship, self }) {
  const { mentorship_id, other } = mentorship;
  const at = new Date(meeting.starts_at);
  const inCall = (meeting.kind === "video" || meeting.kind === "sound") && mayMeet(mentorship);
  const near = inCall && isNear(meeting, now.value);
  const agenda = html`<a class=${`button ${near ? "" : "primary"}`} href=${pathOf(meeting)}>${t("home.open-agenda")}</a>`;
  return html`<section class="panel tinted next-step" aria-labelledby="next">
    <div class="stack fields">
      <div class="meta">
        <span class="tag good">${untilWords(meeting, now.value, self.time_zone)}</span>
        <span><${Icon} name=${KIND_ICON[meeting.kind]} /><span dir="auto">${kindWords(meeting)}</span></span>
        <span><${Pair} people=${[self, other]} size="tiny" />${t("next.with", { name: firstName(other.name) })}</span>
      </div>
      <div class="stack closer">
        <h2 id="next"><a href=${pathOf(meeting)} dir="auto">${meeting.title}</a></h2>
        <p>${t("meeting.day-and-minutes", { day: day(at, self.time_zone, now.value), minutes: t("meeting.minutes", { count: meeting.minutes }) })}</p>
      </div>
      <${Clocks} at=${at} me=${self} other=${other} big=${true} />
      <div class="actions">
        ${near ? html`<a class="button primary" href=${`/m/${mentorship_id}/lobby`}>${t("next.room-action")}</a>${agenda}` : html`${agenda}${inCall && html`<a class="button quiet" href=${`/m/${mentorship_id}/lobby`}>${t("next.sound-check")}</a>`}`}
      </div>
    </div>
    <${Peek} meeting=${meeting} />
  </section>`;
}

/** @param {{ meeting: Meeting }} props */
function Peek({ meeting }) {
  const items = meeting.agenda.filter((item) => item.state === "open");
  const free = meeting.minutes - plannedMinutes(meeting);
  const more = items.length - MOST_ITEMS;
  return html`<ol class="agenda-peek" role="list" aria-label=${t("agenda.title")}>
    ${items.slice(0, MOST_ITEMS).map(
      (item) => html`<li key=${item.item_id}>
        <span><span dir="auto">${item.title}</span>${item.carried_from && html`<small>${t("home.carried", { day: dayOfMeeting(item.carried_from, now.value) })}</small>`}</span>
        ${item.minutes && html`<span class="minutes">${t("agenda.minutes", { count: item.minutes })}</span>`}
      </li>`,
    )}
    ${items.length === 0
      ? html`<li><span class="quiet-text">${t("home.agenda-empty")}</span></li>`
      : more > 0
        ? html`<li><span class="quiet-text">${t("home.more-items", { count: more })}</span></li>`
        : free > 0 && html`<li><span class="quiet-text">${t("home.free", { count: free })}</span></li>`}
  </ol>`;
}
