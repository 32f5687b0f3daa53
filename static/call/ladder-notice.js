import { canRecord } from "../attachments/recorder.js";
import { askToSpeak } from "../chat/speaking.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { Desk } from "./desk.js" */

/** Sound does not get through: what does. @param {{ desk: Desk }} props */
export function LadderNotice({ desk }) {
  const { call: { rung }, panel, mentorship: { other, conversation } } = desk;
  const name = firstName(other.name);
  const speak = () => {
    panel.value = "chat";
    askToSpeak(conversation.conversation_id);
  };
  const offersNote = rung.value === "note" && canRecord();
  const chats = panel.value === "chat"; // which has a microphone of its own
  return html`<div class="banner wait call-banner" role="status">
    <${Icon} name="wifi-off" />
    <div><b>${t("ladder.no-sound", { name })}</b> ${t(offersNote ? "ladder.leave-note" : "ladder.write", { name })}</div>
    ${offersNote && !chats && html`<button class="button small" type="button" onClick=${speak}>${t("ladder.record")}</button>`}
    ${!chats && html`<button class=${`button small ${offersNote ? "quiet" : ""}`} type="button" onClick=${() => (panel.value = "chat")}>${t("call.use-chat")}</button>`}
  </div>`;
}
