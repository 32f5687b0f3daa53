import { api } from "../api.js";
import { clock, date, leaf, place } from "../dates.js";
import { KIND_ICON } from "../meetings/when.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon } from "../ui/parts.js";
import { Bars, Changes, Chart, Columns, Stack } from "./charts.js";
import { ConcernsForYou } from "./concerns.js";
import { Frame } from "./frame.js";
import { useAsked } from "./live.js";
import { PairRow } from "./pairs.js";
import { WhatYouSee } from "./sees.js";
/** @import { Health as Figures, Me, MeetingKind, PairHealth, Programme } from "../protocol.js" */

const KINDS = /** @type {MeetingKind[]} */ (["video", "sound", "chat", "in_person"]);
const MOST_QUIET = 5;
const MOST_LEVELS = 2; // as far as the drawing goes; the word beside it says all

/** How a programme is doing: counts and days. @param {{ shown: Programme }} props */
export function Health({ shown }) {
  const id = shown.programme.programme_id;
  const { shown: health, error } = useAsked(() => /** @type {Promise<Figures>} */ (api.programmeHealth(id)), id, ["feedback_changed", "rating_changed"]);
  const file = html`<a class="button" href=${`/api/programmes/${encodeURIComponent(id)}/health.csv`} download><${Icon} name="download" />${t("health.export")}</a>`;
  return html`<${Frame} shown=${shown} part="health" actions=${file}>
    ${error && !health && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
    ${health &&
    html`<${AtAGlance} health=${health} />
      <div class="columns">
        <div class="stack">
          ${health.pairs.length === 0 ? html`<${NoPairs} id=${id} />` : html`<${QuietPairs} health=${health} /><${Charts} health=${health} />`}
        </div>
        <div class="stack"><${ConcernsForYou} programmeId=${id} /><${WhatYouSee} /></div>
      </div>`}
  <//>`;
}

/** @param {{ id: string }} props */
const NoPairs = ({ id }) =>
  html`<div class="panel">
    <${Empty} icon="sprout" title=${t("health.empty")}><p>${t("health.empty-why")}</p><a class="button" href=${`/programmes/${id}/people`}>${t("health.empty-action")}</a><//>
  </div>`;

/** @param {{ health: Figures }} props */
function AtAGlance({ health: { at, mentorships, meetings, given, goals } }) {
  const zone = /** @type {Me} */ (me.value).time_zone;
  const ratings = sum(given.scores);
  const held = sum(Object.values(meetings.held));
  const judged = held + meetings.not_held;
  const going = mentorships.active + mentorships.quiet;
  return html`<section class="stack closer" aria-label=${t("health.glance")}>
    <dl class="figures-row">
      <${Figure} value=${meetings.pairs_met} of=${going} what=${t("health.met")} note=${t("health.met-note", { count: mentorships.quiet })} />
      <${Figure} value=${given.mean_rating?.toFixed(1) ?? "–"} what=${t("health.mean")} note=${t("health.mean-note", { ratings: t("health.ratings-count", { count: ratings }), feedback: t("health.feedback-count", { count: given.feedback }) })} />
      <${Figure} value=${judged ? `${Math.round((held / judged) * 100)} %` : "–"} what=${t("health.took-place")} note=${t("health.took-place-note", { unconfirmed: meetings.unconfirmed, cancelled: meetings.cancelled })} />
      <${Figure} value=${goals.done} of=${goals.open + goals.done + goals.dropped} what=${t("health.reached")} note=${t("health.reached-note", { count: goals.open })} />
    </dl>
    <p class="small-text quiet-text">${t("health.as-of", { time: clock(new Date(at), zone), place: place(zone) })}</p>
  </section>`;
}

/** @param {{ value: string | number, of?: number, what: string, note: string }} props */
const Figure = ({ value, of, what, note }) =>
  html`<div class="figure"><dt>${what}</dt><dd class="value">${value}${of !== undefined && html` <small>${t("health.of", { of })}</small>`}</dd><dd class="note">${note}</dd></div>`;

/** @param {{ health: Figures }} props */
function QuietPairs({ health: { programme, pairs, quiet_days } }) {
  const quiet = pairs.filter((pair) => pair.quiet).sort(byLastDay);
  if (quiet.length === 0) return html`<p class="quiet-text">${t("health.none-quiet", { count: quiet_days })}</p>`;
  return html`<section aria-labelledby="hello">
    <div class="section-head"><h2 id="hello">${t("health.hello")}</h2><span class="small-text quiet-text">${t("health.quiet-for", { count: quiet_days })}</span></div>
    <ul class="rows" role="list">${quiet.slice(0, MOST_QUIET).map((pair) => html`<${PairRow} key=${pair.mentorship_id} pair=${pair} />`)}</ul>
    ${quiet.length > MOST_QUIET && html`<p><a href=${`/programmes/${programme.programme_id}/pairs`}>${t("health.more-quiet", { count: quiet.length - MOST_QUIET })}</a></p>`}
  </section>`;
}

