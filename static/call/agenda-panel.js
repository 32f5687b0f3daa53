import { NextOne } from "../after/next-one.js";
import { Actions } from "../meetings/actions.js";
import { NewItem } from "../meetings/agenda.js";
import { book, useMeetings } from "../meetings/live.js";
import { Notes } from "../meetings/notes.js";
import { SharedNotes } from "../meetings/shared-notes.js";
import { currentOf, meetingOn } from "../meetings/timebox.js";
import { useGoals, goals } from "../goals/live.js";
import { mayWrite } from "../mentorship/may.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Empty, Icon, Readers } from "../ui/parts.js";
import { LiveAgenda } from "./live-agenda.js";
/** @import { Me, Meeting, Mentorship } from "../protocol.js" */
/** @import { Desk } from "./desk.js" */

/** The meeting that this room is about now. @param {string} mentorshipId */
export const meetingHere = (mentorshipId) => meetingOn({ upcoming: book.upcoming(mentorshipId), past: book.past(mentorshipId) }, now.value);

/** What to talk about, what was agreed, the notes of both and one's own, beside the pictures. @param {{ desk: Desk }} props */
export function AgendaPanel({ desk }) {
  const { mentorship, media } = desk;
  const { mentorship_id } = mentorship;
  useMeetings([mentorship_id]);
  useGoals([mentorship_id]);
  const meeting = meetingHere(mentorship_id);
  if (!meeting)
    return html`<div class="panel-scroll">${book.listed.value[mentorship_id]?.past && html`<${Empty} icon="list-checks" title=${t("timebox.none")}><p>${t("timebox.none-text")}</p><//>`}</div>`;
  return html`<${Of} key=${meeting.meeting_id} meeting=${meeting} mentorship=${mentorship} shares=${media.on.value.has("screen")} />`;
}

/** @param {{ meeting: Meeting, mentorship: Mentorship, shares: boolean }} props */
function Of({ meeting, mentorship, shares }) {
  const self = /** @type {Me} */ (me.value);
  const { other, mentorship_id } = mentorship;
  const name = firstName(other.name);
  const past = meeting.state === "past";
  const canWrite = mayWrite(mentorship);
  return html`<div class="panel-scroll call-agenda" tabindex="0" role="group" aria-label=${t("call.agenda")}>
      <p class="call-agenda-title" dir="auto">${meeting.title}</p>
      ${past && !currentOf(meeting) && html`<p class="small-text">${t("timebox.past")}</p>`}
      <${LiveAgenda} meeting=${meeting} canWrite=${canWrite} />
      ${canWrite && !past && html`<details class="call-agenda-add"><summary>${t("timebox.add")}</summary><${NewItem} meeting=${meeting} goals=${goals.of(mentorship_id)} name=${name} /></details>`}
      ${past && html`<${NextOne} meeting=${meeting} mentorship=${mentorship} self=${self} />`}
      <${Actions} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} />
      <${SharedNotes} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} />
      ${shares
        ? html`<section class="panel stack close" aria-labelledby="notes-away"><h2 id="notes-away">${t("notes.own")}</h2><p class="readers"><${Icon} name="eye-off" /><span>${t("timebox.notes-hidden")}</span></p></section>`
        : html`<${Notes} meetingId=${meeting.meeting_id} name=${name} canWrite=${mentorship.status !== "ended"} />`}
    </div>
    <footer><${Readers} icon="users">${t("timebox.same-clock")}<//></footer>`;
}
