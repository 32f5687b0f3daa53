import { api } from "../api.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Preview } from "../work/preview.js";
import { aboutFile } from "./words.js";
/** @import { Attachment } from "../protocol.js" */

/** A file in large: its pages as the server drew them, or its text. @param {{ conversationId: string, attachment: Attachment, onClose: () => void }} props */
export function Viewer({ conversationId, attachment, onClose }) {
  const { file_id, name } = attachment;
  const from = { id: file_id, page: (/** @type {number} */ page) => api.filePagePath(conversationId, file_id, page), text: () => api.fileText(conversationId, file_id) };
  const download = () => {
    const link = Object.assign(document.createElement("a"), { href: api.filePathOf(conversationId, file_id), download: name });
    link.click();
  };
  return html`<${Dialog} title=${name} action=${t("document.download")} wide=${true} onClose=${onClose} onAction=${download}>
    <p class="quiet-text small-text">${aboutFile(attachment)}</p>
    <div class=${`viewer ${attachment.kind}`} role="region" aria-label=${t("files.pages", { name })} tabindex="0" autofocus><${Preview} file=${attachment} name=${name} from=${from} /></div>
  <//>`;
}
