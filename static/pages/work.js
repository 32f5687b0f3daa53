import { useState } from "preact/hooks";
import { date } from "../dates.js";
import { goals, useGoals } from "../goals/live.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { WorkDialog } from "../work/dialogs.js";
import { useWork, works } from "../work/live.js";
import { inOrder, pathOf, remarksOf } from "../work/words.js";
/** @import { Me, Mentorship, Work as Item } from "../protocol.js" */

export default withMentorship(Work);

/** What the two work on. @param {{ mentorship: Mentorship, self: Me }} props */
function Work({ mentorship, self }) {
  const { mentorship_id, other, status } = mentorship;
  const name = firstName(other.name);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [open, setOpen] = useState(false);
  useTitle(t("work.page", { name }));
  useWork(mentorship_id, setError);
  useGoals([mentorship_id]);
  const listed = works.listed.value.has(mentorship_id);
  const all = inOrder(works.of(mentorship_id));
  const canWrite = status !== "ended";
  const add = html`<button class=${`button ${all.length ? "" : "primary"}`} type="button" onClick=${() => setOpen(true)}><${Icon} name="plus" />${t("work.new")}</button>`;
  return html`<${Frame} mentorship=${mentorship} part="work">
    <div class="page">
      <div class="page-head">
        <div><h2 class="part-title">${t("work.title")}</h2><p>${t("work.lead")}</p></div>
        ${canWrite && all.length > 0 && html`<div class="actions">${add}</div>`}
      </div>
      ${error && !listed && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
      ${listed &&
      html`<div class="stack close">
        ${all.length === 0
          ? html`<section class="panel"><${Empty} icon="file-text" title=${t("work.none-title")}><p>${t(canWrite ? "work.none-why" : "work.none-ended")}</p>${canWrite && add}<//></section>`
          : html`<ul class="rows" role="list">${all.map((item) => html`<${Row} key=${item.work_id} item=${item} self=${self} name=${name} />`)}</ul>`}
        <${Readers}>${parts("work.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
      </div>`}
    </div>
    ${open && html`<${WorkDialog} mentorshipId=${mentorship_id} name=${name} onClose=${() => setOpen(false)} onDone=${(/** @type {Item} */ item) => go(pathOf(item))} />`}
  <//>`;
}

/** @param {{ item: Item, self: Me, name: string }} props */
function Row({ item, self, name }) {
  const goal = item.goal_id ? goals.all.value[item.goal_id] : null;
  const remarks = remarksOf(item);
  const done = item.status === "done";
  return html`<li class="row top">
    <span class=${`row-mark ${done ? "plain" : ""}`}><${Icon} name=${done ? "check" : item.kind === "project" ? "file-text" : "list-checks"} /></span>
    <div class="row-body">
      <p class="row-title" dir="auto"><a href=${pathOf(item)}>${item.title}</a></p>
      <div class="meta">
        <span>${t(`work.${item.kind}`)}</span>
        <span>${t(item.created_by === self.user_id ? "work.yours" : "work.of", { name })}</span>
        ${item.documents.length > 0 && html`<span>${t("work.documents-count", { count: item.documents.length })}</span>`}
        ${remarks > 0 && html`<span>${t("work.remarks-count", { count: remarks })}</span>`}
        ${goal && html`<span><${Icon} name="target" /><span dir="auto">${goal.what}</span></span>`}
      </div>
    </div>
    <div class="row-end">${done ? html`<span class="tag good">${t("work.done")}</span>` : html`<time class="row-note" datetime=${item.changed_at}>${date(new Date(item.changed_at), self.time_zone, now.value)}</time>`}</div>
  </li>`;
}
