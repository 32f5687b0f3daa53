import { useState } from "preact/hooks";
import { api } from "../api.js";
import { youAnd } from "../bots/readers.js";
import { goals } from "../goals/live.js";
import { newId } from "../ids.js";
import { mentorshipOf } from "../session.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { change } from "./live.js";
import { Spent } from "./spent.js";
import { dayOfMeeting, plannedMinutes } from "./when.js";
/** @import { AgendaItem, Goal, Me, Meeting, Person } from "../protocol.js" */

/** What they want to talk about. Open until the meeting is past; then it says what came of it. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Agenda({ meeting, self, other, canWrite }) {
  const [editing, setEditing] = useState(/** @type {AgendaItem | null} */ (null));
  const name = firstName(other.name);
  const planned = plannedMinutes(meeting);
  const free = meeting.minutes - planned;
  const open = canWrite && (meeting.state === "upcoming" || meeting.state === "current");
  const known = goals.of(meeting.mentorship_id);
  return html`<section class="stack close" aria-labelledby="agenda">
    <div class="section-head"><h2 id="agenda">${t("agenda.title")}</h2>${planned > 0 && html`<span class="small-text quiet-text">${t("agenda.planned", { planned, minutes: meeting.minutes })}</span>`}</div>
    ${planned > 0 &&
    html`<div class="minutes-bar" aria-hidden="true">
      ${meeting.agenda.filter((item) => item.minutes).map((item) => html`<i key=${item.item_id} style=${{ "--minutes": item.minutes }}></i>`)}
      ${free > 0 && html`<i class="free" style=${{ "--minutes": free }}></i>`}
    </div>`}
    ${meeting.agenda.length > 0 &&
    html`<ol class="agenda" role="list">
      ${meeting.agenda.map((item) => html`<${Item} key=${item.item_id} item=${item} meeting=${meeting} self=${self} name=${name} goal=${known.find((goal) => goal.goal_id === item.goal_id)} onEdit=${open ? () => setEditing(item) : undefined} />`)}
    </ol>`}
    ${!open && meeting.agenda.length === 0 && html`<p class="quiet-text">${t("agenda.was-none")}</p>`}
    ${open && html`<${NewItem} meeting=${meeting} goals=${known} name=${name} />`}
    ${editing && html`<${ItemDialog} item=${editing} meeting=${meeting} goals=${known} name=${name} onClose=${() => setEditing(null)} />`}
  </section>`;
}

/** @param {{ item: AgendaItem, meeting: Meeting, self: Me, name: string, goal?: Goal, onEdit?: () => void }} props */
function Item({ item, meeting, self, name, goal, onEdit }) {
  const id = `item-${item.item_id}`;
  const tick = (/** @type {boolean} */ done) => change(api.changeItem(meeting.meeting_id, item.item_id, { state: done ? "done" : "open" }));
  return html`<li class=${item.state}>
    ${onEdit
      ? html`<${Tick} id=${id} checked=${item.state === "done"} onChoose=${tick} />`
      : html`<${Icon} name=${item.state === "done" ? "check" : "arrow-right"} class=${item.state === "done" ? "" : "turns"} />`}
    <div class="agenda-item">
      ${onEdit ? html`<label for=${id} dir="auto">${item.title}</label>` : html`<b dir="auto">${item.title}</b>`}
      ${goal && html`<a class="chip" href=${`/m/${meeting.mentorship_id}/goals`}><${Icon} name="target" /><span dir="auto">${goal.what}</span></a>`}
      ${item.state === "left" && html`<span class="small-text quiet-text">${t("agenda.left")}</span>`}
      ${item.carried_from
        ? html`<span class="small-text quiet-text">${t(item.action_id ? "agenda.carried-action" : "agenda.carried", { day: dayOfMeeting(item.carried_from, now.value) })}</span>`
        : item.added_by !== self.user_id && html`<span class="small-text quiet-text">${t("agenda.added-by", { name })}</span>`}
    </div>
    <span class="agenda-end">
      <${Spent} item=${item} />
      ${onEdit && html`<button class="button quiet only-icon small" type="button" aria-label=${t("agenda.edit-which", { title: item.title })} onClick=${onEdit}><${Icon} name="pencil" /></button>`}
    </span>
  </li>`;
}

