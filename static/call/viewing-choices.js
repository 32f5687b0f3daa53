import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { LAYOUTS } from "./viewing.js";
/** @import { Desk } from "./desk.js" */

/** How the pictures stand, and whether one sees oneself. @param {{ desk: Desk }} props */
export function ViewingChoices({ desk }) {
  const { layout, showsSelf } = desk.viewing.value;
  return html`<fieldset class="field">
      <legend>${t("call.layout")}</legend>
      <div class="segments">
        ${LAYOUTS.map((one) => html`<label key=${one}><input type="radio" name="layout" checked=${one === layout} onChange=${() => desk.view({ layout: one })} />${t(`call.layout-${one}`)}</label>`)}
      </div>
    </fieldset>
    <label class="choice"><input type="checkbox" role="switch" checked=${showsSelf} onChange=${() => desk.view({ showsSelf: !showsSelf })} />
      <span>${t("call.see-self")}<span class="hint">${t("call.see-self-hint")}</span></span></label>`;
}
