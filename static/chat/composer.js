import { useEffect, useRef, useState } from "preact/hooks";
import { youAnd } from "../bots/readers.js";
import { mentorships } from "../session.js";
import { connection } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { useLasting } from "../ui/lasting.js";
import { keepDraft, readDraft } from "./drafts.js";
/** @import { Signal } from "@preact/signals" */
/** @import { Me, Message, Person } from "../protocol.js" */
/** @import { Conversation } from "./conversation.js" */

const LONGEST = 10_000;

/**
 * Where one writes. Enter sends, Shift+Enter starts a line, an IME's Enter does neither; Up in an empty box
 * takes the last own message back to change it. What is begun is kept.
 *
 * @param {{
 *   conversation: Conversation, self: Me, other: Person, editing: Signal<Message | null>,
 *   onSend: (body: string) => void, onEditLast: () => void,
 * }} props
 */
export function Composer({ conversation, self, other, editing, onSend, onEditLast }) {
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [text, setText] = useState(() => readDraft(self.user_id, conversation.id));
  const target = editing.value;
  const name = firstName(other.name);
  const offline = useLasting(connection.value === "lost", 1_500);
  const bots = mentorships.value?.find((pair) => pair.conversation.conversation_id === conversation.id)?.bots;
  const writes = conversation.typing.who.value.includes(other.user_id);

  useEffect(() => {
    setText(target ? (target.body ?? "") : readDraft(self.user_id, conversation.id));
    if (target) box.current?.focus();
  }, [target?.seq]);
  // Where there is a real keyboard, the box is ready to be written in.
  useEffect(() => {
    if (matchMedia("(hover: hover) and (width >= 56.25rem)").matches) box.current?.focus({ preventScroll: true });
  }, []);

  /** @param {string} next */
  const write = (next) => {
    setText(next);
    if (target) return;
    keepDraft(self.user_id, conversation.id, next);
    if (next.trim()) conversation.typing.pressed();
    else conversation.typing.stopped();
  };
  const send = () => {
    const body = text.trim();
    if (!body) return;
    if (!target) {
      keepDraft(self.user_id, conversation.id, "");
      conversation.typing.stopped();
    }
    setText(target ? readDraft(self.user_id, conversation.id) : "");
    onSend(body);
    box.current?.focus();
  };
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an IME is choosing a word
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !text && !target) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Escape" && target) {
      event.preventDefault();
      editing.value = null;
    }
  };

  return html`<form class="chat-foot composer" aria-label=${t("chat.form", { name })} onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), send())}>
    <p class="typing" role="status">
      ${offline
        ? html`<${Icon} name="wifi-off" />${t("chat.offline")}`
        : writes && html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span><span dir="auto">${t("chat.typing", { name })}</span>`}
    </p>
    ${target &&
    html`<p class="composer-editing">
      <${Icon} name="pencil" /><span>${t("chat.editing")}</span>
      <button class="button small quiet" type="button" onClick=${() => (editing.value = null)}>${t("chat.stop-editing")}</button>
    </p>`}
    <div class="composer-box">
      <textarea rows=${Math.min(6, text.split("\n").length)} ref=${box} aria-label=${t("chat.box")} placeholder=${t("chat.placeholder", { name })} dir="auto" maxlength=${LONGEST} value=${text}
        aria-describedby="composer-readers" onInput=${(/** @type {{ currentTarget: HTMLTextAreaElement }} */ { currentTarget }) => write(currentTarget.value)} onKeyDown=${onKeyDown}></textarea>
      <button class="button primary" type="submit" aria-label=${t("chat.send")}><${Icon} name=${target ? "check" : "send-horizontal"} class=${target ? "" : "turns"} /></button>
    </div>
    <div class="composer-note">
      <${Readers} id="composer-readers">${parts("chat.readers", { both: html`<b>${youAnd("chat.you-and", name, bots, "chat:read")}</b>` })}<//>
      <p class="small-text quiet-text only-wide">${t("chat.keys")}</p>
    </div>
  </form>`;
}
