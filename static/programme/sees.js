import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";

/** What a manager sees, and what not: pairs are told the same. */
export const WhatYouSee = () =>
  html`<section class="panel stack close" aria-labelledby="see">
    <h2 id="see">${t("programme.see")}</h2>
    <div class="sees">
      <ul role="list">
        ${/** @type {const} */ (["pairs", "day", "goals", "meetings", "given"]).map((what) => html`<li key=${what}><${Icon} name="eye" /><span>${t(`programme.see-${what}`)}</span></li>`)}
      </ul>
      <h3>${t("programme.not-see")}</h3>
      <ul class="hidden-from" role="list">
        ${/** @type {const} */ (["chats", "titles", "calls"]).map((what) => html`<li key=${what}><${Icon} name="eye-off" /><span>${t(`programme.not-${what}`)}</span></li>`)}
      </ul>
    </div>
  </section>`;
