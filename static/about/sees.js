import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { ManagerSees, Mentorship } from "../protocol.js" */

const NEVER = /** @type {const} */ (["messages", "room", "notes", "goals", "levels", "agreement"]);

/** What whoever runs the programme can see of a pair, from the server's own list, and what not. @param {{ mentorship: Mentorship, sees: ManagerSees[] }} props */
export function Sees({ mentorship: { programme, other, bots = [] }, sees }) {
  return html`<div class="sees-both">
    <section aria-labelledby="sees">
      <h3 id="sees"><${Icon} name="eye" />${t("sees.title", { programme: programme.name })}</h3>
      <ul>${sees.map((what) => html`<li key=${what}>${t(`sees.${what}`)}</li>`)}</ul>
    </section>
    <section aria-labelledby="sees-not">
      <h3 id="sees-not"><${Icon} name="lock" />${t("sees.not-title", { name: firstName(other.name) })}</h3>
      <ul>${NEVER.map((what) => html`<li key=${what}>${t(`sees.not-${what}`)}</li>`)}</ul>
    </section>
    ${bots.some((bot) => bot.reads.length) && html`<p class="quiet-text">${t("sees.bots")}</p>`}
  </div>`;
}
