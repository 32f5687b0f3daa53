import { useState } from "preact/hooks";
import { api } from "../api.js";
import { newId } from "../ids.js";
import { dayOfMeeting } from "../meetings/when.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { areas } from "./live.js";
import { LEVELS, levelWord } from "./words.js";
/** @import { Area, Document, Evidence, Goal, Level, Meeting, Mentorship } from "../protocol.js" */

const MOST_EVIDENCE = 5;

/** The mentee says a level, the mentor suggests one; either may point at what shows it. @param {{ area: Area, mentorship: Mentorship, past: Meeting[], goals: Goal[], documents: Document[], onClose: () => void }} props */
export function LevelDialog({ area, mentorship: { role, other }, past, goals, documents, onClose }) {
  const name = firstName(other.name);
  const [clientId] = useState(newId);
  const [level, setLevel] = useState(/** @type {Level} */ ((role === "mentee" ? area.current?.level : (area.suggested?.level ?? area.current?.level)) ?? "aware"));
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState(/** @type {Evidence[]} */ ([]));
  const [error, setError] = useState("");
  /** @type {Evidence[]} */
  const offered = [
    ...past.filter((m) => m.state === "past").slice(0, 4).map((m) => /** @type {Evidence} */ ({ kind: "meeting", reference: m.meeting_id, label: m.title })),
    ...documents.slice(-4).map((d) => /** @type {Evidence} */ ({ kind: "document", reference: d.document_id, label: d.name })),
    ...goals.slice(0, 4).map((g) => /** @type {Evidence} */ ({ kind: "goal", reference: g.goal_id, label: g.what })),
  ];
  const dayOf = (/** @type {Evidence} */ one) => past.find((m) => m.meeting_id === one.reference);
  const toggle = (/** @type {Evidence} */ one) => setChosen(chosen.some((c) => c.reference === one.reference) ? chosen.filter((c) => c.reference !== one.reference) : [...chosen, one]);
  const save = async () => {
    if (chosen.length > MOST_EVIDENCE) return setError(t("area.most-evidence"));
    const words = { client_id: clientId, level, note: note.trim(), evidence: chosen };
    try {
      areas.hear(await (role === "mentee" ? api.setLevel(area.area_id, words) : api.suggestLevel(area.area_id, words)));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t(role === "mentee" ? "area.set-title" : "area.suggest-title", { name: area.name })} action=${t(role === "mentee" ? "plan.save" : "area.suggest")} onClose=${onClose} onAction=${save}>
    <fieldset class="field">
      <legend>${t("area.level")}</legend>
      ${LEVELS.map(
        (one) => html`<label class="choice" key=${one}><input type="radio" name="level" value=${one} checked=${level === one} onChange=${() => setLevel(one)} /><span>${levelWord(one)}<span class="hint">${t(`level.${one}-hint`)}</span></span></label>`,
      )}
    </fieldset>
    <div class="field">
      <label for="level-note">${t("area.note")} <span class="optional">${t("field.optional")}</span></label>
      <textarea class="input" id="level-note" rows="2" maxlength="2000" dir="auto" value=${note} aria-describedby="level-readers" onInput=${(/** @type {any} */ event) => setNote(event.currentTarget.value)}></textarea>
      <${Readers} id="level-readers">${parts("area.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
    </div>
    ${offered.length > 0 &&
    html`<fieldset class="field">
      <legend>${t("area.evidence")}</legend>
      ${offered.map((one) => {
        const meeting = dayOf(one);
        return html`<label class="choice" key=${one.reference}><input type="checkbox" checked=${chosen.some((c) => c.reference === one.reference)} onChange=${() => toggle(one)} /><span dir="auto">${one.label}${meeting && html`<span class="hint">${dayOfMeeting(meeting, now.value)}</span>`}</span></label>`;
      })}
    </fieldset>`}
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}

/** What one wants to get better at; the mentee's own. @param {{ mentorship: Mentorship, area?: Area, onClose: () => void }} props */
export function AreaDialog({ mentorship: { mentorship_id, other }, area, onClose }) {
  const name = firstName(other.name);
  const [clientId] = useState(newId);
  const [title, setTitle] = useState(area?.name ?? "");
  const [level, setLevel] = useState("");
  const [target, setTarget] = useState(/** @type {string} */ (area?.target ?? ""));
  const [highlighted, setHighlighted] = useState(area?.highlighted ?? true);
  const [error, setError] = useState("");
  const options = [{ value: "", label: t("area.open") }, ...LEVELS.map((one) => ({ value: one, label: levelWord(one) }))];
  const save = async () => {
    const words = { name: title.trim(), highlighted, target: target || null };
    try {
      areas.hear(await (area ? api.changeArea(area.area_id, words) : api.addArea(mentorship_id, { ...words, client_id: clientId, level: level || null })));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t(area ? "area.edit-title" : "area.new-title")} action=${t(area ? "plan.save" : "area.make")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("area.name")} required maxlength="300" dir="auto" value=${title} onInput=${(/** @type {any} */ event) => setTitle(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts("area.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>`} />
    <div class="two-fields">
      ${!area && html`<${Field} label=${t("area.level-now")} value=${level} options=${options} onChange=${(/** @type {any} */ event) => setLevel(event.currentTarget.value)} />`}
      <${Field} label=${t("area.level-target")} value=${target} options=${options} onChange=${(/** @type {any} */ event) => setTarget(event.currentTarget.value)} />
    </div>
    <label class="choice"><input type="checkbox" checked=${highlighted} onChange=${() => setHighlighted(!highlighted)} /><span>${t("area.highlight")}</span></label>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}