/** @param {{ health: Figures }} props */
function Charts({ health: { meetings, goals, given, cohorts, mentorships } }) {
  const weeks = meetings.weeks.map(({ monday, held }, i) => ({ label: weekLabel(monday, meetings.weeks[i - 1]?.monday), value: held, day: date(new Date(monday), "UTC", now.value) }));
  const most = weeks.reduce((a, b) => (b.value > a.value ? b : a));
  const kinds = KINDS.map((kind) => ({ label: t(`meeting.kind-${kind}`), value: meetings.held[kind], icon: KIND_ICON[kind] }));
  const pairs = /** @type {const} */ ([["active", "series-1"], ["quiet", "series-2"], ["paused", "hatched"], ["ended", "series-rest"]]).map(([name, tone]) => ({ label: t(`health.pairs-${name}`), value: mentorships[name], tone }));
  const goalParts = /** @type {const} */ ([["done", "series-1"], ["open", "series-1-soft"], ["dropped", "series-rest"]]).map(([name, tone]) => ({ label: t(`health.goals-${name}`), value: goals[name], tone }));
  const scores = given.scores.map((value, i) => ({ label: t(/** @type {"rating.word-1"} */ (`rating.word-${i + 1}`)), value })).reverse();
  const changes = cohorts.map(({ began, mentees, mean_change }) => ({
    label: quarter(began),
    note: mentees === null ? "" : t("health.mentees", { count: mentees }),
    value: mean_change,
    word: mean_change === null ? t("health.kept-back") : t("health.levels", { change: signed(mean_change) }),
  }));
  return html`
    <${Chart} title=${t("health.weeks")} unit=${t("health.weeks-unit")} head=${[t("health.week-of"), t("health.meetings")]} data=${weeks.map(({ day, value }) => ({ label: day, value }))}
      summary=${t("health.weeks-summary", { from: weeks[0].day, to: weeks[weeks.length - 1].day, total: sum(weeks.map((w) => w.value)), most: most.value, day: most.day })}>
      <${Columns} data=${weeks} />
    <//>
    <div class="halves">
      <${Chart} title=${t("health.kinds")} unit=${t("health.kinds-unit")} head=${[t("health.kind"), t("health.meetings")]} data=${kinds} summary=${inWords(kinds)}><${Bars} data=${kinds} /><//>
      <${Chart} title=${t("health.pairs")} unit=${t("health.pairs-unit")} head=${[t("health.state"), t("health.pairs")]} data=${pairs} summary=${inWords(pairs)}><${Stack} data=${pairs} /><//>
      <${Chart} title=${t("health.ratings")} unit=${t("health.ratings-unit")} head=${[t("health.rating"), t("health.ratings")]} data=${scores} summary=${inWords(scores)}><${Bars} data=${scores} /><//>
      <${Chart} title=${t("health.goals")} unit=${t("health.goals-unit")} head=${[t("health.state"), t("health.goals")]} data=${goalParts} summary=${inWords(goalParts)}><${Stack} data=${goalParts} /><//>
    </div>
    ${changes.length === 0
      ? html`<section class="panel stack close" aria-labelledby="levels"><h2 id="levels">${t("health.cohorts")}</h2><p class="small-text quiet-text">${t("health.no-cohorts")}</p></section>`
      : html`<${Chart} title=${t("health.cohorts")} unit=${t("health.cohorts-unit")} head=${[t("health.cohort"), t("health.change")]} data=${changes.map(({ label, word }) => ({ label, value: word }))}
          summary=${changes.map(({ label, word }) => `${label}: ${word}`).join("; ")}><${Changes} data=${changes} most=${MOST_LEVELS} /><//>`}
  `;
}

/** "5 Oct", then "12": the month is said when it is another. @param {string} monday @param {string | undefined} before */
function weekLabel(monday, before) {
  const { day, month } = leaf(new Date(monday), "UTC");
  return before && leaf(new Date(before), "UTC").month === month ? day : `${day} ${month}`;
}

/** "October to December 2026" of "2026-Q4". @param {string} began */
function quarter(began) {
  const [year, q] = began.split("-Q").map(Number);
  return t(/** @type {"health.quarter-1"} */ (`health.quarter-${q}`), { year });
}

const sum = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0);
const signed = (/** @type {number} */ value) => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace("-", "−"));
const inWords = (/** @type {{ label: string, value: number }[]} */ data) => data.map(({ label, value }) => `${label} ${value}`).join(", ");
/** @param {PairHealth} a @param {PairHealth} b */
const byLastDay = (a, b) => (a.last_active_day ?? "").localeCompare(b.last_active_day ?? "");
