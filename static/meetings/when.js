import { clock, date, dayKey, daysBetween, instantOf, weekday } from "../dates.js";
import { t } from "../strings/index.js";
/** @import { Meeting, MeetingKind } from "../protocol.js" */

/** When a meeting is, in words. Nothing here reads the clock. */

/** "Now", "Today", "In 2 days" @param {Pick<Meeting, "state" | "starts_at">} meeting @param {Date} now @param {string} zone */
export function untilWords(meeting, now, zone) {
  if (meeting.state === "current") return t("meeting.now");
  const days = -daysBetween(new Date(meeting.starts_at), now, zone);
  if (days <= 0) return t("meeting.today");
  return days === 1 ? t("meeting.tomorrow") : t("meeting.in-days", { count: days });
}

/** "Every second Thursday at 16:00 in Lisbon" without the clock: the clock stands beside it. @param {Meeting} meeting */
export const rhythm = ({ every_weeks, starts_at, time_zone }) =>
  every_weeks ? t(/** @type {"meeting.every-1"} */ (`meeting.every-${every_weeks}`), { weekday: weekday(new Date(starts_at), time_zone) }) : "";

/** @type {Record<MeetingKind, string>} */
export const KIND_ICON = { video: "video", sound: "headphones", chat: "message-circle", in_person: "map-pin" };

/** "Video", or where it is. @param {Pick<Meeting, "kind" | "place">} meeting */
export const kindWords = ({ kind, place }) => (kind === "in_person" && place ? place : t(`meeting.kind-${kind}`));

/** How much of the meeting the agenda takes. @param {Meeting} meeting */
export const plannedMinutes = ({ agenda }) => agenda.reduce((sum, item) => sum + (item.minutes ?? 0), 0);

/** "4 items, 45 of 50 min" @param {Meeting} meeting */
export function agendaWords(meeting) {
  const count = meeting.agenda.length;
  const planned = plannedMinutes(meeting);
  const items = t("agenda.count", { count });
  return planned ? t("agenda.count-and-minutes", { items, planned, minutes: meeting.minutes }) : items;
}

/** From ten minutes before it until its end, the way into the room is the first thing. @param {Pick<Meeting, "state" | "starts_at">} meeting @param {Date} now */
export const isNear = (meeting, now) =>
  meeting.state === "current" || (meeting.state === "upcoming" && Date.parse(meeting.starts_at) - now.getTime() <= 10 * 60_000);

/**
 * Hours at which the clocks of both places stand between 8 and 21, on the day of `at`.
 *
 * @param {string} mine @param {string} theirs @param {Date} at
 * @returns {{ from: Date, until: Date } | null} null: none
 */
export function sharedHours(mine, theirs, at) {
  const today = dayKey(at, mine);
  const begin = /** @type {Date} */ (instantOf(`${today}T08:00`, mine)).getTime();
  const end = /** @type {Date} */ (instantOf(`${today}T21:00`, mine)).getTime();
  const there = [-1, 0, 1].map((days) => {
    const day = dayKey(new Date(Date.parse(`${today}T12:00Z`) + days * 86_400_000), "UTC");
    return {
      from: Math.max(begin, /** @type {Date} */ (instantOf(`${day}T08:00`, theirs)).getTime()),
      until: Math.min(end, /** @type {Date} */ (instantOf(`${day}T21:00`, theirs)).getTime()),
    };
  });
  const longest = there.sort((a, b) => b.until - b.from - (a.until - a.from))[0];
  return longest.until > longest.from ? { from: new Date(longest.from), until: new Date(longest.until) } : null;
}

/** A first offer for a new meeting: tomorrow, at an hour that suits both. @param {string} mine @param {string} theirs @param {Date} now */
export function firstOffer(mine, theirs, now) {
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const shared = sharedHours(mine, theirs, tomorrow);
  if (!shared) return `${dayKey(tomorrow, mine)}T16:00`;
  const [from, until] = [hourOf(shared.from, mine), hourOf(shared.until, mine)];
  const hour = Math.min(Math.max(16, Math.ceil(from)), Math.max(Math.ceil(from), Math.floor(until) - 1));
  return `${dayKey(tomorrow, mine)}T${String(hour).padStart(2, "0")}:00`;
}

/** @param {Date} at @param {string} zone */
function hourOf(at, zone) {
  const [hours, minutes] = clock(at, zone).split(":").map(Number);
  return hours + minutes / 60;
}

/** "12 November" of the day on which a meeting was, where it kept its clocks. @param {{ local_start: string }} meeting @param {Date} now */
export const dayOfMeeting = ({ local_start }, now) => date(new Date(`${local_start}Z`), "UTC", now);

/** The address of a meeting. @param {Pick<Meeting, "mentorship_id" | "meeting_id">} meeting */
export const pathOf = ({ mentorship_id, meeting_id }) => `/m/${mentorship_id}/meetings/${meeting_id}`;
