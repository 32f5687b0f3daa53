import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { mostBytes } from "./live.js";
import { size } from "./words.js";
/** @import { Sending, Uploads } from "./upload.js" */

/**
 * Where a file is put: chosen, dropped here, or pasted anywhere on the page. The limit stands there beforehand.
 *
 * @param {{ uploads: Uploads, label: string, many?: boolean, primary?: boolean, onDone: (work: any) => void, children?: any }} props
 */
export function Drop({ uploads, label, many = false, primary = false, onDone, children }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [over, setOver] = useState(false);
  const take = (/** @type {FileList | null | undefined} */ files) => {
    if (files?.length) uploads.add(many ? files : [files[0]], onDone);
  };
  useEffect(() => {
    const paste = (/** @type {ClipboardEvent} */ event) => {
      if (!event.clipboardData?.files.length || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      take(event.clipboardData.files);
    };
    // A file that misses the place must not take the page away.
    const miss = (/** @type {DragEvent} */ event) => event.preventDefault();
    document.addEventListener("paste", paste);
    addEventListener("dragover", miss);
    addEventListener("drop", miss);
    return () => {
      document.removeEventListener("paste", paste);
      removeEventListener("dragover", miss);
      removeEventListener("drop", miss);
    };
  }, [uploads]);
  return html`<div
    class=${`drop ${over ? "over" : ""}`}
    onDragOver=${(/** @type {DragEvent} */ event) => (event.preventDefault(), setOver(true))}
    onDragLeave=${() => setOver(false)}
    onDrop=${(/** @type {DragEvent} */ event) => (event.preventDefault(), setOver(false), take(event.dataTransfer?.files))}
  >
    <input ref=${input} hidden type="file" multiple=${many} onChange=${(/** @type {any} */ { currentTarget: chosen }) => (take(chosen.files), (chosen.value = ""))} />
    <div class="actions">
      <button class=${`button ${primary ? "primary" : ""}`} type="button" onClick=${() => input.current?.click()}><${Icon} name="file-up" />${label}</button>
      ${children}
    </div>
    <p class="small-text quiet-text">${t("upload.how", { most: size(mostBytes.value) })}</p>
    <${OnTheirWay} uploads=${uploads} />
  </div>`;
}

/** @param {{ uploads: Uploads }} props */
const OnTheirWay = ({ uploads }) =>
  html`<ul class="sending" role="list" aria-label=${t("upload.list")}>
    ${uploads.all.value.map((one) => html`<${OnItsWay} key=${one.id} sending=${one} />`)}
  </ul>`;

/** @param {{ sending: Sending }} props */
function OnItsWay({ sending: { name, sent, error, again, cancel } }) {
  return html`<li>
    <div class="sending-name"><span dir="auto">${name}</span>${!error && html`<span class="quiet-text small-text">${sent < 1 ? t("upload.percent", { percent: Math.round(sent * 100) }) : t("upload.checking")}</span>`}</div>
    ${error ? html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>` : html`<progress class="progress" max="1" value=${sent} aria-label=${t("upload.progress", { name })}></progress>`}
    <div class="actions">
      ${again && html`<button class="button small" type="button" onClick=${again}>${t("upload.again")}</button>`}
      <button class="button small quiet" type="button" aria-label=${t(error ? "upload.dismiss-which" : "upload.cancel-which", { name })} onClick=${cancel}>${t(error ? "upload.dismiss" : "upload.cancel")}</button>
    </div>
  </li>`;
}
