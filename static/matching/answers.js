import { useState } from "preact/hooks";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Readers } from "../ui/parts.js";
/** @import { Person, Pitch } from "../protocol.js" */

/** The answers that may carry a word: no, and not before we have talked. */

const KIND_WORDS = /** @type {const} */ ([1, 2, 3]);

/** @param {{ pitch: Pitch, other: Person, onDecline: (note: string) => void, onClose: () => void }} props */
export function DeclineDialog({ pitch, other, onDecline, onClose }) {
  const name = firstName(other.name);
  const [note, setNote] = useState("");
  const isMatch = pitch.origin === "manager";
  return html`<${Dialog} title=${t(isMatch ? "pitch.decline-match-title" : "pitch.decline-title", { name })} action=${t("pitch.decline-send")} onClose=${onClose} onAction=${() => onDecline(note.trim())}>
    ${!isMatch &&
    html`<div class="actions" role="group" aria-label=${t("pitch.decline-hint")}>
      ${KIND_WORDS.map((n) => html`<button class="button small" type="button" key=${n} onClick=${() => setNote(t(`pitch.kind-${n}`, { name }))}>${t(`pitch.kind-short-${n}`)}</button>`)}
    </div>`}
    <${Note} label=${t("pitch.decline-label")} optional=${true} hint=${isMatch ? undefined : t("pitch.decline-hint")} name=${name} value=${note} onInput=${setNote} />
  <//>`;
}

/** @param {{ pitch: Pitch, other: Person, onAsk: (note: string) => void, onClose: () => void }} props */
export function TalkDialog({ pitch, other, onAsk, onClose }) {
  const name = firstName(other.name);
  const [note, setNote] = useState(t(pitch.origin === "manager" ? "pitch.talk-note-match" : "pitch.talk-note", { name }));
  return html`<${Dialog} title=${t("pitch.talk-title", { name })} action=${t("pitch.talk-send")} onClose=${onClose} onAction=${() => onAsk(note.trim())}>
    <${Note} label=${t("pitch.talk-label")} optional=${true} hint=${t("pitch.talk-hint")} name=${name} value=${note} onInput=${setNote} />
  <//>`;
}

/** @param {{ pitch: Pitch, other: Person, onWithdraw: () => void, onClose: () => void }} props */
export const WithdrawDialog = ({ other, onWithdraw, onClose }) =>
  html`<${Dialog} title=${t("pitch.withdraw-title")} action=${t("pitch.withdraw")} onClose=${onClose} onAction=${onWithdraw}><p>${t("pitch.withdraw-text", { name: firstName(other.name) })}</p><//>`;

/** @param {{ label: string, optional: boolean, hint?: string, name: string, value: string, onInput: (text: string) => void }} props */
const Note = ({ label, optional, hint, name, value, onInput }) =>
  html`<div class="field">
    <label for="answer-note">${label} ${optional && html`<span class="optional">${t("field.optional")}</span>`}</label>
    ${hint && html`<p class="hint" id="answer-hint">${hint}</p>`}
    <textarea class="input" id="answer-note" rows="5" maxlength="2000" dir="auto" aria-describedby=${hint ? "answer-hint answer-readers" : "answer-readers"} value=${value} onInput=${(/** @type {any} */ event) => onInput(event.currentTarget.value)}></textarea>
    <${Readers} id="answer-readers">${parts("pitch.note-readers", { name: html`<b>${name}</b>` })}<//>
  </div>`;
