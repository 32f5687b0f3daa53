/**
 * Talk balance, as mentorpitch/talk/shapes.py has it, and what is made of it. Pure.
 *
 * @typedef {{ mentorship_id: string, mentee_agrees: boolean, mentor_agrees: boolean, revision: number }} TalkChoice
 * @typedef {{ meeting_id: string, mentorship_id: string, shares: { user_id: string, spoken_s: number }[], revision: number }} TalkBalance
 */

const TOO_LITTLE_MS = 10_000;

/** @param {TalkChoice | undefined} choice */
export const isOn = (choice) => choice !== undefined && choice.mentee_agrees && choice.mentor_agrees;

/** One's own share in percent; null while too little was said to mean anything. @param {Record<string, number>} spokenMs by user @param {string} self */
export function ownShare(spokenMs, self) {
  const all = Object.values(spokenMs).reduce((sum, ms) => sum + ms, 0);
  return all < TOO_LITTLE_MS ? null : Math.round((100 * (spokenMs[self] ?? 0)) / all);
}

/** Minutes to read: whole ones, and never none for somebody who spoke. @param {number} seconds */
export const minutesOf = (seconds) => (seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0);
