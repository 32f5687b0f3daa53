import { api } from "../api.js";
import { inBothPlaces, leaf } from "../dates.js";
import { KIND_ICON } from "../meetings/when.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { SharedDocuments } from "./documents.js";
import { Frame } from "./frame.js";
import { GivenWords } from "./given.js";
import { usePaged } from "./paged.js";
/** @import { ManagedMeeting, MentorshipOverview, Programme } from "../protocol.js" */

/** That pairs meet, and what was written for whoever runs the programme. @param {{ shown: Programme }} props */
export const MeetingsAndFeedback = ({ shown }) =>
  html`<${Frame} shown=${shown} part="meetings">
    <${GivenWords} programmeId=${shown.programme.programme_id} />
    <${SharedDocuments} programmeId=${shown.programme.programme_id} />
    <${ManagedMeetings} programmeId=${shown.programme.programme_id} mentorships=${shown.mentorships} />
  <//>`;

/** That pairs meet, and when. Nothing of what they write. @param {{ programmeId: string, mentorships: MentorshipOverview[] }} props */
function ManagedMeetings({ programmeId, mentorships }) {
  const { rows, more } = usePaged(async (cursor) => {
    const { meetings, next_cursor } = await api.managedMeetings(programmeId, cursor);
    return { rows: /** @type {ManagedMeeting[]} */ (meetings), next_cursor };
  }, programmeId);
  if (!rows) return null;
  return html`<section aria-labelledby="meetings">
    <div class="section-head"><h2 id="meetings">${t("programme.meetings")}</h2></div>
    ${rows.length === 0 && html`<p class="quiet-text">${t("programme.no-meetings")}</p>`}
    <ul class="rows" role="list">
      ${rows.map((meeting) => html`<${Row} key=${meeting.meeting_id} meeting=${meeting} pair=${mentorships.find((m) => m.mentorship_id === meeting.mentorship_id)} />`)}
    </ul>
    ${more && html`<p><button class="button small quiet" type="button" onClick=${more}>${t("programme.more-meetings")}</button></p>`}
  </section>`;
}

/** @param {{ meeting: ManagedMeeting, pair?: MentorshipOverview }} props */
function Row({ meeting, pair }) {
  const at = new Date(meeting.starts_at);
  const { day, month } = leaf(at, meeting.time_zone);
  const past = meeting.state === "past";
  const word = {
    upcoming: () => t("programme.coming"),
    current: () => t("programme.now"),
    cancelled: () => t("meeting.cancelled"),
    past: () => t(meeting.attended === null ? "programme.not-said" : meeting.attended ? "programme.took-place" : "programme.not-took-place"),
  }[meeting.state]();
  return html`<li class="row folds">
    <span class="day-leaf" aria-hidden="true"><b>${day}</b><span>${month}</span></span>
    <div class="row-body">
      <p class="row-title" dir="auto">${pair ? t("programme.names", { mentor: pair.mentor.name, mentee: pair.mentee.name }) : ""}</p>
      <div class="meta">
        <span><${Icon} name=${KIND_ICON[meeting.kind]} />${t(`meeting.kind-${meeting.kind}`)}</span>
        <time datetime=${meeting.starts_at}>${inBothPlaces(at, pair?.mentor.time_zone ?? meeting.time_zone, pair?.mentee.time_zone ?? meeting.time_zone)}</time>
      </div>
    </div>
    <div class="row-end"><span class=${`tag ${past && meeting.attended ? "good" : ""}`}>${word}</span></div>
  </li>`;
}
