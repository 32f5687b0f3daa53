import { standing } from "../about/standing.js";
import { agreement, levelWord } from "../goals/words.js";
import { mayWrite } from "../mentorship/may.js";
import { dayOfMeeting, pathOf } from "../meetings/when.js";
import { firstName, t } from "../strings/index.js";
/** @import { Agreement, Area, Goal, Meeting, Mentorship } from "../protocol.js" */

/** One thing that needs me. @typedef {{ key: string, icon: string, title: string, note: string, action: string, href: string }} Wait */

/**
 * What waits for me in a mentorship: words on a meeting, a yes to the agreement or a goal, an answer to a level.
 *
 * @param {Mentorship} mentorship @param {string} self
 * @param {{ past: Meeting[], waiting: ReadonlySet<string>, goals: Goal[], areas: Area[], agreement?: Agreement, now: Date }} known
 * @returns {Wait[]}
 */
export function waitsFor(mentorship, self, { past, waiting, goals, areas, agreement: promise, now }) {
  if (!mayWrite(mentorship)) return [];
  const { mentorship_id, role, other } = mentorship;
  const name = firstName(other.name);
  const goalsPath = `/m/${mentorship_id}/goals`;
  /** @type {Wait[]} */
  const waits = [];
  for (const meeting of past.filter((m) => waiting.has(m.meeting_id))) {
    const what = role === "mentee" ? "rate" : "feedback";
    const day = dayOfMeeting(meeting, now);
    waits.push({ key: meeting.meeting_id, icon: "message-square-text", title: t(`home.${what}`, { name, day }), note: t(`home.${what}-note`, { name }), action: t(`home.${what}-action`), href: pathOf(meeting) });
  }
  const stands = promise && standing(promise, self, other.user_id);
  if (stands === "waits-for-you" || stands === "outdated")
    waits.push({ key: `agreement-${mentorship_id}`, icon: "handshake", title: t(stands === "outdated" ? "home.agreement-outdated" : "home.agreement", { name }), note: t("home.agreement-note"), action: t("home.look-action"), href: `/m/${mentorship_id}/about` });
  for (const goal of goals.filter((g) => g.status === "open")) {
    const key = goal.goal_id;
    const look = { key, icon: "target", action: t("home.look-action"), href: goalsPath };
    if (goal.removal_proposed_by && goal.removal_proposed_by !== self) waits.push({ ...look, title: t("home.removal", { name, what: goal.what }), note: t("home.removal-note") });
    else if (agreement(goal, self, other.user_id) === "waits-for-you")
      waits.push({ ...look, title: t(goal.created_by === other.user_id ? "home.agree" : "home.agree-changed", { name, what: goal.what }), note: t("home.agree-note") });
  }
  if (role === "mentee")
    for (const { area_id, name: area, suggested } of areas)
      if (suggested) waits.push({ key: area_id, icon: "target", title: t("home.level", { name, area }), note: t("home.level-note", { level: levelWord(suggested.level) }), action: t("home.look-action"), href: goalsPath });
  return waits;
}
