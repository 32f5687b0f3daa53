import { useState } from "preact/hooks";
import { api } from "../api.js";
import { keepDraft, readDraft } from "../chat/local-drafts.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { ConductDialog } from "./conduct.js";
import { hear } from "./live.js";
/** @import { Me, Person, ProgrammeName } from "../protocol.js" */

/** The two questions of a pitch. What is begun is kept, until it is sent. @param {{ programme: ProgrammeName, mentor: Person, onClose: () => void }} props */
export function PitchDialog({ programme, mentor, onClose }) {
  const self = /** @type {Me} */ (me.value).user_id;
  const name = firstName(mentor.name);
  const [clientId, setClientId] = useState(newId);
  const [want, setWant] = useDraft(self, `pitch:${programme.programme_id}:${mentor.user_id}:want`);
  const [why, setWhy] = useDraft(self, `pitch:${programme.programme_id}:${mentor.user_id}:why`);
  const [error, setError] = useState("");
  const [asksConduct, setAsksConduct] = useState(false);
  const send = async () => {
    setError("");
    if (!want.trim() || !why.trim()) return setError(t("pitch.write-both"));
    try {
      hear(await api.pitch(programme.programme_id, { client_id: clientId, mentor_id: mentor.user_id, want: want.trim(), why: why.trim() }));
      setWant("");
      setWhy("");
      onClose();
    } catch (problem) {
      const { code } = /** @type {any} */ (problem);
      if (code === "conduct_not_accepted") return setAsksConduct(true);
      if (code === "id_reused") setClientId(newId()); // sent, unheard, and written anew since
      setError(problemText(problem));
    }
  };
  if (asksConduct) return html`<${ConductDialog} programme=${programme} onAgreed=${() => (setAsksConduct(false), void send())} onClose=${() => setAsksConduct(false)} />`;
  return html`<${Dialog} title=${t("pitch.dialog-title", { name })} action=${t("pitch.send")} onClose=${onClose} onAction=${send}>
    <${Question} id="pitch-want" label=${t("pitch.want")} hint=${t("pitch.want-hint")} value=${want} onInput=${setWant} />
    <${Question} id="pitch-why" label=${t("pitch.why", { name })} hint=${t("pitch.why-hint")} value=${why} onInput=${setWhy} />
    <${Readers} id="pitch-readers">${parts("pitch.readers", { name: html`<b>${name}</b>` })}<//>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}

/** @param {{ id: string, label: string, hint: string, value: string, onInput: (text: string) => void }} props */
const Question = ({ id, label, hint, value, onInput }) =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    <p class="hint" id=${`${id}-hint`}>${hint}</p>
    <textarea class="input" id=${id} rows="4" maxlength="2000" required dir="auto" aria-describedby=${`${id}-hint pitch-readers`} value=${value} onInput=${(/** @type {any} */ event) => onInput(event.currentTarget.value)}></textarea>
  </div>`;

/** @param {string} userId @param {string} key @returns {[string, (text: string) => void]} */
function useDraft(userId, key) {
  const [text, setText] = useState(() => readDraft(userId, key));
  return [text, (next) => (keepDraft(userId, key, next), setText(next))];
}
