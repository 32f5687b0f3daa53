import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { Wait } from "./waits.js" */

/** @param {{ waits: Wait[] }} props */
export function Waiting({ waits }) {
  if (!waits.length) return null;
  return html`<section aria-labelledby="waiting">
    <div class="section-head"><h2 id="waiting">${t("home.waiting")}</h2></div>
    <ul class="rows" role="list">
      ${waits.map(
        ({ key, icon, title, note, action, href }) => html`<li class="row folds waiting-row" key=${key}>
          <span class="row-mark wait"><${Icon} name=${icon} /></span>
          <div class="row-body"><p class="row-title" dir="auto">${title}</p><p class="row-note">${note}</p></div>
          <div class="row-end"><a class="button small" href=${href} aria-label=${`${action}: ${title}`}>${action}</a></div>
        </li>`,
      )}
    </ul>
  </section>`;
}
