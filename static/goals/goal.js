import { useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { newId } from "../ids.js";
import { mayWrite } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { BroughtMark } from "./handover.js";
import { changeGoal, goals } from "./live.js";
import { activityWords, agreement, progressWords } from "./words.js";
/** @import { Goal, GoalActivity, Me, Mentorship } from "../protocol.js" */

/** One goal: what it is, whether both agree, how far it is; its steps and its history behind a fold. @param {{ goal: Goal, self: Me, mentorship: Mentorship, onAgenda: number, onEdit: () => void }} props */
export function GoalPanel({ goal, self, mentorship, onAgenda, onEdit }) {
  const { other } = mentorship;
  const name = firstName(other.name);
  const canWrite = mayWrite(mentorship);
  const open = goal.status === "open";
  const stands = agreement(goal, self.user_id, other.user_id);
  const next = goal.checklist.find((step) => !step.done);
  const set = (/** @type {object} */ change) => void changeGoal(api.changeGoal(goal.goal_id, { revision: goal.revision, ...change }));
  return html`<li class="panel goal">
    <div class="goal-head">
      <span class=${`row-mark ${open ? "" : "plain"}`}><${Icon} name="target" /></span>
      <div>
        <h3 dir="auto">${goal.what}</h3>
        <div class="meta">
          ${goal.due_on ? html`<span>${t("goal.until", { day: date(new Date(goal.due_on), "UTC", now.value) })}</span>` : html`<span>${t("goal.since", { day: date(new Date(goal.created_at), self.time_zone, now.value) })}</span>`}
          ${onAgenda > 0 && html`<span>${t("goal.on-agenda", { count: onAgenda })}</span>`}
          <${BroughtMark} from=${goal.brought_from} />
        </div>
      </div>
      ${!open
        ? html`<span class=${`tag ${goal.status === "done" ? "good" : ""}`}>${t(goal.status === "done" ? "goal.done" : "goal.dropped")}</span>`
        : stands === "agreed"
          ? html`<span class="tag good"><${Icon} name="handshake" />${t("goal.agreed")}</span>`
          : html`<span class="tag wait">${stands === "waits-for-you" ? t("goal.waits-for-you") : t("goal.waits-for", { name })}</span>`}
    </div>
    ${goal.how && html`<p class="kept-text" dir="auto">${goal.how}</p>`}
    ${open &&
    (goal.checklist.length > 0 || goal.progress > 0) &&
    html`<div class="goal-progress"><progress class="progress" max="100" value=${goal.progress} aria-label=${goal.what}></progress><span class="small-text quiet-text">${progressWords(goal)}</span></div>`}
    ${open && next && html`<p class="meta"><span><${Icon} name="arrow-right" class="turns" />${t("goal.next", { step: next.text })}</span></p>`}
    ${goal.removal_proposed_by && html`<${Removal} goal=${goal} mine=${goal.removal_proposed_by === self.user_id} name=${name} />`}
    ${canWrite &&
    open &&
    html`<div class="actions">
      ${stands === "waits-for-you" && html`<button class="button small" type="button" aria-label=${t("goal.agree-which", { what: goal.what })} onClick=${() => changeGoal(api.agree(goal.goal_id, goal.revision))}><${Icon} name="handshake" />${t("goal.agree")}</button>`}
      <button class="button small quiet" type="button" aria-label=${t("goal.edit-which", { what: goal.what })} onClick=${onEdit}>${t("goal.edit")}</button>
    </div>`}
    <details class="fold">
      <summary>${t("goal.more")}<span class="only-for-screen-readers">: ${goal.what}</span></summary>
      <div class="stack fields">
        ${open && html`<${Steps} goal=${goal} canWrite=${canWrite} />`}
        ${open && canWrite && goal.checklist.length === 0 && html`<${HowFar} goal=${goal} onSet=${(/** @type {number} */ progress) => set({ progress })} />`}
        <${History} goal=${goal} self=${self} name=${name} />
        ${canWrite &&
        html`<div class="actions">
          ${open
            ? html`<button class="button small" type="button" onClick=${() => set({ status: "done" })}><${Icon} name="check" />${t("goal.reach")}</button>
                <button class="button small quiet" type="button" onClick=${() => set({ status: "dropped" })}>${t("goal.drop")}</button>`
            : html`<button class="button small" type="button" onClick=${() => set({ status: "open" })}>${t("goal.reopen")}</button>`}
          ${!goal.removal_proposed_by && html`<button class="button small quiet" type="button" onClick=${() => changeGoal(api.proposeRemoval(goal.goal_id))}>${t("goal.propose-removal")}</button>`}
        </div>`}
      </div>
    </details>
  </li>`;
}

/** A goal goes only when both want it gone. @param {{ goal: Goal, mine: boolean, name: string }} props */
function Removal({ goal, mine, name }) {
  const keep = () => void changeGoal(api.dropRemoval(goal.goal_id));
  const remove = async () => {
    try {
      await api.removeGoal(goal.goal_id);
      goals.drop(goal.goal_id);
      toast(t("goal.removed"));
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  return html`<${Banner} tone="wait" icon="hourglass">
    <div class="stack closer">
      <p>${mine ? t("goal.removal-waits", { name }) : t("goal.removal-asked", { name })}</p>
      <div class="actions">
        ${mine
          ? html`<button class="button small" type="button" onClick=${keep}>${t("goal.removal-back")}</button>`
          : html`<button class="button small" type="button" onClick=${keep}>${t("goal.removal-keep")}</button><button class="button small stop" type="button" onClick=${remove}>${t("goal.removal-confirm")}</button>`}
      </div>
    </div>
  <//>`;
}

/** @param {{ goal: Goal, canWrite: boolean }} props */
function Steps({ goal, canWrite }) {
  const [clientId, setClientId] = useState(newId);
  const [text, setText] = useState("");
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!text.trim() || !(await changeGoal(api.addStep(goal.goal_id, { client_id: clientId, text: text.trim() })))) return;
    setClientId(newId());
    setText("");
  };
  const id = `new-step-${goal.goal_id}`;
  return html`<div class="stack close">
    ${goal.checklist.length > 0 &&
    html`<ul class="checklist" role="list">
      ${goal.checklist.map(
        (step) => html`<li key=${step.item_id}>
          <${Tick} id=${`step-${step.item_id}`} checked=${step.done} disabled=${!canWrite} onChoose=${(/** @type {boolean} */ done) => changeGoal(api.changeStep(goal.goal_id, step.item_id, { done }))} />
          <label for=${`step-${step.item_id}`} dir="auto">${step.text}</label>
          ${canWrite && html`<button class="button quiet only-icon small" type="button" aria-label=${t("goal.remove-step", { text: step.text })} onClick=${() => changeGoal(api.removeStep(goal.goal_id, step.item_id))}><${Icon} name="x" /></button>`}
        </li>`,
      )}
    </ul>`}
    ${canWrite &&
    html`<form class="add-form" onSubmit=${add}>
      <div class="more">
        <div class="field"><label for=${id}>${t("goal.new-step")}</label><input class="input" id=${id} maxlength="300" dir="auto" value=${text} aria-describedby="goal-readers" onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)} /></div>
        <button class="button" type="submit"><${Icon} name="plus" />${t("goal.add-step")}</button>
      </div>
    </form>`}
  </div>`;
}

