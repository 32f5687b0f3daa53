import { firstName, t } from "../strings/index.js";
/** @import { BotName, Mentorship, Person } from "../protocol.js" */

/**
 * Whose a message is that is not one's own: the other of the two, or a bot.
 *
 * @param {{ other: Person, bots?: BotName[] }} mentorship @param {string} senderId
 * @returns {Person | BotName}
 */
export function senderOf({ other, bots = [] }, senderId) {
  if (senderId === other.user_id) return other;
  return bots.find((bot) => bot.user_id === senderId) ?? { user_id: senderId, name: t("bots.unknown"), bot: true, reads: [] };
}

/** How they are called. @param {Person | BotName} sender */
export const shortNameOf = (sender) => ("bot" in sender ? sender.name : firstName(sender.name));
