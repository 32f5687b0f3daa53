import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Player } from "./player.js";
import { sent } from "./uploads.js";
import { aboutFile, duration, nameOf } from "./words.js";
import { Viewer } from "./viewer.js";
/** @import { Attachment } from "../protocol.js" */
/** @import { Waiting } from "./tray.js" */

const WIDEST = 320;
const HIGHEST = 300;
const LEAST = 56;

/** Bounded, in the picture's own shape: its place is free before it is there. @param {{ width: number, height: number }} picture */
export function bounded({ width, height }) {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}

/** The files of a message. @param {{ conversationId: string, attachments: Attachment[] }} props */
export function Attachments({ conversationId, attachments }) {
  const [open, setOpen] = useState(/** @type {Attachment | null} */ (null));
  if (!attachments.length) return null;
  return html`<ul class="attachments" role="list" aria-label=${t("files.of-message")}>
      ${attachments.map((each) => {
        if (each.kind === "voice") return html`<li key=${each.file_id}><${Player} src=${api.filePathOf(conversationId, each.file_id)} durationMs=${each.duration_ms} label=${t("files.voice")} /></li>`;
        const show = () => setOpen(each);
        return html`<li key=${each.file_id}>${each.kind === "image" ? html`<${Shot} conversationId=${conversationId} image=${each} onOpen=${show} />` : html`<${Card} document=${each} onOpen=${show} />`}</li>`;
      })}
    </ul>
    ${open && html`<${Viewer} conversationId=${conversationId} attachment=${open} onClose=${() => setOpen(null)} />`}`;
}

/** @param {{ conversationId: string, image: Attachment, onOpen: () => void }} props */
function Shot({ conversationId, image, onOpen }) {
  const [failed, setFailed] = useState(false);
  if (failed) return html`<${Card} document=${image} onOpen=${onOpen} />`;
  const { width, height } = bounded(image);
  return html`<button class="shot" type="button" aria-label=${t("files.open", { name: image.name })} onClick=${onOpen}>
    <img src=${api.previewPath(conversationId, image.file_id)} alt="" width=${width} height=${height} loading="lazy" decoding="async" onError=${() => setFailed(true)} />
  </button>`;
}

/** @param {{ document: Attachment, onOpen: () => void }} props */
const Card = ({ document, onOpen }) =>
  html`<button class="file-card" type="button" aria-label=${t("files.open-about", { name: document.name, about: aboutFile(document) })} onClick=${onOpen}>
    <${Icon} name="file-text" /><span class="file-card-words"><b dir="auto">${document.name}</b><span>${aboutFile(document)}</span></span>
  </button>`;

/** Files that are not sent yet: they look as they will. @param {{ files: Waiting[] }} props */
export const Leaving = ({ files }) =>
  html`<ul class="attachments" role="list" aria-label=${t("files.of-message")}>
    ${files.map((file) => html`<li key=${file.client_id} class="file-card">
      <${Thumb} file=${file} />
      <span class="file-card-words"><b dir="auto">${nameOf(file)}</b><${Progress} file=${file} /></span>
    </li>`)}
  </ul>`;

/** @param {{ file: Waiting }} props */
export function Progress({ file: { client_id, name, attachment } }) {
  if (attachment) return html`<span>${attachment.kind === "voice" ? duration(attachment.duration_ms) : aboutFile(attachment)}</span>`;
  const share = sent.value[client_id];
  if (share === undefined) return html`<span>${t("files.waits")}</span>`;
  if (share >= 1) return html`<span>${t("upload.checking")}</span>`;
  return html`<progress class="progress" max="1" value=${share} aria-label=${t("upload.progress", { name })}></progress>`;
}

/** @param {{ file: Waiting, conversationId?: string }} props */
export function Thumb({ file, conversationId }) {
  const { attachment, blob } = file;
  const [url, setUrl] = useState("");
  const isImage = blob?.type.startsWith("image/") && blob.type !== "image/svg+xml";
  useEffect(() => {
    if (!blob || !isImage) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  const src = url || (attachment?.kind === "image" && conversationId ? api.previewPath(conversationId, attachment.file_id) : "");
  if (src) return html`<img class="thumb" src=${src} alt="" width="40" height="40" />`;
  const isVoice = attachment?.kind === "voice" || blob?.type.startsWith("audio/");
  return html`<${Icon} name=${isVoice ? "mic" : "file-text"} />`;
}
