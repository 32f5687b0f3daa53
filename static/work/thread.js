import { useState } from "preact/hooks";
import { api } from "../api.js";
import { clock, day, daysBetween } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon, Readers } from "../ui/parts.js";
import { changeRemark, remarks, useRemarks } from "./live.js";
/** @import { Me, Person, Remark, Version } from "../protocol.js" */
/** @import { Thread as Said } from "./remark-book.js" */

/** What the two say of a version, in threads; either begins one. @param {{ version: Version, self: Me, other: Person, canWrite: boolean, isShared: boolean }} props */
export function Feedback({ version, self, other, canWrite, isShared }) {
  const [error, setError] = useState("");
  useRemarks(version.version_id, (problem) => setError(problemText(problem)));
  const threads = remarks.threads(version.version_id);
  const name = firstName(other.name);
  const shared = { self, other, canWrite };
  return html`<section aria-labelledby="remarks" class="stack close">
    <div class="section-head"><h2 id="remarks">${t("remarks.title")}</h2><span class="small-text quiet-text">${t("remarks.on", { number: version.number })}</span></div>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    <ol class="threads" role="list">
      ${threads.map((thread) => html`<${Thread} key=${thread.first.remark_id} thread=${thread} ...${shared} />`)}
    </ol>
    ${remarks.listed.value.has(version.version_id) && threads.length === 0 && html`<p class="quiet-text">${t(canWrite ? "remarks.none" : "remarks.none-ended")}</p>`}
    ${canWrite &&
    html`<${Write} key=${version.version_id} label=${t("remarks.new")} action=${t("remarks.send")} rows=${3} describedby="remark-readers"
      onSend=${(/** @type {string} */ body, /** @type {string} */ client_id) => api.writeRemark(version.version_id, { client_id, body })} />`}
    <${Readers} id="remark-readers">${parts(isShared ? "remarks.readers-shared" : "remarks.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
  </section>`;
}

/** @param {{ thread: Said, self: Me, other: Person, canWrite: boolean }} props */
function Thread({ thread: { first, replies }, self, other, canWrite }) {
  const [open, setOpen] = useState(false);
  const by = first.user_id === self.user_id ? t("call.you") : firstName(other.name);
  return html`<li class="panel thread">
    <${Note} remark=${first} self=${self} other=${other} canWrite=${canWrite} />
    ${replies.length > 0 &&
    html`<ol class="replies" role="list">
      ${replies.map((reply) => html`<li key=${reply.remark_id}><${Note} remark=${reply} self=${self} other=${other} canWrite=${canWrite} /></li>`)}
    </ol>`}
    ${canWrite &&
    (open
      ? html`<${Write} label=${t("remarks.reply-to", { name: by })} action=${t("remarks.reply")} rows=${2} describedby="remark-readers" focus=${true} onBack=${() => setOpen(false)}
          onSend=${async (/** @type {string} */ body, /** @type {string} */ client_id) => {
            const said = await api.writeRemark(first.version_id, { client_id, body, reply_to: first.remark_id });
            setOpen(false);
            return said;
          }} />`
      : html`<p><button class="button small" type="button" aria-label=${t("remarks.reply-to", { name: by })} onClick=${() => setOpen(true)}>${t("remarks.reply")}</button></p>`)}
  </li>`;
}

/** @param {{ remark: Remark, self: Me, other: Person, canWrite: boolean }} props */
function Note({ remark, self, other, canWrite }) {
  const [editing, setEditing] = useState(false);
  const mine = remark.user_id === self.user_id;
  const person = mine ? self : other;
  if (remark.body === null) return html`<p class="quiet-text small-text">${t("remarks.deleted")}</p>`;
  const take = () => void changeRemark(api.deleteRemark(remark.remark_id));
  return html`<article class="thread-note">
    <${Avatar} person=${person} size="small" />
    <p class="message-by"><b>${mine ? t("call.you") : firstName(person.name)}</b><time datetime=${remark.written_at}>${when(remark.written_at, self.time_zone)}</time>${remark.changed_at && html`<span>${t("remarks.edited")}</span>`}</p>
    ${editing
      ? html`<${Write} label=${t("remarks.edit")} action=${t("plan.save")} rows=${2} text=${remark.body} describedby="remark-readers" focus=${true} onBack=${() => setEditing(false)}
          onSend=${async (/** @type {string} */ body) => {
            const said = await api.changeRemark(remark.remark_id, { body });
            setEditing(false);
            return said;
          }} />`
      : html`<p class="kept-text" dir="auto">${remark.body}</p>`}
    ${mine &&
    canWrite &&
    !editing &&
    html`<div class="actions">
      <button class="button small quiet" type="button" aria-label=${t("remarks.edit-which", { text: remark.body })} onClick=${() => setEditing(true)}>${t("remarks.edit")}</button>
      <button class="button small quiet" type="button" aria-label=${t("remarks.delete-which", { text: remark.body })} onClick=${take}>${t("remarks.delete")}</button>
    </div>`}
  </article>`;
}

/** A field that keeps its words until they have arrived. @param {{ label: string, action: string, rows: number, describedby: string, text?: string, focus?: boolean, onSend: (body: string, clientId: string) => Promise<Remark>, onBack?: () => void }} props */
function Write({ label, action, rows, describedby, text = "", focus = false, onSend, onBack }) {
  const [clientId, setClientId] = useState(newId);
  const [body, setBody] = useState(text);
  const [error, setError] = useState("");
  const [id] = useState(() => `write-${newId()}`);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!body.trim()) return setError(t("remarks.empty"));
    try {
      remarks.hear(await onSend(body.trim(), clientId));
      setClientId(newId());
      setBody("");
      setError("");
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<form class="stack closer" onSubmit=${send}>
    <div class="field">
      <label for=${id}>${label}</label>
      <textarea class="input" id=${id} rows=${rows} maxlength="5000" dir="auto" value=${body} aria-describedby=${describedby} aria-invalid=${error ? "true" : undefined}
        ref=${(/** @type {HTMLTextAreaElement | null} */ box) => focus && box && !box.dataset.met && ((box.dataset.met = "yes"), box.focus())}
        onInput=${(/** @type {any} */ event) => (setBody(event.currentTarget.value), setError(""))}></textarea>
      ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    </div>
    <div class="actions">
      <button class="button small" type="submit">${action}</button>
      ${onBack && html`<button class="button small quiet" type="button" onClick=${onBack}>${t("dialog.back")}</button>`}
    </div>
  </form>`;
}

/** "yesterday, 18:05" @param {string} at @param {string} zone */
function when(at, zone) {
  const then = new Date(at);
  const ago = daysBetween(then, now.value, zone);
  const time = clock(then, zone);
  if (ago === 0) return time;
  return t("remarks.when", { day: ago === 1 ? t("day.yesterday") : day(then, zone, now.value), time });
}
