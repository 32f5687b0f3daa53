import { api } from "../api.js";
import { firstName, t } from "../strings/index.js";
import { useHeld } from "../ui/held.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { change } from "./live.js";
/** @import { Answer, Me, Meeting, Person } from "../protocol.js" */

const ANSWERS = /** @type {const} */ (["accepted", "tentative", "declined"]);
const ICON = { accepted: "check", tentative: "clock", declined: "x" };

/** @param {Meeting} meeting @param {string} userId */
export const answerOf = (meeting, userId) => meeting.attendance.find((one) => one.user_id === userId)?.answer ?? null;

/** Whether the two come to a meeting that lies ahead. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Coming({ meeting, self, other, canWrite }) {
  const [mine, say] = useHeld(answerOf(meeting, self.user_id), (answer) => change(api.answerMeeting(meeting.meeting_id, /** @type {Answer} */ (answer))));
  return html`<div class="stack closer coming">
    <${TheirAnswer} meeting=${meeting} other=${other} />
    ${canWrite &&
    html`<div class="actions" role="group" aria-label=${t("coming.ask")}>
      ${ANSWERS.map(
        (answer) => html`<button key=${answer} class="button small" type="button" aria-pressed=${mine === answer} onClick=${() => say(answer)}>
          ${mine === answer && html`<${Icon} name=${ICON[answer]} />`}${t(`coming.say-${answer}`)}
        </button>`,
      )}
    </div>`}
  </div>`;
}

/** What the other has said. @param {{ meeting: Meeting, other: Person }} props */
export function TheirAnswer({ meeting, other }) {
  const answer = answerOf(meeting, other.user_id);
  const words = t(answer ? `coming.is-${answer}` : "coming.unknown", { name: firstName(other.name) });
  const said = html`<${Icon} name=${answer ? ICON[answer] : "hourglass"} />${words}`;
  return answer === "declined" ? html`<p class="wait-note">${said}</p>` : html`<p class="meta"><span>${said}</span></p>`;
}
