import { day } from "../dates.js";
import { goals, useGoals } from "../goals/live.js";
import { progressWords } from "../goals/words.js";
import { ActionList, stillOpen } from "../meetings/actions.js";
import { book, useMeetings } from "../meetings/live.js";
import { pathOf } from "../meetings/when.js";
import { firstName, listed, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { mayMeet } from "./may.js";
/** @import { Me, Mentorship } from "../protocol.js" */

/** Beside the chat: what comes next, what is open, what it is for, and who sees what. @param {{ mentorship: Mentorship, self: Me }} props */
export function Glance({ mentorship, self }) {
  const { mentorship_id: id, other, status } = mentorship;
  const name = firstName(other.name);
  const reading = (mentorship.bots ?? []).filter((bot) => bot.reads.length);
  useMeetings([id]);
  useGoals([id]);
  return html`<aside class="chat-side" aria-label=${t("mentorship.glance")}>
    ${book.listed.value[id]?.upcoming && html`<${Next} mentorship=${mentorship} self=${self} />`}
    ${book.actions.value[id] && html`<${Open} mentorship=${mentorship} self=${self} />`}
    ${goals.listed.value.has(id) && status !== "ended" && html`<${Towards} mentorshipId=${id} />`}
    <section class="side-block sees">
      <h2>${t("mentorship.who-sees")}</h2>
      <ul role="list">
        <li><${Icon} name="lock" /><span>${t("mentorship.sees-both", { name })}</span></li>
        ${reading.length > 0 && html`<li><${Icon} name="bot" /><span>${t("bots.glance", { count: reading.length, bots: listed(reading.map((bot) => bot.name)) })}</span></li>`}
        <li><${Icon} name="eye" /><span>${t("mentorship.sees-programme", { programme: mentorship.programme.name })}</span></li>
        <li><${Icon} name="eye-off" /><span>${t("mentorship.sees-nobody")}</span></li>
      </ul>
      <p><a class="small-text" href=${`/m/${id}/about`}>${t("mentorship.sees-all")}</a></p>
    </section>
  </aside>`;
}

/** @param {{ mentorship: Mentorship, self: Me }} props */
function Next({ mentorship, self }) {
  const { mentorship_id, other } = mentorship;
  const meeting = book.upcoming(mentorship_id)[0];
  const at = meeting && new Date(meeting.starts_at);
  if (!at)
    return html`<section class="side-block">
      <h2>${t("mentorship.next-meeting")}</h2>
      <p class="small-text quiet-text">${t("mentorship.no-meeting")}</p>
      ${mayMeet(mentorship) && html`<p><a class="button small" href=${`/m/${mentorship_id}/meetings`}>${t("mentorship.plan")}</a></p>`}
    </section>`;
  return html`<section class="side-block">
    <h2>${t(meeting.state === "current" ? "meeting.now" : "mentorship.next-meeting")}</h2>
    <div>
      <p class="row-title" dir="auto">${meeting.title}</p>
      <p class="small-text quiet-text">${day(at, self.time_zone, now.value)}</p>
    </div>
    <${Clocks} at=${at} me=${self} other=${other} />
    <p><a class="button small" href=${pathOf(meeting)}>${t("home.open-agenda")}</a></p>
  </section>`;
}

/** @param {{ mentorship: Mentorship, self: Me }} props */
function Open({ mentorship: { mentorship_id, other }, self }) {
  const actions = stillOpen(book.actions.value[mentorship_id], now.value, self.time_zone);
  return html`<section class="side-block">
    <h2>${t("mentorship.actions")}</h2>
    ${actions.length ? html`<${ActionList} actions=${actions} self=${self} other=${other} place="side" />` : html`<p class="small-text quiet-text">${t("mentorship.no-actions")}</p>`}
  </section>`;
}

/** @param {{ mentorshipId: string }} props */
function Towards({ mentorshipId }) {
  const open = goals.of(mentorshipId).filter((goal) => goal.status === "open");
  return html`<section class="side-block">
    <h2><a href=${`/m/${mentorshipId}/goals`}>${t("mentorship.goals")}</a></h2>
    ${open.length
      ? html`<ul class="stack close" role="list">
          ${open.map(
            (goal) => html`<li class="stack closer" key=${goal.goal_id}>
              <span dir="auto">${goal.what}</span><progress class="progress thin" max="100" value=${goal.progress} aria-label=${goal.what} title=${progressWords(goal)}></progress>
            </li>`,
          )}
        </ul>`
      : html`<p class="small-text quiet-text">${t("mentorship.no-goals")}</p>`}
  </section>`;
}