/** @param {{ goal: Goal, onSet: (progress: number) => void }} props */
function HowFar({ goal, onSet }) {
  const id = `far-${goal.goal_id}`;
  return html`<div class="field">
    <label for=${id}>${t("goal.how-far")}</label>
    <input class="range" type="range" id=${id} min="0" max="100" step="10" value=${goal.progress} onChange=${(/** @type {any} */ event) => onSet(Number(event.currentTarget.value))} />
  </div>`;
}

/** Asked for when somebody wants to see it. @param {{ goal: Goal, self: Me, name: string }} props */
function History({ goal, self, name }) {
  const [activity, setActivity] = useState(/** @type {GoalActivity[] | null} */ (null));
  const load = (/** @type {any} */ { currentTarget: fold }) => {
    if (fold.open) void api.goalActivity(goal.goal_id).then((answer) => setActivity(answer.activity), (problem) => toast(problemText(problem), { icon: "circle-alert" }));
  };
  return html`<details class="fold" onToggle=${load} key=${goal.revision}>
    <summary>${t("goal.history")}</summary>
    ${activity &&
    html`<ol class="timeline" role="list">
      ${[...activity].reverse().map(
        (one) => html`<li class="done" key=${one.revision}>
          <p dir="auto">${activityWords(one, one.user_id === self.user_id ? t("call.you") : name)}</p>
          <p class="row-note"><time datetime=${one.at}>${date(new Date(one.at), self.time_zone, now.value)}</time></p>
        </li>`,
      )}
    </ol>`}
  </details>`;
}
