/** @import { AgendaItem, Meeting } from "../protocol.js" */

/**
 * How long an item has been talked about, and what is left of its time. Pure; the time is the server's, in
 * milliseconds since 1970.
 *
 * @typedef {{ spentS: number, plannedS: number | null, leftS: number | null, over: boolean, done: number }} Timebox `done`: the share of the plan, up to 1
 */

const MINUTE_MS = 60_000;
const EARLY_MINUTES = 30; // as the server lets a clock run
const LATE_MINUTES = 60;

/** @param {AgendaItem} item @param {number | null} at @returns {Timebox} */
export function timeboxOf({ minutes, more_minutes, spent_ms, running_since }, at) {
  const running = running_since && at !== null ? Math.max(at - Date.parse(running_since), 0) : 0;
  const spentS = Math.floor((spent_ms + running) / 1_000);
  const plannedS = minutes === null ? null : (minutes + more_minutes) * 60;
  const leftS = plannedS === null ? null : plannedS - spentS;
  return { spentS, plannedS, leftS, over: leftS !== null && leftS < 0, done: plannedS ? Math.min(spentS / plannedS, 1) : 0 };
}

/** When its full seconds begin, for a clock to tick with; null when it rests. @param {AgendaItem} item */
export const runsFrom = ({ running_since, spent_ms }) => (running_since ? Date.parse(running_since) - spent_ms : null);

/** "8:20", "1:05:00" @param {number} seconds */
export function clockWords(seconds) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The item that is talked about. @param {Meeting} meeting */
export const currentOf = ({ agenda }) => agenda.find((item) => item.current) ?? null;

/** The open item to talk about after this one; without one, the first. @param {Meeting} meeting @param {AgendaItem | null} [item] */
export function nextOf({ agenda }, item = null) {
  const after = item ? agenda.findIndex((one) => one.item_id === item.item_id) + 1 : 0;
  return agenda.slice(after).find((one) => one.state === "open" && !one.current) ?? null;
}

/** What comes after this item, and what is left of the meeting, in whole minutes. @param {Meeting} meeting @param {AgendaItem} item @param {number} at */
export function restOf(meeting, item, at) {
  const rest = meeting.agenda.slice(meeting.agenda.indexOf(item) + 1).filter((one) => one.state === "open");
  return {
    count: rest.length,
    needs: rest.reduce((sum, one) => sum + (one.minutes ?? 0) + one.more_minutes, 0),
    has: Math.max(Math.floor((Date.parse(meeting.ends_at) - at) / MINUTE_MS), 0),
  };
}

/** Whole minutes that were talked about; something is never nothing. @param {AgendaItem} item */
export const spentMinutes = ({ spent_ms }) => (spent_ms ? Math.max(Math.round(spent_ms / MINUTE_MS), 1) : 0);

/**
 * The meeting that a room is about now: the one that is on or about to be, else the one that has just been.
 *
 * @param {{ upcoming: Meeting[], past: Meeting[] }} known both the nearest first @param {Date} now
 * @returns {Meeting | null}
 */
export function meetingOn({ upcoming, past }, now) {
  const near = (/** @type {string} */ at, /** @type {number} */ minutes) => Math.abs(Date.parse(at) - now.getTime()) <= minutes * MINUTE_MS;
  const on = upcoming.filter((one) => one.state === "current");
  return (
    on.find((one) => one.kind === "video" || one.kind === "sound") ??
    on[0] ??
    upcoming.find((one) => near(one.starts_at, EARLY_MINUTES)) ??
    past.find((one) => one.state === "past" && near(one.ends_at, LATE_MINUTES)) ??
    null
  );
}
