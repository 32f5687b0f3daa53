import { useServerClock, useServerSeconds } from "../clock/server.js";
import { useMeetings } from "../meetings/live.js";
import { currentOf, runsFrom, timeboxOf } from "../meetings/timebox.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { meetingHere } from "./agenda-panel.js";
import { timeWords } from "./live-agenda.js";
/** @import { AgendaItem } from "../protocol.js" */
/** @import { Desk } from "./desk.js" */

/** What is talked about and what is left of its time, above the pictures. @param {{ desk: Desk }} props */
export function CallClock({ desk }) {
  const { mentorship_id } = desk.mentorship;
  useMeetings([mentorship_id]);
  useServerClock(); // before it is needed
  const meeting = meetingHere(mentorship_id);
  const item = meeting && currentOf(meeting);
  return item && html`<${Chip} key=${item.item_id} item=${item} onClick=${() => desk.toggle("agenda")} />`;
}

/** @param {{ item: AgendaItem, onClick: () => void }} props */
function Chip({ item, onClick }) {
  const at = useServerSeconds(runsFrom(item));
  const { over, done } = timeboxOf(item, at);
  const time = timeWords(item, at);
  return html`<button class=${`call-clock ${over ? "over" : ""}`} type="button" style=${{ "--done": `${done * 100}%` }} aria-label=${t("timebox.chip", { title: item.title, time })} onClick=${onClick}>
    <i class="ring" aria-hidden="true"></i><span class="only-wide" dir="auto">${item.title}</span><span class="call-clock-time">${time}</span>
  </button>`;
}
