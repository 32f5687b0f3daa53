import { useId, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "./html.js";
import { Icon } from "./parts.js";

/**
 * A labelled field with its hint and its error; what else is given goes to the input.
 *
 * @param {{ label: string, hint?: any, error?: any, type?: string, options?: { value: string, label: string }[] } & Record<string, any>} props
 */
export function Field({ label, hint, error, type = "text", options, ...rest }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const shared = { class: "input", id, "aria-describedby": described, "aria-invalid": error ? "true" : undefined, ...rest };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${options
      ? html`<select ...${shared}>${options.map((o) => html`<option key=${o.value} value=${o.value} selected=${o.value === rest.value}>${o.label}</option>`)}</select>`
      : type === "password"
        ? html`<div class="input-with-button">
            <input ...${shared} type=${shown ? "text" : "password"} />
            <button class="button only-icon" type="button" aria-label=${t(shown ? "field.hide-typed" : "field.show-typed")} onClick=${() => setShown(!shown)}>
              <${Icon} name=${shown ? "eye-off" : "eye"} />
            </button>
          </div>`
        : html`<input ...${shared} type=${type} />`}
    ${error && html`<p class="field-error" id=${`${id}-error`} role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    ${hint && html`<div class="hint" id=${`${id}-hint`}>${hint}</div>`}
  </div>`;
}
