import { useState } from "preact/hooks";
import { api } from "../api.js";
import { youAnd } from "../bots/readers.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { mentorshipOf } from "../session.js";
import { parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { goals } from "./live.js";
/** @import { Goal } from "../protocol.js" */

/** A new goal, or other words for one. @param {{ mentorshipId: string, name: string, goal?: Goal, onClose: () => void }} props */
export function GoalDialog({ mentorshipId, name, goal, onClose }) {
  const [clientId] = useState(newId);
  const [what, setWhat] = useState(goal?.what ?? "");
  const [how, setHow] = useState(goal?.how ?? "");
  const [due, setDue] = useState(goal?.due_on ?? "");
  const [steps, setSteps] = useState("");
  const [error, setError] = useState("");
  const save = async () => {
    const words = { what: what.trim(), how: how.trim(), due_on: due || null };
    const checklist = steps.split("\n").map((line) => line.trim()).filter(Boolean);
    try {
      goals.hear(await (goal ? api.changeGoal(goal.goal_id, { revision: goal.revision, ...words }) : api.addGoal(mentorshipId, { client_id: clientId, ...words, checklist })));
      onClose();
    } catch (problem) {
      setError(goal && /** @type {any} */ (problem).code === "conflict" ? t("goal.overtaken", { name }) : problemText(problem));
    }
  };
  return html`<${Dialog} title=${t(goal ? "goal.edit-title" : "goal.new-title")} action=${t(goal ? "plan.save" : "goal.make")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("goal.what")} required maxlength="300" dir="auto" value=${what} onInput=${(/** @type {any} */ event) => setWhat(event.currentTarget.value)}
      hint=${html`<${Readers} id="goal-dialog-readers">${parts("goal.readers", { both: html`<b>${youAnd("agenda.you-and", name, mentorshipOf(mentorshipId)?.bots, "goals:read")}</b>` })}<//>`} />
    <div class="field">
      <label for="goal-how">${t("goal.how")} <span class="optional">${t("field.optional")}</span></label>
      <textarea class="input" id="goal-how" rows="3" aria-describedby="goal-dialog-readers" maxlength="5000" dir="auto" value=${how} onInput=${(/** @type {any} */ event) => setHow(event.currentTarget.value)}></textarea>
    </div>
    <${Field} label=${t("actions.due")} type="date" value=${due} onInput=${(/** @type {any} */ event) => setDue(event.currentTarget.value)} />
    ${!goal &&
    html`<div class="field">
      <label for="goal-steps">${t("goal.first-steps")} <span class="optional">${t("field.optional")}</span></label>
      <textarea class="input" id="goal-steps" rows="3" dir="auto" aria-describedby="goal-steps-hint goal-dialog-readers" value=${steps} onInput=${(/** @type {any} */ event) => setSteps(event.currentTarget.value)}></textarea>
      <p class="hint" id="goal-steps-hint">${t("goal.one-a-line")}</p>
    </div>`}
    ${goal && goal.agreed_by.length > 0 && html`<p class="small-text quiet-text">${t("goal.edit-note")}</p>`}
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}
