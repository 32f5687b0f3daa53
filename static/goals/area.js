import { useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { mayWrite } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { BroughtMark } from "./handover.js";
import { works } from "../work/live.js";
import { changeArea } from "./live.js";
import { levelWord, scale } from "./words.js";
/** @import { Area, Evidence, LevelEntry, Me, Mentorship } from "../protocol.js" */

/** One development area: where it was, where it is, where it should go, and what shows it. @param {{ area: Area, self: Me, mentorship: Mentorship, onLevel: () => void, onEdit: () => void }} props */
export function AreaLevels({ area, self, mentorship, onLevel, onEdit }) {
  const { mentorship_id, other, role } = mentorship;
  const name = firstName(other.name);
  const canWrite = mayWrite(mentorship);
  const { current, suggested } = area;
  const on = (/** @type {LevelEntry} */ entry) => date(new Date(entry.at), self.time_zone, now.value);
  const id = `area-${area.area_id}`;
  return html`<div class="stack close">
    <div class="section-head area-head">
      <h3 id=${id} dir="auto">${area.name}</h3>
      ${canWrite &&
      html`<div class="actions">
        <button class="button small" type="button" aria-label=${t(role === "mentee" ? "area.set-which" : "area.suggest-which", { name: area.name })} onClick=${onLevel}>${t(role === "mentee" ? "area.set" : "area.suggest")}</button>
        ${role === "mentee" && html`<button class="button small quiet only-icon" type="button" aria-label=${t("area.edit-which", { name: area.name })} onClick=${onEdit}><${Icon} name="pencil" /></button>`}
      </div>`}
    </div>
    <ol class="steps-scale" role="list" aria-label=${t("area.stands", { name: area.name, level: current ? levelWord(current.level) : t("area.no-level") })}>
      ${scale(area).map(
        ({ level, was, grew, now: here, next }) => html`<li key=${level} class=${[was && "was", grew && "grew", here && "now", next && "next"].filter(Boolean).join(" ")} aria-current=${here ? "true" : undefined}>
          ${levelWord(level)}${was && html`<span class="only-for-screen-readers"> ${t("area.was")}</span>`}${next && html`<span class="only-for-screen-readers"> ${t("area.target")}</span>`}
        </li>`,
      )}
    </ol>
    ${area.brought_from && html`<p class="meta"><${BroughtMark} from=${area.brought_from} /></p>`}
    ${current && html`<div class="evidence"><span>${t(current.evidence.length ? "area.shown-by" : "area.own-word", { day: on(current) })}</span>${chips(current.evidence, mentorship_id)}</div>`}
    ${current?.note && html`<p class="small-text kept-text" dir="auto">${current.note}</p>`}
    ${suggested &&
    html`<div class="suggested">
      <p><b>${role === "mentee" ? t("area.suggests", { name, level: levelWord(suggested.level) }) : t("area.you-suggest", { level: levelWord(suggested.level) })}</b></p>
      ${suggested.note && html`<p class="kept-text" dir="auto">${suggested.note}</p>`}
      ${suggested.evidence.length > 0 && html`<div class="evidence">${chips(suggested.evidence, mentorship_id)}</div>`}
      ${role === "mentee" && canWrite
        ? html`<div class="actions">
            <button class="button small" type="button" aria-label=${t("area.accept-which", { name: area.name })} onClick=${() => changeArea(api.answerLevel(area.area_id, suggested.revision, "accept"))}><${Icon} name="check" />${t("area.accept")}</button>
            <button class="button small quiet" type="button" aria-label=${t("area.decline-which", { name: area.name })} onClick=${() => changeArea(api.answerLevel(area.area_id, suggested.revision, "decline"))}>${t("area.decline")}</button>
          </div>`
        : html`<p class="row-note">${t("area.waits", { name })}</p>`}
    </div>`}
    <${History} area=${area} self=${self} name=${name} mentorshipId=${mentorship_id} />
  </div>`;
}

/** @param {Evidence[]} evidence @param {string} mentorshipId */
const chips = (evidence, mentorshipId) =>
  evidence.map(({ kind, reference, label }) =>
    kind === "document" && !documentOf(reference, mentorshipId)
      ? html`<span class="tag" key=${reference}>${label}</span>`
      : html`<a class="chip" key=${reference} href=${`/m/${mentorshipId}/${PLACE[kind](reference)}`}><${Icon} name=${ICON[kind]} /><span dir="auto">${label}</span></a>`,
  );

/** One that was removed since is no more than a word. @param {string} id @param {string} mentorshipId */
const documentOf = (id, mentorshipId) => works.of(mentorshipId).some((work) => work.documents.some((one) => one.document_id === id));

const ICON = { meeting: "calendar-check", document: "file-text", goal: "target" };
const PLACE = {
  meeting: (/** @type {string} */ id) => `meetings/${id}`,
  document: (/** @type {string} */ id) => `documents/${id}`,
  goal: () => "goals",
};

/** @param {{ area: Area, self: Me, name: string, mentorshipId: string }} props */
function History({ area, self, name, mentorshipId }) {
  const [history, setHistory] = useState(/** @type {LevelEntry[] | null} */ (null));
  const load = (/** @type {any} */ { currentTarget: fold }) => {
    if (fold.open) void api.areaHistory(area.area_id).then((answer) => setHistory(answer.history), (problem) => toast(problemText(problem), { icon: "circle-alert" }));
  };
  return html`<details class="fold" onToggle=${load} key=${area.revision}>
    <summary>${t("goal.history")}<span class="only-for-screen-readers">: ${area.name}</span></summary>
    ${history &&
    html`<ol class="timeline on-panel" role="list">
      ${[...history].reverse().map(
        (one) => html`<li class=${one.kind === "suggested" || one.kind === "declined" ? "" : "done"} key=${`${one.revision}-${one.kind}`}>
          <p>${t(`area.did-${one.kind}`, { who: one.user_id === self.user_id ? t("call.you") : name, level: levelWord(one.level) })}</p>
          ${one.note && html`<p class="small-text kept-text" dir="auto">${one.note}</p>`}
          <div class="evidence"><time datetime=${one.at}>${date(new Date(one.at), self.time_zone, now.value)}</time>${chips(one.evidence, mentorshipId)}</div>
        </li>`,
      )}
    </ol>`}
  </details>`;
}
