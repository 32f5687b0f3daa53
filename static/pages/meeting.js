import { useEffect, useState } from "preact/hooks";
import { NextOne } from "../after/next-one.js";
import { api } from "../api.js";
import { day, inBothPlaces } from "../dates.js";
import { useGoals } from "../goals/live.js";
import { withMentorship } from "../mentorship/frame.js";
import { mayMeet, mayWrite } from "../mentorship/may.js";
import { Actions } from "../meetings/actions.js";
import { Agenda } from "../meetings/agenda.js";
import { Attendance } from "../meetings/attendance.js";
import { Coming } from "../meetings/coming.js";
import { Feedback } from "../meetings/feedback.js";
import { book, change, useMeetings } from "../meetings/live.js";
import { Notes } from "../meetings/notes.js";
import { PlanDialog } from "../meetings/plan.js";
import { Rating } from "../meetings/rating.js";
import { Recap } from "../meetings/recap.js";
import { Scope } from "../meetings/scope.js";
import { SharedNotes } from "../meetings/shared-notes.js";
import { isNear, KIND_ICON, kindWords, rhythm, untilWords } from "../meetings/when.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { firstName, t } from "../strings/index.js";
import { TalkBalance } from "../talk/balance.js";
import { Clocks } from "../ui/clocks.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import Missing from "./missing.js";
/** @import { Me, Meeting as Shown, Mentorship } from "../protocol.js" */

export default withMentorship(Meeting);

/** @param {{ mentorship: Mentorship, self: Me, meeting: string }} props */
function Meeting(props) {
  const { mentorship, meeting: id } = props;
  const [error, setError] = useState(/** @type {any} */ (null));
  const load = () => api.meeting(id).then((meeting) => (book.hear(meeting), setError(null)), setError);
  useEffect(() => {
    void load();
    return on("welcome", () => void load());
  }, [id]);
  useMeetings([mentorship.mentorship_id]);
  useGoals([mentorship.mentorship_id]);
  const meeting = book.all.value[id];
  useTitle(meeting?.title ?? t("part.meetings"));
  if (meeting && meeting.mentorship_id === mentorship.mentorship_id) return html`<${Page} ...${props} meeting=${meeting} />`;
  if (error && ["not_found", "forbidden"].includes(error.code)) return html`<${Missing} />`;
  return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
}

/** @param {{ mentorship: Mentorship, self: Me, meeting: Shown }} props */
function Page({ mentorship, self, meeting }) {
  const { other, role, status } = mentorship;
  const [open, setOpen] = useState(/** @type {"plan" | "cancel" | null} */ (null));
  const name = firstName(other.name);
  const canWrite = mayWrite(mentorship);
  const ahead = meeting.state === "upcoming" || meeting.state === "current";
  const past = meeting.state === "past";
  const begun = past || meeting.state === "current";
  const agenda = html`<${Agenda} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} />`;
  const actions = html`<${Actions} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite && meeting.state !== "cancelled"} />`;
  const shared = html`<${SharedNotes} key=${meeting.meeting_id} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite && meeting.state !== "cancelled"} />`;
  const own = html`<${Notes} meetingId=${meeting.meeting_id} name=${name} canWrite=${status !== "ended"} />`;
  const attendance = begun && html`<${Attendance} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} />`;
  const balance = html`<${TalkBalance} meeting=${meeting} self=${self} other=${other} />`;
  return html`<main id="main" class="page" tabindex="-1">
    <header class="stack close">
      <a class="crumb" href=${`/m/${mentorship.mentorship_id}/meetings`}><${Icon} name="chevron-left" class="turns" />${t("meetings.page", { name })}</a>
      <div class="page-head">
        <div>
          <h1 dir="auto">${meeting.title}</h1>
          <${About} meeting=${meeting} self=${self} mentorship=${mentorship} />
        </div>
        ${ahead &&
        canWrite &&
        html`<div class="actions">
          <button class="button" type="button" onClick=${() => setOpen("plan")}>${t("meeting.reschedule")}</button>
          <a class="button quiet" href=${api.calendarPath(meeting.meeting_id)} download><${Icon} name="calendar-plus" />${t("calendar.add")}</a>
          ${meeting.state === "upcoming" && html`<button class="button quiet" type="button" onClick=${() => setOpen("cancel")}>${t("meeting.cancel")}</button>`}
        </div>`}
      </div>
    </header>
    ${ahead && html`<${When} meeting=${meeting} self=${self} mentorship=${mentorship} />`}
    ${past
      ? html`<div class="columns wide-aside">
          <div class="stack">${role === "mentee" ? html`<${Rating} meeting=${meeting} self=${self} name=${name} canWrite=${status !== "ended"} />` : html`<${Feedback} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} />`}${agenda}${actions}<${Recap} meeting=${meeting} self=${self} other=${other} canWrite=${canWrite} /></div>
          <div class="stack fields">${role === "mentee" && html`<${Feedback} meeting=${meeting} self=${self} other=${other} canWrite=${false} />`}${attendance}${balance}<${NextOne} meeting=${meeting} mentorship=${mentorship} self=${self} />${shared}${own}</div>
        </div>`
      : html`<div class="columns">
          <div class="stack">${agenda}${actions}</div>
          <div class="stack fields">${attendance}${balance}${own}${shared}</div>
        </div>`}
    ${open === "plan" && html`<${PlanDialog} mentorship=${mentorship} self=${self} meeting=${meeting} onClose=${() => setOpen(null)} onDone=${() => setOpen(null)} />`}
    ${open === "cancel" && html`<${CancelDialog} meeting=${meeting} name=${name} onClose=${() => setOpen(null)} />`}
  </main>`;
}

