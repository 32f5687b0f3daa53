import { t } from "../strings/index.js";
import { html } from "../ui/html.js";

/** Of meetings that repeat: this one, or from here on. @param {{ scope: "this" | "following", onScope: (scope: "this" | "following") => void }} props */
export const Scope = ({ scope, onScope }) =>
  html`<fieldset class="field">
    <legend>${t("plan.scope")}</legend>
    ${/** @type {const} */ (["this", "following"]).map(
      (one) => html`<label class="choice" key=${one}><input type="radio" name="scope" value=${one} checked=${scope === one} onChange=${() => onScope(one)} /><span>${t(`plan.scope-${one}`)}</span></label>`,
    )}
  </fieldset>`;
