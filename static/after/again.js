import { daysBetween, dayKey, instantOf } from "../dates.js";
/** @import { Meeting } from "../protocol.js" */

const USUALLY = 2; // weeks between two meetings, when nothing says otherwise
const MOST = 4;
const WEEK_DAYS = 7;

/**
 * When the next meeting would be if it went on as before: the same weekday and the same time on the same clocks,
 * as many weeks later as a series says, or as lay between the last two. Pure.
 *
 * @param {Meeting} meeting @param {readonly Meeting[]} past newest first @param {Date} now
 * @returns {{ local: string, zone: string, at: Date }}
 */
export function nextTime(meeting, past, now) {
  const weeks = meeting.every_weeks ?? gap(meeting, past);
  const zone = meeting.time_zone;
  for (let n = 1; ; n += 1) {
    const local = daysLater(meeting.local_start, n * weeks * WEEK_DAYS);
    const at = /** @type {Date} */ (instantOf(local, zone));
    if (at > now) return { local, zone, at };
  }
}

/** Whole weeks since the one before, at least one. @param {Meeting} meeting @param {readonly Meeting[]} past */
function gap(meeting, past) {
  const before = past.find((one) => one.state === "past" && one.starts_at < meeting.starts_at);
  if (!before) return USUALLY;
  const days = daysBetween(new Date(before.starts_at), new Date(meeting.starts_at), meeting.time_zone);
  return Math.min(Math.max(Math.round(days / WEEK_DAYS), 1), MOST);
}

/** @param {string} local what clocks show, as 2026-11-26T16:00 @param {number} days */
function daysLater(local, days) {
  const later = new Date(Date.parse(`${local}Z`) + days * 86_400_000); // days of the calendar have no zone
  return `${dayKey(later, "UTC")}${local.slice(10)}`;
}
