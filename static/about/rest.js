import { useState } from "preact/hooks";
import { api } from "../api.js";
import { changing } from "../mentorship/changing.js";
import { mayMeet, mayWrite } from "../mentorship/may.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
/** @import { Mentorship } from "../protocol.js" */

/** A rest, or the end; either of the two may, at any time. @param {{ mentorship: Mentorship }} props */
export function Rest({ mentorship }) {
  const { mentorship_id, other, status, programme } = mentorship;
  const name = firstName(other.name);
  const [open, setOpen] = useState(/** @type {"pause" | "end" | null} */ (null));
  const [reason, setReason] = useState("");
  const close = () => setOpen(null);
  if (status === "ended") return null;
  return html`<section class="stack close" aria-labelledby="rest">
    <h2 id="rest">${t("rest.title")}</h2>
    <p class="quiet-text">${t("rest.text")}</p>
    <div class="actions">
      ${mayMeet(mentorship) && html`<button class="button small" type="button" onClick=${() => setOpen("pause")}><${Icon} name="pause" />${t("rest.pause")}</button>`}
      ${status === "paused" && mayWrite(mentorship) && html`<button class="button small" type="button" onClick=${() => changing(api.resume(mentorship_id))}>${t("rest.resume")}</button>`}
      <button class="button small quiet" type="button" onClick=${() => setOpen("end")}>${t("rest.end")}</button>
    </div>
    ${open === "pause" &&
    html`<${Dialog} title=${t("rest.pause-title")} action=${t("rest.pause-action")} onClose=${close} onAction=${() => changing(api.pause(mentorship_id, reason.trim())).then((done) => done && (close(), setReason("")))}>
      <p>${t("rest.pause-text", { name })}</p>
      <div class="field">
        <label for="pause-reason">${t("rest.reason", { name })} <span class="optional">${t("field.optional")}</span></label>
        <textarea class="input" id="pause-reason" rows="3" maxlength="2000" dir="auto" aria-describedby="pause-readers" value=${reason} onInput=${(/** @type {any} */ event) => setReason(event.currentTarget.value)}></textarea>
        <${Readers} id="pause-readers">${parts("rest.readers", { both: html`<b>${t("chat.you-and", { name })}</b>`, programme: programme.name })}<//>
      </div>
    <//>`}
    ${open === "end" &&
    html`<${Dialog} title=${t("rest.end-title", { name })} action=${t("rest.end-action")} stop=${true} onClose=${close} onAction=${() => changing(api.endPair(mentorship_id)).then((done) => done && close())}>
      <p>${t("rest.end-kind")}</p>
      <ul class="plain-list">
        <li>${t("rest.end-stays", { name })}</li>
        <li>${t("rest.end-stops")}</li>
        <li>${t("rest.end-sees", { programme: programme.name })}</li>
      </ul>
      <p class="quiet-text">${t("rest.end-pause")}</p>
    <//>`}
  </section>`;
}
