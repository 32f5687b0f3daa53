import { useEffect, useRef, useState } from "preact/hooks";
import { canRecord } from "../attachments/recorder.js";
import { RecordingBar } from "../attachments/recording.js";
import { TrayList, limit } from "../attachments/tray-list.js";
import { youAnd } from "../bots/readers.js";
import { newId } from "../ids.js";
import { mentorships } from "../session.js";
import { connection } from "../socket.js";
import { emojiNames, firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { useLasting } from "../ui/lasting.js";
import { draftOf } from "./drafts.js";
import { offersFor } from "./mentions.js";
import { Offers } from "./offers.js";
import { gist, nameOf } from "./quote.js";
import { askedIn } from "./speaking.js";
/** @import { Signal } from "@preact/signals" */
/** @import { Tray, Waiting } from "../attachments/tray.js" */
/** @import { Me, Message, Person } from "../protocol.js" */
/** @import { Conversation } from "./conversation.js" */

const LONGEST = 10_000;

/**
 * Where one writes. Enter sends, Shift+Enter starts a line, an IME's Enter does neither; Up in an empty box
 * takes the last own message back to change it. What is begun is kept. "@" and ":" offer names and emoji. Files are
 * chosen, dropped or pasted; what was said aloud goes instead of what is written.
 *
 * @param {{
 *   conversation: Conversation, self: Me, other: Person, editing: Signal<Message | null>, replying: Signal<Message | null>,
 *   tray: Tray, onSend: (body: string, files: Waiting[]) => void, onEditLast: () => void,
 * }} props
 */
export function Composer({ conversation, self, other, tray, editing, replying, onSend, onEditLast }) {
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const draft = draftOf(conversation.id);
  const [text, setText] = useState(draft.text.value);
  const chooser = useRef(/** @type {HTMLInputElement | null} */ (null));
  const speak = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const [speaking, setSpeaking] = useState(false);
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [refused, setRefused] = useState(""); // what was typed when the offers were closed
  const target = editing.value;
  const parent = replying.value;
  const name = firstName(other.name);
  const offline = useLasting(connection.value === "lost", 1_500);
  const bots = mentorships.value?.find((pair) => pair.conversation.conversation_id === conversation.id)?.bots;
  const writes = conversation.typing.who.value.includes(other.user_id);

  useEffect(() => {
    setText(target ? (target.body ?? "") : draft.text.value);
    if (target) box.current?.focus();
  }, [target?.seq]);
  useEffect(() => void draft.open(), [draft]);
  const asked = askedIn.value === conversation.id && !target;
  useEffect(() => {
    if (!asked) return;
    askedIn.value = "";
    setSpeaking(true);
  }, [asked]);
  // What is written on another device comes here too.
  useEffect(() => {
    if (!target) setText(draft.text.value);
  }, [draft.text.value]);
  useEffect(() => {
    if (parent) box.current?.focus();
  }, [parent?.seq]);
  const { from, offers } = offersFor(text, caret, { people: [other], emoji: emojiNames });
  const offered = refused === text ? [] : offers;
  const now = offered[Math.min(chosen, offered.length - 1)];
  /** @param {import("./mentions.js").Offer} offer */
  const take = (offer) => {
    const rest = text.slice(caret).replace(/^ /, "");
    write(text.slice(0, from) + offer.insert + rest, from + offer.insert.length);
    box.current?.focus();
    // After the new text is in the box.
    requestAnimationFrame(() => box.current?.setSelectionRange(from + offer.insert.length, from + offer.insert.length));
  };
  // Where there is a real keyboard, the box is ready to be written in.
  useEffect(() => {
    if (matchMedia("(hover: hover) and (width >= 56.25rem)").matches) box.current?.focus({ preventScroll: true });
  }, []);

  /** @param {string} next @param {number} at where the caret is then */
  const write = (next, at) => {
    setText(next);
    setCaret(at);
    setChosen(0);
    if (target) return;
    draft.write(next);
    if (next.trim()) conversation.typing.pressed();
    else conversation.typing.stopped();
  };
  const send = () => {
    const body = text.trim();
    const files = target ? [] : tray.take();
    if (!body && !files.length) return;
    if (!target) {
      draft.write("");
      conversation.typing.stopped();
    }
    setText(target ? draft.text.value : "");
    onSend(body, files);
    box.current?.focus();
  };
  const say = (/** @type {Blob} */ blob) => {
    onSend("", [{ client_id: newId(), name: t("files.voice"), blob }]);
    setSpeaking(false);
  };
  useEffect(() => void tray.open(), [tray]);
  const spoke = useRef(false);
  useEffect(() => {
    if (spoke.current && !speaking) speak.current?.focus();
    spoke.current = speaking;
  }, [speaking]);
  /** @param {ClipboardEvent} event */
  const onPaste = (event) => {
    if (target || !event.clipboardData?.files.length) return;
    event.preventDefault();
    tray.add(event.clipboardData.files);
  };
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an IME is choosing a word
    if (now && !event.shiftKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setChosen((offered.indexOf(now) + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length);
    } else if (now && !event.shiftKey && ["Enter", "Tab"].includes(event.key)) {
      event.preventDefault();
      take(now);
    } else if (now && event.key === "Escape") {
      event.preventDefault();
      setRefused(text);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !text && !target) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Escape" && (target || parent)) {
      event.preventDefault();
      editing.value = null;
      replying.value = null;
    }
  };

  return html`<form class="chat-foot composer" aria-label=${t("chat.form", { name })} onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), send())} onMouseDown=${keepFocus}>
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
    ${parent &&
    html`<p class="composer-editing">
      <${Icon} name="reply" class="turns" /><span class="composer-parent"><b dir="auto">${t("words.replying", { name: nameOf(parent.sender_id, { self, other, bots }) })}</b> <span dir="auto">${gist(parent)}</span></span>
      <button class="button small quiet" type="button" aria-label=${t("words.stop-replying")} title=${t("words.stop-replying")} onClick=${() => (replying.value = null)}><${Icon} name="x" /></button>
    </p>`}
    <${Offers} offers=${offered} chosen=${now} onTake=${take} />
    ${!target && html`<${TrayList} tray=${tray} conversationId=${conversation.id} />`}
    ${speaking && html`<${RecordingBar} onSend=${say} onClose=${() => setSpeaking(false)} />`}
    <div class="composer-box" hidden=${speaking}>
      ${!target &&
      html`<input ref=${chooser} hidden type="file" multiple onChange=${(/** @type {any} */ { currentTarget: chosen }) => (tray.add(chosen.files), (chosen.value = ""), box.current?.focus())} />
        <button class="button quiet" type="button" aria-label=${t("files.attach")} title=${`${t("files.attach")}. ${limit(tray)}`} onClick=${() => chooser.current?.click()}><${Icon} name="paperclip" /></button>`}
      <textarea rows=${Math.min(6, text.split("\n").length)} ref=${box} aria-label=${t("chat.box")} placeholder=${t("chat.placeholder", { name })} dir="auto" maxlength=${LONGEST} value=${text}
        aria-describedby="composer-readers" aria-autocomplete="list" aria-controls=${now ? "composer-offers" : undefined} aria-activedescendant=${now ? `offer-${offered.indexOf(now)}` : undefined}
        onInput=${(/** @type {{ currentTarget: HTMLTextAreaElement }} */ { currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
        onSelect=${(/** @type {{ currentTarget: HTMLTextAreaElement }} */ { currentTarget }) => setCaret(currentTarget.selectionStart)} onKeyDown=${onKeyDown} onPaste=${onPaste}></textarea>
      ${!target && canRecord() && html`<button class="button quiet" type="button" ref=${speak} aria-label=${t("files.record")} title=${t("files.record")} onClick=${() => setSpeaking(true)}><${Icon} name="mic" /></button>`}
      <button class="button primary" type="submit" aria-label=${t("chat.send")}><${Icon} name=${target ? "check" : "send-horizontal"} class=${target ? "" : "turns"} /></button>
    </div>
    <div class="composer-note">
      <${Readers} id="composer-readers">${parts("chat.readers", { both: html`<b>${youAnd("chat.you-and", name, bots, "chat:read")}</b>` })}<//>
      <p class="small-text quiet-text only-wide">${t("chat.keys")}</p>
    </div>
  </form>`;
}

/** A button here leaves the box its focus: without it the bar below comes back, and the button moves from under the finger. @param {MouseEvent} event */
const keepFocus = (event) => event.target instanceof Element && event.target.closest("button") && event.preventDefault();