/** The line under the title. @param {{ meeting: Shown, self: Me, mentorship: Mentorship }} props */
function About({ meeting, self, mentorship: { other } }) {
  const at = new Date(meeting.starts_at);
  const { state, cancelled_by } = meeting;
  const over = state === "past" || state === "cancelled";
  const kind = kindWords(meeting);
  return html`<div class="meta">
    ${state === "cancelled"
      ? html`<span class="tag">${t("meeting.cancelled")}</span><span>${cancelled_by === self.user_id ? t("meeting.cancelled-by-you") : t("meeting.cancelled-by", { name: firstName(other.name) })}</span>`
      : html`<span class=${`tag ${over ? "" : "good"}`}>${over ? t("meeting.past") : untilWords(meeting, now.value, self.time_zone)}</span>`}
    <span><${Icon} name=${KIND_ICON[meeting.kind]} /><span dir="auto">${over ? t("meeting.kind-and-minutes", { kind, minutes: t("meeting.minutes", { count: meeting.minutes }) }) : kind}</span></span>
    ${over && html`<time datetime=${meeting.starts_at}>${t("meeting.day-and-clocks", { day: day(at, self.time_zone, now.value), times: inBothPlaces(at, self.time_zone, other.time_zone) })}</time>`}
    ${meeting.every_weeks && html`<span><${Icon} name="repeat" />${rhythm(meeting)}</span>`}
  </div>`;
}

/** Both clocks, and the way in. @param {{ meeting: Shown, self: Me, mentorship: Mentorship }} props */
function When({ meeting, self, mentorship }) {
  const { mentorship_id, other } = mentorship;
  const at = new Date(meeting.starts_at);
  const inCall = meeting.kind === "video" || meeting.kind === "sound";
  return html`<section class="panel tinted meeting-when" aria-label=${t("meeting.when")}>
    <div class="stack closer">
      <p><b>${t("meeting.day-and-minutes", { day: day(at, self.time_zone, now.value), minutes: t("meeting.minutes", { count: meeting.minutes }) })}</b></p>
      <${Clocks} at=${at} me=${self} other=${other} big=${true} />
    </div>
    <${Coming} meeting=${meeting} self=${self} other=${other} canWrite=${mayWrite(mentorship)} />
    <div class="stack closer">
      ${inCall &&
      mayMeet(mentorship) &&
      html`<a class=${`button ${isNear(meeting, now.value) ? "primary" : ""}`} href=${`/m/${mentorship_id}/lobby`}><${Icon} name=${KIND_ICON[meeting.kind]} />${t("meeting.join")}</a>
        <p class="small-text quiet-text">${t("meeting.room-note")}</p>`}
      ${meeting.kind === "chat" && html`<a class=${`button ${isNear(meeting, now.value) ? "primary" : ""}`} href=${`/m/${mentorship_id}`}><${Icon} name="message-circle" />${t("meeting.open-chat")}</a>`}
      ${meeting.kind === "in_person" && html`<p class="meta"><span><${Icon} name="map-pin" /><b dir="auto">${meeting.place}</b></span></p><p class="small-text quiet-text">${t("meeting.in-person-note")}</p>`}
    </div>
  </section>`;
}

/** @param {{ meeting: Shown, name: string, onClose: () => void }} props */
function CancelDialog({ meeting, name, onClose }) {
  const [scope, setScope] = useState(/** @type {"this" | "following"} */ ("this"));
  const cancel = async () => {
    onClose();
    await change(api.cancelMeeting(meeting.meeting_id, scope));
  };
  return html`<${Dialog} title=${t("cancel.title")} action=${t("cancel.action")} stop=${true} onClose=${onClose} onAction=${cancel}>
    <p>${t("cancel.text", { name })}</p>
    ${meeting.every_weeks && html`<${Scope} scope=${scope} onScope=${setScope} />`}
  <//>`;
}
