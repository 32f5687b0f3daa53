import { useState } from "preact/hooks";
import { api } from "../api.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { scopeWords } from "./parts.js";
import { READS_TEXT, SCOPES } from "./shapes.js";
/** @import { Me } from "../protocol.js" */
/** @import { MyBot, Scope } from "./shapes.js" */

/** What it is called, what it is for and what it may do. @param {{ self: Me, onMade: (bot: MyBot) => void, onClose: () => void }} props */
export function NewBot({ self, onMade, onClose }) {
  const [clientId] = useState(newId);
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState("");
  const [programme, setProgramme] = useState("");
  const [scopes, setScopes] = useState(/** @type {Scope[]} */ ([]));
  const [error, setError] = useState("");
  const offered = SCOPES.filter((scope) => !programme || !READS_TEXT.has(scope));
  const chosen = scopes.filter((scope) => offered.includes(scope));
  const make = async () => {
    if (!chosen.length) return setError(t("bots.need-scope"));
    try {
      onMade(await api.makeBot({ client_id: clientId, name: name.trim(), purpose: purpose.trim(), scopes: chosen, programme_id: programme || null }));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t("bots.make-title")} action=${t("bots.make-action")} wide=${true} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("bots.name")} required maxlength="200" dir="auto" value=${name} hint=${t("bots.name-hint")} onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} />
    <${Field} label=${t("bots.purpose")} required maxlength="500" dir="auto" value=${purpose} hint=${t("bots.purpose-hint")} onInput=${(/** @type {any} */ event) => setPurpose(event.currentTarget.value)} />
    ${self.manages.length > 0 &&
    html`<${Field} label=${t("bots.for")} value=${programme} hint=${programme ? t("bots.blind-rule") : undefined} onChange=${(/** @type {any} */ event) => setProgramme(event.currentTarget.value)}
      options=${[{ value: "", label: t("bots.for-me") }, ...self.manages.map((one) => ({ value: one.programme_id, label: t("bots.for-programme", { programme: one.name }) }))]} />`}
    <fieldset class="field" aria-describedby="scopes-hint">
      <legend>${t("bots.scopes")}</legend>
      ${offered.map(
        (scope) => html`<label class="choice" key=${scope}>
          <input type="checkbox" checked=${scopes.includes(scope)} onChange=${() => setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope])} />
          <span>${scopeWords(scope)} <code class="hint">${scope}</code></span>
        </label>`,
      )}
      <p class="hint" id="scopes-hint">${t("bots.scopes-hint")}</p>
    </fieldset>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}

/** Shown once. @param {{ name: string, token: string, onClose: () => void }} props */
export function TokenMade({ name, token, onClose }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(token).then(() => setCopied(true), () => {});
  };
  return html`<${Dialog} title=${t("bots.token-title", { name })} action=${t("bots.token-done")} noWayBack=${true} onClose=${onClose} onAction=${onClose}>
    <p>${t("bots.token-once")}</p>
    <div class="input-with-button">
      <input class="input" readonly value=${token} aria-label=${t("bots.token")} onFocus=${(/** @type {any} */ event) => event.currentTarget.select()} />
      <button class="button only-icon" type="button" aria-label=${t(copied ? "bots.token-copied" : "bots.token-copy")} onClick=${copy}><${Icon} name=${copied ? "check" : "copy"} /></button>
    </div>
  <//>`;
}
