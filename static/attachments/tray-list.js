import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Progress, Thumb } from "./shown.js";
import { MOST_FILES } from "./tray.js";
import { nameOf, size } from "./words.js";
/** @import { Tray, Waiting } from "./tray.js" */

const RETRIED = new Set(["unreachable", "unavailable", "rate_limited", "internal", "storage_full"]);

/** What goes with the next message. @param {{ tray: Tray, conversationId: string }} props */
export function TrayList({ tray, conversationId }) {
  const all = tray.all.value;
  if (!all.length && !tray.tooMany.value) return null;
  return html`<div class="tray">
    <ul class="attachments" role="list" aria-label=${t("files.tray")}>
      ${all.map((file) => html`<${One} key=${file.client_id} file=${file} tray=${tray} conversationId=${conversationId} />`)}
    </ul>
    ${tray.tooMany.value && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${t("files.too-many", { count: MOST_FILES })}</span></p>`}
    <p class="small-text quiet-text">${limit(tray)}</p>
  </div>`;
}

/** What may be chosen, said beforehand; nothing until it is known. @param {Tray} tray */
export const limit = (tray) => (tray.mostBytes.value ? t("files.limit", { most: size(tray.mostBytes.value) }) : "");

/** @param {{ file: Waiting, tray: Tray, conversationId: string }} props */
function One({ file, tray, conversationId }) {
  const { client_id, name, problem } = file;
  return html`<li class=${`file-card ${problem ? "failed" : ""}`}>
    <${Thumb} file=${file} conversationId=${conversationId} />
    <span class="file-card-words"><b dir="auto">${nameOf(file)}</b>
      ${problem ? html`<span class="field-error" role="alert">${why(problem, tray)}</span>` : html`<${Progress} file=${file} />`}
    </span>
    ${problem && RETRIED.has(problem.code) && html`<button class="button quiet" type="button" aria-label=${t("files.again", { name })} title=${t("upload.again")} onClick=${() => tray.again(client_id)}><${Icon} name="refresh-cw" /></button>`}
    <button class="button quiet" type="button" aria-label=${t("files.remove", { name })} title=${t("files.remove", { name })} onClick=${() => tray.remove(client_id)}><${Icon} name="x" /></button>
  </li>`;
}

/** @param {any} problem @param {Tray} tray */
function why(problem, tray) {
  if (problem.code === "empty") return t("upload.empty");
  if (problem.code === "too_large" && !problem.message) return t("upload.too-large", { most: size(tray.mostBytes.value) });
  return problemText(problem);
}
