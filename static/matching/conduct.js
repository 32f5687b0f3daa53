import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { day } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
/** @import { Conduct, Me, ProgrammeName } from "../protocol.js" */

/** The code of conduct: read, agreed to, and written by whoever runs the programme. */

/** @param {{ text: string }} props */
export const ConductWords = ({ text }) => html`<div class="conduct-words" dir="auto">${text.split(/\n\s*\n/).map((part) => html`<p>${part}</p>`)}</div>`;

/**
 * Agree to what is on the screen. When other words came meanwhile, those are shown, and asked for.
 *
 * @param {Conduct | null} conduct @param {(conduct: Conduct) => void} onChange what it is now
 */
function useAgreeing(conduct, onChange) {
  const [error, setError] = useState("");
  const agree = async () => {
    if (!conduct) return null;
    setError("");
    try {
      const agreed = await api.acceptConduct(conduct.programme_id, conduct.revision);
      onChange(agreed);
      return agreed;
    } catch (problem) {
      setError(problemText(problem));
      if (/** @type {any} */ (problem).code === "conflict") onChange(await api.conduct(conduct.programme_id).catch(() => conduct));
      return null;
    }
  };
  return { agree, error };
}

/** @param {{ text: string }} props */
const Refused = ({ text }) => (text ? html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${text}</span></p>` : null);

/** Asked at the top of the page, before anything else. @param {{ programme: ProgrammeName, conduct: Conduct, onChange: (conduct: Conduct) => void }} props */
export function ConductAsk({ programme, conduct, onChange }) {
  const { agree, error } = useAgreeing(conduct, onChange);
  return html`<section class="panel waiting stack close" aria-labelledby="conduct-ask">
    <div class="stack closer"><h2 id="conduct-ask">${t("conduct.ask-title")}</h2><p>${t("conduct.ask-text", { programme: programme.name })}</p></div>
    <${ConductWords} text=${conduct.text} />
    <${Refused} text=${error} />
    <div class="actions"><button class="button primary" type="button" onClick=${agree}>${t("conduct.agree")}</button></div>
  </section>`;
}

/** Asked in the way of something that needs it. @param {{ programme: ProgrammeName, onAgreed: () => void, onClose: () => void }} props */
export function ConductDialog({ programme, onAgreed, onClose }) {
  const [conduct, setConduct] = useState(/** @type {Conduct | null} */ (null));
  const { agree, error } = useAgreeing(conduct, setConduct);
  useEffect(() => void api.conduct(programme.programme_id).then(setConduct, onClose), [programme.programme_id]);
  if (!conduct) return null;
  return html`<${Dialog} title=${t("conduct.ask-title")} action=${t("conduct.agree")} onClose=${onClose} onAction=${async () => (await agree()) && onAgreed()}>
    <p>${t("conduct.ask-text", { programme: programme.name })}</p>
    <${ConductWords} text=${conduct.text} />
    <${Refused} text=${error} />
  <//>`;
}

/** Beside the list, once it is agreed to. @param {{ programme: ProgrammeName, conduct: Conduct, runs: boolean, onChange: (conduct: Conduct) => void }} props */
export function ConductPanel({ programme, conduct, runs, onChange }) {
  const [editing, setEditing] = useState(false);
  const self = /** @type {Me} */ (me.value);
  return html`<section class="panel stack close" aria-labelledby="conduct">
    <div class="panel-head">
      <h2 id="conduct">${t("conduct.title")}</h2>
      ${runs && html`<button class="button small" type="button" onClick=${() => setEditing(true)}><${Icon} name="pencil" />${t("conduct.edit")}</button>`}
    </div>
    <details class="fold"><summary>${t("conduct.read")}</summary><${ConductWords} text=${conduct.text} /></details>
    ${conduct.accepted_at && html`<p class="row-note">${t("conduct.agreed", { day: day(new Date(conduct.accepted_at), self.time_zone, now.value) })}</p>`}
    ${editing && html`<${ConductEdit} programme=${programme} conduct=${conduct} onChange=${onChange} onClose=${() => setEditing(false)} />`}
  </section>`;
}

/** @param {{ programme: ProgrammeName, conduct: Conduct, onChange: (conduct: Conduct) => void, onClose: () => void }} props */
function ConductEdit({ programme, conduct, onChange, onClose }) {
  const [{ revision }] = useState(conduct); // what was on the screen when it was begun
  const [text, setText] = useState(conduct.text);
  const [error, setError] = useState("");
  const save = async () => {
    try {
      onChange(await api.writeConduct(programme.programme_id, { revision, text }));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t("conduct.edit-title", { programme: programme.name })} action=${t("conduct.edit-save")} onClose=${onClose} onAction=${save}>
    <div class="field">
      <label for="conduct-text">${t("conduct.edit-label")}</label>
      <textarea class="input" id="conduct-text" rows="12" maxlength="5000" required dir="auto" aria-describedby="conduct-note" value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea>
      <p class="hint" id="conduct-note">${t("conduct.edit-note")}</p>
    </div>
    <${Refused} text=${error} />
  <//>`;
}
