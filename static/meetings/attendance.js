import { api } from "../api.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon, Pair, Readers } from "../ui/parts.js";
import { change } from "./live.js";
/** @import { Me, Meeting, Person } from "../protocol.js" */

/** Whether it took place, as each of the two says. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Attendance({ meeting, self, other, canWrite }) {
  const name = firstName(other.name);
  const said = (/** @type {string} */ user) => meeting.attendance.find((one) => one.user_id === user);
  const mine = said(self.user_id);
  const theirs = said(other.user_id);
  const sum = { yes: "attendance.yes", no: "attendance.no", disputed: "attendance.disputed", unknown: "attendance.unknown" };
  const say = (/** @type {boolean} */ attended) => void change(api.attend(meeting.meeting_id, attended));
  const inRoom = [
    { who: t("call.you"), seconds: mine?.present_s ?? 0 },
    { who: name, seconds: theirs?.present_s ?? 0 },
  ].filter(({ seconds }) => seconds >= 60);
  return html`<section class="panel stack close" aria-labelledby="attendance">
    <h2 id="attendance">${t("attendance.title")}</h2>
    <div class="attendance">
      <${Pair} people=${[self, other]} size="small" />
      <div>
        <p>${t(/** @type {"attendance.yes"} */ (sum[meeting.held]))}</p>
        ${theirs && theirs.attended !== null && html`<p class="row-note">${t(theirs.attended ? "attendance.says-yes" : "attendance.says-no", { name })}</p>`}
        ${inRoom.length > 0 && html`<p class="row-note">${inRoom.map(({ who, seconds }) => t("attendance.in-room", { who, count: Math.round(seconds / 60) })).join(", ")}</p>`}
      </div>
    </div>
    ${canWrite &&
    html`<div class="actions" role="group" aria-labelledby="attendance" aria-describedby="attendance-readers">
      <button class="button small" type="button" aria-pressed=${mine?.attended === true} onClick=${() => say(true)}>${mine?.attended === true && html`<${Icon} name="check" />`}${t("attendance.say-yes")}</button>
      <button class="button small" type="button" aria-pressed=${mine?.attended === false} onClick=${() => say(false)}>${mine?.attended === false && html`<${Icon} name="check" />`}${t("attendance.say-no")}</button>
    </div>`}
    <${Readers} icon="eye" id="attendance-readers">${t("attendance.readers", { name })}<//>
  </section>`;
}
