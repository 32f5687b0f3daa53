import { leaf } from "../dates.js";
import { t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { answerOf, TheirAnswer } from "./coming.js";
import { agendaWords, KIND_ICON, kindWords, pathOf, untilWords } from "./when.js";
/** @import { Me, Meeting, Person, Role } from "../protocol.js" */

/** @param {{ meeting: Meeting, next?: boolean }} props */
export function DayLeaf({ meeting, next = false }) {
  const { day, month } = leaf(new Date(`${meeting.local_start}Z`), "UTC");
  return html`<span class=${`day-leaf ${next ? "next" : ""}`} aria-hidden="true"><b>${day}</b><span>${month}</span></span>`;
}

/** One of the meetings to come. @param {{ meeting: Meeting, self: Me, other: Person, next: boolean }} props */
export function ComingRow({ meeting, self, other, next }) {
  const until = (next || meeting.state === "current") && untilWords(meeting, now.value, self.time_zone);
  return html`<li class="row">
    <${DayLeaf} meeting=${meeting} next=${next} />
    <div class="row-body stack closer">
      <p class="row-title"><a href=${pathOf(meeting)} dir="auto">${meeting.title}</a></p>
      <${Clocks} at=${new Date(meeting.starts_at)} until=${new Date(meeting.ends_at)} me=${self} other=${other} />
      <div class="meta">
        ${until && html`<span class="only-narrow"><span class="tag good">${until}</span></span>`}
        <span><${Icon} name=${KIND_ICON[meeting.kind]} /><span dir="auto">${kindWords(meeting)}</span></span>
        ${answerOf(meeting, other.user_id) === "declined" && html`<${TheirAnswer} meeting=${meeting} other=${other} />`}
        ${meeting.agenda.length > 0 && html`<span><${Icon} name="list-checks" />${agendaWords(meeting)}</span>`}
      </div>
    </div>
    ${until && html`<div class="row-end only-wide"><span class="tag good">${until}</span></div>`}
  </li>`;
}

/** One that is over, with what waits for me. @param {{ meeting: Meeting, role: Role, waits: boolean }} props */
export function PastRow({ meeting, role, waits }) {
  return html`<li class="row">
    <${DayLeaf} meeting=${meeting} />
    <div class="row-body stack closer">
      <p class="row-title"><a href=${pathOf(meeting)} dir="auto">${meeting.title}</a></p>
      <div class="meta">
        <span><${Icon} name=${KIND_ICON[meeting.kind]} /><span dir="auto">${kindWords(meeting)}</span></span>
        <span>${t("meeting.minutes", { count: meeting.minutes })}</span>
      </div>
    </div>
    <div class="row-end">
      ${meeting.state === "cancelled"
        ? html`<span class="tag">${t("meeting.cancelled")}</span>`
        : waits && html`<a class="button small" href=${pathOf(meeting)} aria-label=${t(role === "mentee" ? "meeting.rate-which" : "meeting.feedback-which", { title: meeting.title })}>${t(role === "mentee" ? "meeting.rate" : "meeting.feedback")}</a>`}
    </div>
  </li>`;
}
