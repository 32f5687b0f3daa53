import { clock } from "../dates.js";
/** @import { MessageSent, NotificationSettings, QuietHours } from "../protocol.js" */

/** Does this message tell this person of itself now? The rule of mentorpitch/chat/notifying.py; one table tests both. */

/**
 * @param {MessageSent} message
 * @param {{ user_id: string, time_zone: string }} person
 * @param {NotificationSettings} settings theirs
 * @param {Date} at
 */
export function notifies(message, person, settings, at) {
  if (message.sender_id === person.user_id || message.body === null) return false;
  const level = settings.levels[message.conversation_id] ?? "all";
  if (level === "none" || (level === "mentions" && !mentions(message, person.user_id))) return false;
  return !isQuiet(settings.quiet_hours, person.time_zone, at);
}

/** @param {QuietHours | null} quiet @param {string} zone @param {Date} at */
export function isQuiet(quiet, zone, at) {
  if (!quiet) return false;
  const { begins, ends } = quiet;
  const shown = clock(at, zone);
  return begins < ends ? begins <= shown && shown < ends : shown >= begins || shown < ends; // across midnight
}

/** @param {MessageSent & { mentions?: string[] }} message @param {string} userId */
const mentions = (message, userId) => message.mentions?.includes(userId) ?? false;
