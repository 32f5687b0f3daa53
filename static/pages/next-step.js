import { daysBetween } from "../dates.js";
import { mayMeet } from "../mentorship/may.js";
/** @import { Meeting, Mentorship } from "../protocol.js" */

/**
 * The one thing to do next, of everything that could be done.
 *
 * @typedef {"room" | "meeting" | "read" | "hello" | "write"} Kind
 * @typedef {{ kind: Kind, mentorship: Mentorship, days: number, meeting?: Meeting }} Step
 */

const ORDER = /** @type {Kind[]} */ (["room", "meeting", "read", "hello", "write"]);

/**
 * @param {Mentorship[]} mentorships
 * @param {Readonly<Record<string, string[]>>} calls
 * @param {Date} now
 * @param {string} zone
 * @param {Meeting | null} [meeting] the soonest of all
 * @returns {Step | null}
 */
export function nextStep(mentorships, calls, now, zone, meeting = null) {
  const steps = mentorships.filter(mayMeet).map((mentorship) => stepOf(mentorship, calls, now, zone));
  const mentorship = meeting && mentorships.find((m) => m.mentorship_id === meeting.mentorship_id);
  if (mentorship) steps.push({ kind: "meeting", mentorship, days: 0, meeting });
  steps.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.days - b.days);
  return steps[0] ?? null;
}

/** @param {Mentorship} mentorship @param {Readonly<Record<string, string[]>>} calls @param {Date} now @param {string} zone @returns {Step} */
function stepOf(mentorship, calls, now, zone) {
  const { conversation, other } = mentorship;
  const last = conversation.last_message;
  const days = last ? daysBetween(new Date(last.sent_at), now, zone) : 0;
  const step = (/** @type {Kind} */ kind) => ({ kind, mentorship, days });
  if (calls[mentorship.mentorship_id]?.includes(other.user_id)) return step("room");
  if (conversation.unread > 0) return step("read");
  if (!last) return step("hello");
  return step("write");
}