/** @param {{ meeting: Meeting, goals: Goal[], name: string }} props */
export function NewItem({ meeting, goals: known, name }) {
  const [clientId, setClientId] = useState(newId);
  const [title, setTitle] = useState("");
  const [minutes, setMinutes] = useState("");
  const [goal, setGoal] = useState("");
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!title.trim()) return;
    const item = { client_id: clientId, title: title.trim(), minutes: minutes ? Number(minutes) : null, goal_id: goal || null };
    if (!(await change(api.addItem(meeting.meeting_id, item)))) return;
    setClientId(newId());
    setTitle("");
    setMinutes("");
    setGoal("");
  };
  return html`<form class="add-form" onSubmit=${add}>
    <${Field} label=${t("agenda.new")} placeholder=${t("agenda.placeholder")} maxlength="200" dir="auto" value=${title} onInput=${(/** @type {any} */ event) => setTitle(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts("agenda.readers", { both: html`<b>${youAnd("agenda.you-and", name, mentorshipOf(meeting.mentorship_id)?.bots, "agenda:read")}</b>` })}<//>`} />
    <div class="more">
      <div class="field short"><${Field} label=${t("plan.minutes")} type="number" min="1" max="480" value=${minutes} onInput=${(/** @type {any} */ event) => setMinutes(event.currentTarget.value)} /></div>
      ${known.length > 0 && html`<${Field} label=${t("agenda.goal")} value=${goal} options=${goalOptions(known)} onChange=${(/** @type {any} */ event) => setGoal(event.currentTarget.value)} />`}
      <button class="button" type="submit"><${Icon} name="plus" />${t("agenda.add")}</button>
    </div>
  </form>`;
}

/** @param {{ item: AgendaItem, meeting: Meeting, goals: Goal[], name: string, onClose: () => void }} props */
function ItemDialog({ item, meeting, goals: known, name, onClose }) {
  const at = meeting.agenda.findIndex((one) => one.item_id === item.item_id);
  const [title, setTitle] = useState(item.title);
  const [minutes, setMinutes] = useState(String(item.minutes ?? ""));
  const [goal, setGoal] = useState(item.goal_id ?? "");
  const [position, setPosition] = useState(String(at));
  const save = async () => {
    const what = { title: title.trim(), minutes: minutes ? Number(minutes) : null, goal_id: goal || null, ...(Number(position) === at ? {} : { position: Number(position) }) };
    if (await change(api.changeItem(meeting.meeting_id, item.item_id, what))) onClose();
  };
  const remove = async () => {
    if (await change(api.removeItem(meeting.meeting_id, item.item_id))) onClose();
  };
  return html`<${Dialog} title=${t("agenda.edit-title")} action=${t("plan.save")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("agenda.item")} required maxlength="200" dir="auto" value=${title} onInput=${(/** @type {any} */ event) => setTitle(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts("agenda.readers", { both: html`<b>${youAnd("agenda.you-and", name, mentorshipOf(meeting.mentorship_id)?.bots, "agenda:read")}</b>` })}<//>`} />
    <div class="two-fields">
      <${Field} label=${t("plan.minutes")} type="number" min="1" max="480" value=${minutes} onInput=${(/** @type {any} */ event) => setMinutes(event.currentTarget.value)} />
      <${Field} label=${t("agenda.position")} value=${position} options=${meeting.agenda.map((_, i) => ({ value: String(i), label: String(i + 1) }))} onChange=${(/** @type {any} */ event) => setPosition(event.currentTarget.value)} />
    </div>
    ${known.length > 0 && html`<${Field} label=${t("agenda.goal")} value=${goal} options=${goalOptions(known)} onChange=${(/** @type {any} */ event) => setGoal(event.currentTarget.value)} />`}
    <p><button class="button small" type="button" onClick=${remove}><${Icon} name="trash-2" />${t("agenda.remove")}</button></p>
  <//>`;
}

/** @param {Goal[]} known */
const goalOptions = (known) => [{ value: "", label: t("agenda.no-goal") }, ...known.map((goal) => ({ value: goal.goal_id, label: goal.what }))];
