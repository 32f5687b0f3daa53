import { useMemo, useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { goals, useGoals } from "../goals/live.js";
import { withMentorship } from "../mentorship/frame.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import { WorkDialog } from "../work/dialogs.js";
import { Drop } from "../work/drop.js";
import { changeWork, useWork, works } from "../work/live.js";
import { Uploads } from "../work/upload.js";
import { about, documentPath, newest } from "../work/words.js";
import Missing from "./missing.js";
/** @import { Document, Me, Mentorship, Work } from "../protocol.js" */

export default withMentorship(WorkItem);

/** @param {{ mentorship: Mentorship, self: Me, work: string }} props */
function WorkItem(props) {
  const { mentorship, work: id } = props;
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useWork(mentorship.mentorship_id, setError);
  useGoals([mentorship.mentorship_id]);
  const item = works.all.value[id];
  useTitle(item?.title ?? t("part.work"));
  if (item?.mentorship_id === mentorship.mentorship_id) return html`<${Page} ...${props} item=${item} />`;
  if (works.listed.value.has(mentorship.mentorship_id)) return html`<${Missing} />`;
  return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
}

/** One activity or project: what it is for, and its documents. @param {{ mentorship: Mentorship, self: Me, item: Work }} props */
function Page({ mentorship: { mentorship_id, other, status }, self, item }) {
  const name = firstName(other.name);
  const [open, setOpen] = useState(/** @type {"edit" | "remove" | null} */ (null));
  const uploads = useMemo(() => new Uploads(api.documentsPath(item.work_id)), [item.work_id]);
  const canWrite = status !== "ended";
  const mine = item.created_by === self.user_id;
  const done = item.status === "done";
  const goal = item.goal_id ? goals.all.value[item.goal_id] : null;
  const canRemove = item.documents.every((one) => one.created_by === self.user_id);
  const remove = async () => {
    setOpen(null);
    try {
      await api.removeWork(item.work_id);
      go(`/m/${mentorship_id}/work`, { replace: true });
      works.drop(item.work_id);
      toast(t("work.removed"));
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="stack close">
      <a class="crumb" href=${`/m/${mentorship_id}/work`}><${Icon} name="chevron-left" class="turns" />${t("work.page", { name })}</a>
      <div class="page-head">
        <div>
          <h1 dir="auto">${item.title}</h1>
          <div class="meta">
            <span class=${`tag ${done ? "good" : ""}`}>${done ? t("work.done") : t(`work.${item.kind}`)}</span>
            ${goal && html`<a class="chip" href=${`/m/${mentorship_id}/goals`}><${Icon} name="target" /><span dir="auto">${goal.what}</span></a>`}
            <span>${t(mine ? "work.set-by-you" : "work.set-by", { name, day: date(new Date(item.created_at), self.time_zone, now.value) })}</span>
          </div>
        </div>
        ${canWrite &&
        html`<div class="actions">
          <button class="button" type="button" onClick=${() => changeWork(api.setWorkStatus(item.work_id, done ? "open" : "done"))}>${!done && html`<${Icon} name="check" />`}${t(done ? "work.reopen" : "work.finish")}</button>
          ${mine && html`<button class="button quiet" type="button" onClick=${() => setOpen("edit")}>${t("work.edit")}</button>`}
          ${mine && canRemove && html`<button class="button quiet" type="button" onClick=${() => setOpen("remove")}>${t("work.remove")}</button>`}
        </div>`}
      </div>
    </header>
    ${item.description && html`<p class="kept-text measure" dir="auto">${item.description}</p>`}
    <section aria-labelledby="documents" class="stack close">
      <div class="section-head"><h2 id="documents">${t("work.documents")}</h2></div>
      ${item.documents.length === 0 && html`<p class="quiet-text">${t(canWrite ? "work.no-documents" : "work.no-documents-ended")}</p>`}
      ${item.documents.length > 0 &&
      html`<ul class="rows" role="list">${item.documents.map((one) => html`<${DocumentRow} key=${one.document_id} document=${one} mentorshipId=${mentorship_id} self=${self} name=${name} />`)}</ul>`}
      ${canWrite && html`<${Drop} uploads=${uploads} label=${t("work.add-document")} many=${true} primary=${item.documents.length === 0} onDone=${() => toast(t("upload.done"))} />`}
      <${Readers}>${parts("document.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
    </section>
    ${open === "edit" && html`<${WorkDialog} mentorshipId=${mentorship_id} name=${name} work=${item} onClose=${() => setOpen(null)} />`}
    ${open === "remove" && html`<${Dialog} title=${t("work.remove-title")} action=${t("work.remove-action")} stop=${true} onClose=${() => setOpen(null)} onAction=${remove}><p>${t("work.remove-text", { name })}</p><//>`}
  </main>`;
}

/** @param {{ document: Document, mentorshipId: string, self: Me, name: string }} props */
function DocumentRow({ document, mentorshipId, self, name }) {
  const last = newest(document);
  const by = document.created_by === self.user_id ? t("call.you") : name;
  return html`<li class="row top">
    <span class="row-mark plain"><${Icon} name="file-text" /></span>
    <div class="row-body">
      <p class="row-title" dir="auto"><a href=${documentPath(mentorshipId, document.document_id)}>${document.name}</a></p>
      <div class="meta">
        <span>${about(last)}</span>
        <span>${t("document.version-by", { number: last.number, name: by, day: date(new Date(last.at), self.time_zone, now.value) })}</span>
        ${last.remarks > 0 && html`<span>${t("work.remarks-count", { count: last.remarks })}</span>`}
        ${document.shared_at && html`<span><${Icon} name="eye" />${t("document.shared")}</span>`}
      </div>
    </div>
  </li>`;
}
