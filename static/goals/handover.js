import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { mentorshipOf } from "../session.js";
import { on } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { levelWord } from "./words.js";
/** @import { Handover, Mentorship, Portable } from "../protocol.js" */

/** What a mentee may bring along from an earlier mentorship: they choose, by default nothing. */

/** Where something was brought from; whoever was not there reads no name. @param {{ from: string | null }} props */
export function BroughtMark({ from }) {
  if (!from) return null;
  const earlier = mentorshipOf(from);
  return html`<span><${Icon} name="repeat" />${earlier ? t("brought.from", { name: firstName(earlier.other.name) }) : t("brought.before")}</span>`;
}

/** An offer for each mentorship that has ended, until it is answered. @param {{ mentorship: Mentorship }} props */
export function HandoverOffer({ mentorship }) {
  const { mentorship_id } = mentorship;
  const [offers, setOffers] = useState(/** @type {Portable[]} */ ([]));
  const [chosen, setChosen] = useState(/** @type {Portable | null} */ (null));
  useEffect(() => {
    const load = () => void api.handover(mentorship_id).then((/** @type {Handover} */ now) => setOffers(now.offers), () => {}); // the next welcome asks again
    load();
    const stop = [on("handover_changed", load), on("welcome", load), on("resync", load)];
    return () => stop.forEach((undo) => undo());
  }, [mentorship_id]);
  /** @param {string} from @param {string[]} goalIds @param {string[]} areaIds */
  const answer = async (from, goalIds, areaIds) => {
    setChosen(null);
    try {
      setOffers((await api.takeOver(mentorship_id, { from, goal_ids: goalIds, area_ids: areaIds })).offers);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const shown = offers.flatMap((offer) => mentorshipOf(offer.mentorship_id) ?? []);
  if (!shown.length) return null;
  return html`<ul class="rows handover" role="list" aria-label=${t("handover.offers")}>
      ${shown.map((earlier) => {
        const name = firstName(earlier.other.name);
        const offer = /** @type {Portable} */ (offers.find((one) => one.mentorship_id === earlier.mentorship_id));
        return html`<li class="row folds" key=${earlier.mentorship_id}>
          <span class="row-mark plain"><${Icon} name="repeat" /></span>
          <div class="row-body"><p class="row-title">${t("handover.title", { name })}</p><p class="row-note">${t("handover.note", { name })}</p></div>
          <div class="row-end">
            <button class="button small" type="button" aria-label=${t("handover.choose-from", { name })} onClick=${() => setChosen(offer)}>${t("handover.choose")}</button>
            <button class="button small quiet" type="button" aria-label=${t("handover.nothing-from", { name })} onClick=${() => answer(earlier.mentorship_id, [], [])}>${t("handover.nothing")}</button>
          </div>
        </li>`;
      })}
    </ul>
    ${chosen && html`<${Choice} offer=${chosen} mentorship=${mentorship} onChoose=${(/** @type {string[]} */ goalIds, /** @type {string[]} */ areaIds) => answer(chosen.mentorship_id, goalIds, areaIds)} onClose=${() => setChosen(null)} />`}`;
}

/** @param {{ offer: Portable, mentorship: Mentorship, onChoose: (goalIds: string[], areaIds: string[]) => void, onClose: () => void }} props */
function Choice({ offer, mentorship, onChoose, onClose }) {
  const [goals, setGoals] = useState(/** @type {string[]} */ ([]));
  const [areas, setAreas] = useState(/** @type {string[]} */ ([]));
  const name = firstName(mentorship.other.name);
  const earlier = firstName(mentorshipOf(offer.mentorship_id)?.other.name ?? "");
  return html`<${Dialog} title=${t("handover.dialog", { name: earlier })} action=${t("handover.bring")} onClose=${onClose} onAction=${() => onChoose(goals, areas)}>
    ${offer.goals.length > 0 && html`<${Ticks} legend=${t("goals.title")} all=${offer.goals.map((goal) => ({ id: goal.goal_id, label: goal.what }))} ticked=${goals} onTick=${setGoals} />`}
    ${offer.areas.length > 0 &&
    html`<${Ticks} legend=${t("levels.title")} all=${offer.areas.map((area) => ({ id: area.area_id, label: area.name, hint: area.current ? levelWord(area.current.level) : undefined }))} ticked=${areas} onTick=${setAreas} />`}
    <${Readers}>${parts("handover.readers", { name: html`<b>${name}</b>`, earlier })}<//>
  <//>`;
}

/** @param {{ legend: string, all: { id: string, label: string, hint?: string }[], ticked: string[], onTick: (ids: string[]) => void }} props */
const Ticks = ({ legend, all, ticked, onTick }) =>
  html`<fieldset class="field">
    <legend>${legend}</legend>
    ${all.map(
      ({ id, label, hint }) => html`<label class="choice" key=${id}>
        <input type="checkbox" checked=${ticked.includes(id)} onChange=${(/** @type {any} */ event) => onTick(event.currentTarget.checked ? [...ticked, id] : ticked.filter((one) => one !== id))} />
        <span dir="auto">${label}${hint && html`<span class="hint">${hint}</span>`}</span>
      </label>`,
    )}
  </fieldset>`;
