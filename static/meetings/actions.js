import { useState } from "preact/hooks";
import { api } from "../api.js";
import { dayKey, nearDay } from "../dates.js";
import { newId } from "../ids.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { change } from "./live.js";
/** @import { ActionItem, Me, Meeting, Person } from "../protocol.js" */

/** What still matters: the open ones, and what was done today. @param {readonly ActionItem[]} actions @param {Date} now @param {string} zone */
export const stillOpen = (actions, now, zone) => actions.filter(({ done_at }) => !done_at || dayKey(new Date(done_at), zone) === dayKey(now, zone));

/** What somebody will do. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Actions({ meeting, self, other, canWrite }) {
  const [editing, setEditing] = useState(/** @type {ActionItem | null} */ (null));
  return html`<section class="stack close" aria-labelledby="actions">
    <div class="section-head"><h2 id="actions">${t("actions.title")}</h2></div>
    ${meeting.actions.length > 0 && html`<${ActionList} actions=${meeting.actions} self=${self} other=${other} onEdit=${canWrite ? setEditing : undefined} />`}
    ${!canWrite && meeting.actions.length === 0 && html`<p class="quiet-text">${t("actions.none")}</p>`}
    ${canWrite && html`<${NewAction} meeting=${meeting} self=${self} other=${other} />`}
    ${editing && html`<${ActionDialog} action=${editing} self=${self} other=${other} onClose=${() => setEditing(null)} />`}
  </section>`;
}

/**
 * Actions to tick, wherever they are shown.
 *
 * @param {{ actions: ActionItem[], self: Me, other: Person, owners?: boolean, onEdit?: (action: ActionItem) => void, place?: string }} props
 */
export function ActionList({ actions, self, other, owners = true, onEdit, place = "action" }) {
  return html`<ul class="checklist" role="list">
    ${actions.map((action) => {
      const id = `${place}-${action.action_id}`;
      return html`<li key=${action.action_id}>
        <${Tick} id=${id} checked=${Boolean(action.done_at)} onChoose=${(/** @type {boolean} */ done) => change(api.changeAction(action.meeting_id, action.action_id, { done }))} />
        <label for=${id}><span dir="auto">${action.text}</span><span class="row-note">${noteOf(action, self, other, owners)}</span></label>
        ${onEdit && html`<button class="button quiet only-icon small" type="button" aria-label=${t("actions.edit-which", { text: action.text })} onClick=${() => onEdit(action)}><${Icon} name="pencil" /></button>`}
      </li>`;
    })}
  </ul>`;
}

/** "You, by Thursday" @param {ActionItem} action @param {Me} self @param {Person} other @param {boolean} owners */
function noteOf(action, self, other, owners) {
  const name = firstName(other.name);
  const who = !owners ? t("next.with", { name }) : action.owner_id === self.user_id ? t("call.you") : name;
  const when = action.done_at
    ? t("actions.done-on", { day: nearDay(dayKey(new Date(action.done_at), self.time_zone), now.value, self.time_zone) })
    : action.due_on
      ? t("actions.by", { day: nearDay(action.due_on, now.value, self.time_zone) })
      : "";
  return [...(owners ? [who, when] : [when, who])].filter(Boolean).join(", ");
}

/** @param {{ meeting: Meeting, self: Me, other: Person }} props */
function NewAction({ meeting, self, other }) {
  const [clientId, setClientId] = useState(newId);
  const [text, setText] = useState("");
  const [owner, setOwner] = useState(self.user_id);
  const [due, setDue] = useState("");
  const name = firstName(other.name);
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!text.trim()) return;
    if (!(await change(api.addAction(meeting.meeting_id, { client_id: clientId, text: text.trim(), owner_id: owner, due_on: due || null })))) return;
    setClientId(newId());
    setText("");
    setDue("");
  };
  return html`<form class="add-form" onSubmit=${add}>
    <${Field} label=${t("actions.new")} placeholder=${t("actions.placeholder")} maxlength="500" dir="auto" value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts("actions.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>`} />
    <div class="more">
      <${Field} label=${t("actions.owner")} value=${owner} options=${owners(self, other)} onChange=${(/** @type {any} */ event) => setOwner(event.currentTarget.value)} />
      <${Field} label=${t("actions.due")} type="date" value=${due} onInput=${(/** @type {any} */ event) => setDue(event.currentTarget.value)} />
      <button class="button" type="submit"><${Icon} name="plus" />${t("actions.add")}</button>
    </div>
  </form>`;
}

/** @param {{ action: ActionItem, self: Me, other: Person, onClose: () => void }} props */
function ActionDialog({ action, self, other, onClose }) {
  const [text, setText] = useState(action.text);
  const [owner, setOwner] = useState(action.owner_id);
  const [due, setDue] = useState(action.due_on ?? "");
  const save = async () => {
    if (await change(api.changeAction(action.meeting_id, action.action_id, { text: text.trim(), owner_id: owner, due_on: due || null }))) onClose();
  };
  const remove = async () => {
    if (await change(api.removeAction(action.meeting_id, action.action_id))) onClose();
  };
  return html`<${Dialog} title=${t("actions.edit-title")} action=${t("plan.save")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("actions.what")} required maxlength="500" dir="auto" value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts("actions.readers", { both: html`<b>${t("agenda.you-and", { name: firstName(other.name) })}</b>` })}<//>`} />
    <div class="two-fields">
      <${Field} label=${t("actions.owner")} value=${owner} options=${owners(self, other)} onChange=${(/** @type {any} */ event) => setOwner(event.currentTarget.value)} />
      <${Field} label=${t("actions.due")} type="date" value=${due} onInput=${(/** @type {any} */ event) => setDue(event.currentTarget.value)} />
    </div>
    <p><button class="button small" type="button" onClick=${remove}><${Icon} name="trash-2" />${t("actions.remove")}</button></p>
  <//>`;
}

/** @param {Me} self @param {Person} other */
const owners = (self, other) => [
  { value: self.user_id, label: t("call.you") },
  { value: other.user_id, label: other.name },
];
