import { api } from "../api.js";
import { changing } from "../mentorship/changing.js";
import { firstName, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
/** @import { Person } from "../protocol.js" */

/** What blocking somebody means, before one does. @param {{ other: Person, onClose: () => void }} props */
export function BlockDialog({ other, onClose }) {
  const name = firstName(other.name);
  return html`<${Dialog} title=${t("block.title", { name })} action=${t("block.action", { name })} stop=${true} onClose=${onClose} onAction=${() => changing(api.block(other.user_id)).then((done) => done && onClose())}>
    <ul class="plain-list">
      <li>${t("block.both", { name })}</li>
      <li>${t("block.not-told", { name })}</li>
      <li>${t("block.nothing-ends")}</li>
    </ul>
    <p class="quiet-text">${t("block.can-undo")}</p>
  <//>`;
}
