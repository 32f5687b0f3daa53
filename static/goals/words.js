import { t } from "../strings/index.js";
/** @import { Area, Goal, GoalActivity, Level, Meeting, Role } from "../protocol.js" */

/** What goals and levels come to, in words and marks. Pure. */

export const LEVELS = /** @type {Level[]} */ (["aware", "practising", "on_my_own", "guiding", "shaping"]);

/** @param {Level} level */
export const levelWord = (level) => t(`level.${level}`);

/**
 * How it stands between the two: both agreed, or one of them has not yet.
 *
 * @param {Goal} goal @param {string} self @param {string} other
 * @returns {"agreed" | "waits-for-you" | "waits-for-other"}
 */
export function agreement({ agreed_by }, self, other) {
  if (!agreed_by.includes(self)) return "waits-for-you";
  return agreed_by.includes(other) ? "agreed" : "waits-for-other";
}

/** "3 of 5 steps", or its percentage. @param {Goal} goal */
export function progressWords({ checklist, progress }) {
  if (!checklist.length) return t("goal.percent", { progress });
  return t("goal.steps-done", { done: checklist.filter((step) => step.done).length, count: checklist.length });
}

/** Open ones first, each group oldest first. @param {Goal[]} goals */
export const inOrder = (goals) => [...goals].sort((a, b) => Number(a.status !== "open") - Number(b.status !== "open"));

/** Those one works on now come first. @param {Area[]} areas */
export const areasInOrder = (areas) => [...areas].sort((a, b) => Number(b.highlighted) - Number(a.highlighted));

/**
 * The five steps of a level with what each is: where it was, the way since, where it is, where it should go.
 *
 * @param {Area} area
 * @returns {{ level: Level, was: boolean, grew: boolean, now: boolean, next: boolean }[]}
 */
export function scale({ first, current, target }) {
  const at = current ? LEVELS.indexOf(current.level) : -1;
  const from = first ? LEVELS.indexOf(first.level) : at;
  return LEVELS.map((level, i) => ({
    level,
    was: i === from && from !== at,
    grew: at >= 0 && i > from && i <= at,
    now: i === at,
    next: level === target && i !== at,
  }));
}

/** What somebody did to a goal. @param {GoalActivity} activity @param {string} who */
export function activityWords({ kind, detail }, who) {
  if (kind === "status_changed") return t(/** @type {"goal.did-done"} */ (`goal.did-${detail}`), { who });
  return t(/** @type {"goal.did-created"} */ (`goal.did-${kind}`), { who, detail: detail ?? "" });
}

/**
 * The thread so far, newest first: what comes, meetings that were, goals, levels.
 *
 * @typedef {{ key: string, kind: "wait" | "done", at: string, title: string, meeting?: Meeting }} Knot
 * @param {{ next: Meeting | null, past: Meeting[], goals: Goal[], areas: Area[] }} known
 * @returns {Knot[]}
 */
export function thread({ next, past, goals, areas }) {
  /** @type {Knot[]} */
  const knots = past.filter((m) => m.state === "past").map((meeting) => ({ key: meeting.meeting_id, kind: "done", at: meeting.starts_at, title: meeting.title, meeting }));
  for (const goal of goals) knots.push({ key: goal.goal_id, kind: "done", at: goal.created_at, title: t("thread.goal", { what: goal.what }) });
  for (const { area_id, name, first, current } of areas)
    if (current && current.at !== first?.at) knots.push({ key: area_id, kind: "done", at: current.at, title: t("thread.level", { name, level: levelWord(current.level) }) });
  knots.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (next) knots.unshift({ key: next.meeting_id, kind: "wait", at: next.starts_at, title: next.title, meeting: next });
  return knots.slice(0, 8);
}
