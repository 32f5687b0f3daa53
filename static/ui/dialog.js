import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "./html.js";

/**
 * A native modal dialog; it is open as long as it is rendered. Without an `action`, Enter alone stands for it.
 *
 * @param {{ title: string, onClose: () => void, action?: string, onAction: () => void, stop?: boolean, noWayBack?: boolean, wide?: boolean, children?: any }} props
 */
export function Dialog({ title, onClose, action, onAction, stop = false, noWayBack = false, wide = false, children }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return html`<dialog class=${`dialog ${wide ? "wide" : ""}`} ref=${ref} aria-labelledby=${id} onCancel=${(/** @type {Event} */ event) => (event.preventDefault(), onClose())}>
    <form onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), onAction())}>
      <h2 id=${id}>${title}</h2>
      <div class="dialog-body">${children}</div>
      <div class="actions">
        ${!noWayBack && html`<button class="button quiet" type="button" onClick=${onClose}>${t("dialog.back")}</button>`}
        ${action && html`<button class=${`button ${stop ? "stop" : "primary"}`} type="submit">${action}</button>`}
      </div>
    </form>
  </dialog>`;
}
