import { useState } from "preact/hooks";
import { api } from "../api.js";
import { clock, day } from "../dates.js";
import { newId } from "../ids.js";
import { book, change } from "../meetings/live.js";
import { PlanDialog } from "../meetings/plan.js";
import { pathOf } from "../meetings/when.js";
import { mayMeet } from "../mentorship/may.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { nextTime } from "./again.js";
/** @import { Me, Meeting, Mentorship } from "../protocol.js" */

/** After the last meeting: the next one in one click, with the way back beside it; or the one that is planned already. @param {{ meeting: Meeting, mentorship: Mentorship, self: Me }} props */
export function NextOne({ meeting, mentorship, self }) {
  const [clientId, setClientId] = useState(newId);
  const [made, setMade] = useState(/** @type {string | null} */ (null));
  const [planning, setPlanning] = useState(false);
  const { mentorship_id, other } = mentorship;
  const past = book.past(mentorship_id).filter((one) => one.state === "past");
  const [planned] = book.upcoming(mentorship_id);
  if (!mayMeet(mentorship) || !book.listed.value[mentorship_id]?.upcoming || past[0]?.meeting_id !== meeting.meeting_id) return null;
  const { local, zone, at } = nextTime(meeting, past, now.value);
  const draft = { title: meeting.every_weeks ? meeting.title : t("again.title"), kind: meeting.kind, place: meeting.place ?? "", local, zone, minutes: String(meeting.minutes) };
  const take = async () => {
    const { title, kind, place, minutes } = draft;
    const next = await change(api.planMeeting(mentorship_id, { client_id: clientId, title, kind, place: place || null, local_start: local, time_zone: zone, minutes: Number(minutes) }));
    if (next) setMade(next.meeting_id);
  };
  const undo = async () => {
    if (!made || !(await change(api.cancelMeeting(made, "this")))) return;
    setMade(null);
    setClientId(newId());
  };
  const shown = planned ? new Date(planned.starts_at) : at;
  return html`<section class="panel stack close" aria-labelledby="next-one">
    <h2 id="next-one">${t(planned ? "again.booked" : "again.ask")}</h2>
    <div class="stack closer" role="status">
      <p><b>${day(shown, self.time_zone, now.value)}</b></p>
      <${Clocks} at=${shown} me=${self} other=${other} />
    </div>
    <div class="actions">
      ${planned
        ? html`<a class="button small" href=${pathOf(planned)}>${t("again.open")}</a>${planned.meeting_id === made && html`<button class="button small quiet" type="button" onClick=${undo}><${Icon} name="undo-2" />${t("again.undo")}</button>`}`
        : html`<button class="button" type="button" onClick=${take}><${Icon} name="calendar-plus" />${t("again.take")}</button>
            <button class="button quiet" type="button" onClick=${() => setPlanning(true)}>${t("again.other")}</button>`}
    </div>
    ${!planned && html`<p class="row-note">${t("again.note", { name: firstName(other.name), time: clock(at, self.time_zone) })}</p>`}
    ${planning && html`<${PlanDialog} mentorship=${mentorship} self=${self} draft=${draft} onClose=${() => setPlanning(false)} onDone=${(/** @type {Meeting} */ next) => (setPlanning(false), setMade(next.meeting_id))} />`}
  </section>`;
}
