import { useState } from "preact/hooks";
import { api } from "../api.js";
import { goals } from "../goals/live.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { works } from "./live.js";
/** @import { Document, Work } from "../protocol.js" */

/** A new activity or project, or other words for one. @param {{ mentorshipId: string, name: string, work?: Work, onClose: () => void, onDone?: (work: Work) => void }} props */
export function WorkDialog({ mentorshipId, name, work, onClose, onDone }) {
  const [clientId] = useState(newId);
  const [kind, setKind] = useState(/** @type {string} */ (work?.kind ?? "project"));
  const [title, setTitle] = useState(work?.title ?? "");
  const [description, setDescription] = useState(work?.description ?? "");
  const [goal, setGoal] = useState(work?.goal_id ?? "");
  const [error, setError] = useState("");
  const choices = goals.of(mentorshipId).filter((one) => one.status === "open" || one.goal_id === work?.goal_id);
  const save = async () => {
    const words = { kind, title: title.trim(), description: description.trim(), goal_id: goal || null };
    try {
      const saved = await (work ? api.changeWork(work.work_id, words) : api.addWork(mentorshipId, { client_id: clientId, ...words }));
      works.hear(saved);
      onClose();
      onDone?.(saved);
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const value = (/** @type {(next: string) => void} */ set) => (/** @type {any} */ event) => set(event.currentTarget.value);
  return html`<${Dialog} title=${t(work ? "work.edit-title" : "work.new-title")} action=${t(work ? "plan.save" : "work.make")} onClose=${onClose} onAction=${save}>
    <fieldset class="field">
      <legend>${t("work.kind")}</legend>
      ${["project", "activity"].map((one) => html`<label class="choice" key=${one}><input type="radio" name="work-kind" checked=${kind === one} onChange=${() => setKind(one)} /><span>${t(/** @type {"work.project"} */ (`work.${one}`))}<span class="hint">${t(/** @type {"work.project-hint"} */ (`work.${one}-hint`))}</span></span></label>`)}
    </fieldset>
    <${Field} label=${t("work.what")} required maxlength="300" dir="auto" value=${title} onInput=${value(setTitle)}
      hint=${html`<${Readers} id="work-dialog-readers">${parts("work.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>`} />
    <div class="field">
      <label for="work-description">${t("work.description")} <span class="optional">${t("field.optional")}</span></label>
      <textarea class="input" id="work-description" rows="3" maxlength="5000" dir="auto" aria-describedby="work-dialog-readers" value=${description} onInput=${value(setDescription)}></textarea>
    </div>
    ${choices.length > 0 && html`<${Field} label=${t("work.goal")} value=${goal} options=${[{ value: "", label: t("work.no-goal") }, ...choices.map((one) => ({ value: one.goal_id, label: one.what }))]} onChange=${value(setGoal)} />`}
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}

/** @param {{ document: Document, onClose: () => void }} props */
export function RenameDialog({ document, onClose }) {
  const [name, setName] = useState(document.name);
  const [error, setError] = useState("");
  const save = async () => {
    try {
      works.hear(await api.renameDocument(document.document_id, { name: name.trim() }));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t("document.rename-title")} action=${t("plan.save")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("document.name")} required maxlength="120" dir="auto" value=${name} error=${error} onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} />
  <//>`;
}
