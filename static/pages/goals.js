import { useState } from "preact/hooks";
import { youAnd } from "../bots/readers.js";
import { date } from "../dates.js";
import { AreaDialog, LevelDialog } from "../goals/area-dialogs.js";
import { AreaLevels } from "../goals/area.js";
import { GoalDialog } from "../goals/goal-dialog.js";
import { GoalPanel } from "../goals/goal.js";
import { HandoverOffer } from "../goals/handover.js";
import { areas, goals, useGoals } from "../goals/live.js";
import { areasInOrder, inOrder, thread } from "../goals/words.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { mayWrite } from "../mentorship/may.js";
import { book, useMeetings } from "../meetings/live.js";
import { pathOf } from "../meetings/when.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { useWork, works } from "../work/live.js";
/** @import { Area, Goal, Me, Mentorship } from "../protocol.js" */

/** @typedef {{ what: "goal", goal?: Goal } | { what: "area", area?: Area } | { what: "level", area: Area }} Open */

export default withMentorship(Goals);

/** What they work towards, and how they know that it is working. @param {{ mentorship: Mentorship, self: Me }} props */
function Goals({ mentorship, self }) {
  const { mentorship_id, other, role } = mentorship;
  const name = firstName(other.name);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [open, setOpen] = useState(/** @type {Open | null} */ (null));
  useTitle(t("goals.page", { name }));
  useGoals([mentorship_id], setError);
  useMeetings([mentorship_id]);
  useWork(mentorship_id);
  const listed = goals.listed.value.has(mentorship_id);
  const all = inOrder(goals.of(mentorship_id));
  const levels = areasInOrder(areas.of(mentorship_id));
  const next = book.upcoming(mentorship_id)[0] ?? null;
  const past = book.past(mentorship_id);
  const canWrite = mayWrite(mentorship);
  const close = () => setOpen(null);
  const newGoal = html`<button class=${`button ${all.length ? "" : "primary"}`} type="button" onClick=${() => setOpen({ what: "goal" })}><${Icon} name="plus" />${t("goals.new")}</button>`;

  return html`<${Frame} mentorship=${mentorship} part="goals">
    <div class="page">
      <div class="page-head">
        <div><h2 class="part-title">${t("goals.title")}</h2><p>${t("goals.lead")}</p></div>
        ${canWrite && all.length > 0 && html`<div class="actions">${newGoal}</div>`}
      </div>
      ${error && !listed && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
      ${listed &&
      html`<div class="columns">
        <div class="stack">
          ${role === "mentee" && canWrite && html`<${HandoverOffer} mentorship=${mentorship} />`}
          ${all.length === 0
            ? html`<section class="panel"><${Empty} icon="target" title=${t("goals.none-title")}><p>${t("goals.none-why")}</p>${canWrite && newGoal}<//></section>`
            : html`<div class="stack close">
                <ul class="goals" role="list">
                  ${all.map((goal) => html`<${GoalPanel} key=${goal.goal_id} goal=${goal} self=${self} mentorship=${mentorship} onAgenda=${next ? next.agenda.filter((item) => item.goal_id === goal.goal_id).length : 0} onEdit=${() => setOpen({ what: "goal", goal })} />`)}
                </ul>
                <${Readers} id="goal-readers">${parts("goal.readers", { both: html`<b>${youAnd("agenda.you-and", name, mentorship.bots, "goals:read")}</b>` })}<//>
              </div>`}
          <section aria-labelledby="levels" class="panel stack">
            <div class="panel-head">
              <h2 id="levels">${t("levels.title")}</h2>
              ${role === "mentee" && canWrite && html`<button class="button small" type="button" onClick=${() => setOpen({ what: "area" })}><${Icon} name="plus" />${t("area.new")}</button>`}
            </div>
            ${levels.length === 0 && html`<p class="quiet-text">${t(role === "mentee" ? "levels.none" : "levels.none-mentor", { name })}</p>`}
            ${levels.length > 0 &&
            html`<div class="levels">
              ${levels.map((area) => html`<${AreaLevels} key=${area.area_id} area=${area} self=${self} mentorship=${mentorship} onLevel=${() => setOpen({ what: "level", area })} onEdit=${() => setOpen({ what: "area", area })} />`)}
            </div>`}
            <${Readers}>${role === "mentee" ? parts("levels.readers", { you: html`<b>${t("call.you")}</b>`, name }) : t("levels.readers-mentor", { name })}<//>
          </section>
        </div>
        <${Thread} mentorshipId=${mentorship_id} self=${self} />
      </div>`}
    </div>
    ${open?.what === "goal" && html`<${GoalDialog} mentorshipId=${mentorship_id} name=${name} goal=${open.goal} onClose=${close} />`}
    ${open?.what === "area" && html`<${AreaDialog} mentorship=${mentorship} area=${open.area} onClose=${close} />`}
    ${open?.what === "level" && html`<${LevelDialog} area=${open.area} mentorship=${mentorship} past=${past} goals=${all} documents=${works.of(mentorship_id).flatMap((work) => work.documents)} onClose=${close} />`}
  <//>`;
}

/** @param {{ mentorshipId: string, self: Me }} props */
function Thread({ mentorshipId, self }) {
  const knots = thread({ next: book.upcoming(mentorshipId)[0] ?? null, past: book.past(mentorshipId), goals: goals.of(mentorshipId), areas: areas.of(mentorshipId) });
  if (!knots.length) return null;
  return html`<section aria-labelledby="thread">
    <div class="section-head"><h2 id="thread">${t("thread.title")}</h2></div>
    <ol class="timeline" role="list">
      ${knots.map(({ key, kind, at, title, meeting }) => {
        const day = date(new Date(at), self.time_zone, now.value);
        return html`<li class=${kind} key=${key}>
          <p class="row-title" dir="auto">${meeting ? html`<a href=${pathOf(meeting)}>${title}</a>` : title}</p>
          <p class="row-note">${kind === "wait" ? t("thread.coming", { day }) : day}</p>
        </li>`;
      })}
    </ol>
  </section>`;
}
