import { useState } from "preact/hooks";
import { api } from "../api.js";
import { date, day, daysBetween } from "../dates.js";
import { mentorsPath } from "../matching/words.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Empty, Icon, Pair } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { Frame } from "./frame.js";
import { useAsked } from "./live.js";
import { MatchDialog } from "./match.js";
import { Suggestions } from "./suggestions.js";
/** @import { Health, Me, PairHealth, Programme, SuggestionOverview } from "../protocol.js" */

/** Who is a pair, when it was last alive, and who might become one. @param {{ shown: Programme, again: () => Promise<void> }} props */
export function Pairs({ shown, again }) {
  const id = shown.programme.programme_id;
  const [making, setMaking] = useState(/** @type {"pair" | "suggestion" | null} */ (null));
  const [ending, setEnding] = useState(/** @type {PairHealth | null} */ (null));
  const health = useAsked(() => /** @type {Promise<Health>} */ (api.programmeHealth(id)), id);
  const suggested = useAsked(async () => /** @type {SuggestionOverview[]} */ ((await api.suggestions(id)).suggestions), id);
  const pairs = [...(health.shown?.pairs ?? [])].sort((a, b) => Number(a.status === "ended") - Number(b.status === "ended") || (b.last_active_day ?? "").localeCompare(a.last_active_day ?? ""));
  const refresh = () => Promise.all([again(), health.again(), suggested.again()]);
  const done = () => (setMaking(null), void refresh());
  const end = async () => {
    const pair = ending;
    setEnding(null);
    try {
      await api.endPair(pair?.mentorship_id ?? "");
      toast(t("programme.ended-toast"));
      await refresh();
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const actions = html`<a class="button quiet" href=${mentorsPath(id)}>${t("nav.mentors")}</a>
    <button class="button" type="button" onClick=${() => setMaking("suggestion")}><${Icon} name="message-circle" />${t("match.suggest")}</button>
    <button class="button primary" type="button" onClick=${() => setMaking("pair")}><${Icon} name="handshake" />${t("programme.new-pair")}</button>`;
  return html`<${Frame} shown=${shown} part="pairs" actions=${actions}>
    <section aria-labelledby="pairs">
      <div class="section-head"><h2 id="pairs">${t("programme.pairs")}</h2></div>
      ${health.shown && pairs.length === 0
        ? html`<div class="panel"><${Empty} icon="handshake" title=${t("programme.no-pairs")}><p>${t("programme.no-pairs-why")}</p><//></div>`
        : html`<ul class="rows" role="list">${pairs.map((pair) => html`<${PairRow} key=${pair.mentorship_id} pair=${pair} onEnd=${() => setEnding(pair)} />`)}</ul>`}
    </section>
    <${Suggestions} suggestions=${suggested.shown ?? []} />
    ${making && html`<${MatchDialog} programmeId=${id} members=${shown.members} as=${making} onClose=${() => setMaking(null)} onDone=${done} />`}
    ${ending &&
    html`<${Dialog} title=${t("programme.end-title", { mentor: ending.mentor.name, mentee: ending.mentee.name })} action=${t("programme.end-action")} stop=${true} onClose=${() => setEnding(null)} onAction=${end}>
      <p>${t("programme.end-text")}</p>
    <//>`}
  <//>`;
}

/** A pair by its days. @param {{ pair: PairHealth, onEnd?: () => void }} props */
export function PairRow({ pair, onEnd }) {
  const { mentor, mentee, status, last_active_day, last_met_at, next_meeting_at, quiet } = pair;
  const zone = /** @type {Me} */ (me.value).time_zone;
  const names = t("programme.names", { mentor: mentor.name, mentee: mentee.name });
  const notes = [
    last_active_day ? t("programme.last-active", { day: dayOf(last_active_day) }) : t("programme.not-begun"),
    last_met_at && t("programme.last-met", { day: date(new Date(last_met_at), zone, now.value) }),
    next_meeting_at && t("programme.next-meeting", { day: date(new Date(next_meeting_at), zone, now.value) }),
    quiet && onEnd && t("programme.hello"),
  ].filter(Boolean);
  return html`<li class="row folds">
    <${Pair} people=${[mentor, mentee]} />
    <div class="row-body"><p class="row-title" dir="auto">${names}</p><p class="row-note">${notes.join(" ")}</p></div>
    <div class="row-end">
      ${status !== "active" && html`<span class="tag">${t(status === "ended" ? "home.ended" : "home.paused")}</span>`}
      ${status !== "ended" && onEnd && html`<button class="button small" type="button" aria-label=${t("programme.end-whose", { names })} onClick=${onEnd}>${t("programme.end")}</button>`}
    </div>
  </li>`;
}

/** "Saturday 21 November", with how near it is where that says more. @param {string} iso a day in UTC */
function dayOf(iso) {
  const at = new Date(iso);
  const ago = daysBetween(at, now.value, "UTC");
  if (ago === 0) return t("day.today-within");
  return ago === 1 ? t("programme.yesterday") : day(at, "UTC", now.value);
}
