import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { kindOf } from "./words.js";
/** @import { SharedVersion, Version } from "../protocol.js" */

/** Where pictures and text come from. @typedef {{ id: string, page: (page: number) => string, text: () => Promise<{ text: string, is_all: boolean }> }} From */
/** @typedef {{ media_type: string, pages: number, width: number, height: number }} Shown */

/** @param {Version | SharedVersion} version @returns {From} */
export const fromVersion = ({ version_id }) => ({ id: version_id, page: (page) => api.pagePath(version_id, page), text: () => api.text(version_id) });

/** What a file looks like: pages and images as pictures that the server drew, text as text, the rest not at all. @param {{ file: Shown, name: string, from: From }} props */
export function Preview({ file, name, from }) {
  if (kindOf(file) === "text") return html`<${Text} key=${from.id} from=${from} name=${name} />`;
  if (file.pages) return html`<${Pages} key=${from.id} file=${file} name=${name} from=${from} />`;
  return html`<div class="paper none"><${Icon} name="file-text" /><p>${t("document.no-preview")}</p></div>`;
}

/** One page after the other. @param {{ file: Shown, name: string, from: From }} props */
function Pages({ file, name, from }) {
  const { pages, width, height, media_type } = file;
  const one = kindOf({ media_type }) === "image";
  return html`<ol class="pages" role="list" aria-label=${name}>
    ${Array.from({ length: pages }, (_, i) => {
      const words = one ? name : t("document.page-of", { name, page: i + 1, count: pages });
      return html`<li key=${i}>
        <${Page} src=${from.page(i + 1)} alt=${words} width=${width} height=${height} lazy=${i > 0} />
        ${!one && html`<p class="page-number" aria-hidden="true">${t("document.page", { page: i + 1, count: pages })}</p>`}
      </li>`;
    })}
  </ol>`;
}

/** Its place is free before it is there: nothing moves. @param {{ src: string, alt: string, width: number, height: number, lazy: boolean }} props */
function Page({ src, alt, width, height, lazy }) {
  const [failed, setFailed] = useState(false);
  if (failed) return html`<div class="paper none"><${Icon} name="circle-alert" /><p>${t("document.page-failed")}</p></div>`;
  return html`<img class="paper-page" src=${src} alt=${alt} width=${width} height=${height} loading=${lazy ? "lazy" : "eager"} decoding="async" onError=${() => setFailed(true)} />`;
}

/** @param {{ from: From, name: string }} props */
function Text({ from, name }) {
  const [shown, setShown] = useState(/** @type {{ text: string, is_all: boolean } | null} */ (null));
  const [error, setError] = useState("");
  useEffect(() => void from.text().then(setShown, (problem) => setError(problemText(problem))), [from.id]);
  if (error) return html`<div class="paper none"><${Icon} name="circle-alert" /><p>${error}</p></div>`;
  return html`<article class="paper" aria-label=${name} aria-busy=${shown ? undefined : "true"}>
    ${shown && html`<p class="kept-text" dir="auto">${shown.text}</p>`}
    ${shown && !shown.is_all && html`<p class="quiet-text small-text">${t("document.text-goes-on")}</p>`}
  </article>`;
}
