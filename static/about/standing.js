/** @import { Agreement } from "../protocol.js" */

/**
 * How an agreement stands for me. `outdated`: what managers can see is no longer what was accepted.
 *
 * @param {Agreement} agreement @param {string} self @param {string} other
 * @returns {"none" | "outdated" | "agreed" | "waits-for-you" | "waits-for-other"}
 */
export function standing({ revision, accepted_by, manager_sees, manager_sees_now }, self, other) {
  if (revision === 0) return "none";
  if (manager_sees.join() !== manager_sees_now.join()) return "outdated";
  if (!accepted_by.includes(self)) return "waits-for-you";
  return accepted_by.includes(other) ? "agreed" : "waits-for-other";
}
