import { useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { changing } from "../mentorship/changing.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { BlockDialog } from "./block-dialog.js";
import { ReportDialog } from "./report.js";
/** @import { Concern, Me, Mentorship } from "../protocol.js" */

/** When something is not right: tell a manager, or close the door. @param {{ mentorship: Mentorship, self: Me, concerns: Concern[] }} props */
export function Respect({ mentorship, self, concerns }) {
  const { other, blocked } = mentorship;
  const name = firstName(other.name);
  const [open, setOpen] = useState(/** @type {"report" | "block" | null} */ (null));
  const close = () => setOpen(null);
  return html`<section class="stack close" aria-labelledby="respect">
    <h2 id="respect">${t("respect.title")}</h2>
    <p class="quiet-text">${t("respect.text", { name })}</p>
    <div class="actions">
      <button class="button small" type="button" onClick=${() => setOpen("report")}><${Icon} name="flag" />${t("report.open")}</button>
      ${blocked
        ? html`<button class="button small quiet" type="button" onClick=${() => changing(api.unblock(other.user_id))}>${t("block.undo", { name })}</button>`
        : html`<button class="button small quiet" type="button" onClick=${() => setOpen("block")}><${Icon} name="ban" />${t("block.open", { name })}</button>`}
    </div>
    ${concerns.length > 0 &&
    html`<h3>${t("respect.told")}</h3>
      <ul class="rows" role="list">${concerns.map((concern) => html`<${Told} key=${concern.concern_id} concern=${concern} self=${self} />`)}</ul>`}
    ${open === "report" && html`<${ReportDialog} mentorship=${mentorship} self=${self} onClose=${close} />`}
    ${open === "block" && html`<${BlockDialog} other=${other} onClose=${close} />`}
  </section>`;
}

/** @param {{ concern: Concern, self: Me }} props */
const Told = ({ concern, self }) =>
  html`<li class="row top">
    <span class="row-mark plain"><${Icon} name="flag" /></span>
    <details class="row-body fold">
      <summary>${t("respect.told-whom", { name: concern.manager.name, day: date(new Date(concern.at), self.time_zone, now.value) })}</summary>
      <p class="kept-text" dir="auto">${concern.text}</p>
      ${concern.excerpts.length > 0 && html`<p class="row-note">${t("report.with", { count: concern.excerpts.length })}</p>`}
    </details>
    <span class=${`tag ${concern.closed_at ? "" : "wait"}`}>${t(concern.closed_at ? "respect.closed" : "respect.open")}</span>
  </li>`;
