/** @import { ChatEvent, Message, MessageSent } from "../protocol.js" */

/** What an event makes of a message. Pure; the same rules as the server's snapshot. */

/** @param {MessageSent} event @returns {Message} */
export function messageOf({ conversation_id, seq, sender_id, client_id, body, at, html = null, reply_to = null, mentions = [], attachments = [] }) {
  const message = { conversation_id, seq, sender_id, client_id, body, html, reply_to, mentions, attachments, sent_at: at, edited_at: null, deleted_at: body === null ? at : null };
  return { ...message, reactions: [], pinned_by: null, pinned_at: null };
}

/**
 * @param {Message} message that still has its text
 * @param {Exclude<ChatEvent, MessageSent>} event
 * @returns {Message}
 */
export function shaped(message, event) {
  switch (event.type) {
    case "message_edited":
      return event.body === null
        ? erased(message, event.at)
        : { ...message, body: event.body, html: event.html ?? null, mentions: event.mentions ?? [], edited_at: event.at };
    case "message_deleted":
      return erased(message, event.at);
    case "reaction_changed":
      return { ...message, reactions: reacted(message.reactions ?? [], { user_id: event.sender_id, emoji: event.emoji }, event.added) };
    case "message_pinned":
      return { ...message, pinned_by: event.sender_id, pinned_at: event.at };
    case "message_unpinned":
      return { ...message, pinned_by: null, pinned_at: null };
  }
}

/**
 * What of a message an event speaks of: of two about the same, the later one counts, whichever comes first.
 *
 * @param {Exclude<ChatEvent, MessageSent>} event
 */
export function aspect(event) {
  if (event.type === "reaction_changed") return `${event.target} ${event.sender_id} ${event.emoji}`;
  return event.type.endsWith("pinned") ? `${event.target} pin` : `${event.target} words`;
}

/** A deletion leaves nothing but the place. @param {Message} message @param {string} at @returns {Message} */
export const erased = (message, at) => ({ ...message, body: null, html: null, mentions: [], attachments: [], reactions: [], pinned_by: null, pinned_at: null, deleted_at: at });

/** @typedef {import("../protocol.js").Reaction} Reaction */

/** @param {Reaction[]} reactions @param {Reaction} its @param {boolean} added */
function reacted(reactions, its, added) {
  const others = reactions.filter((each) => each.user_id !== its.user_id || each.emoji !== its.emoji);
  if (!added) return others;
  return others.length < reactions.length ? reactions : [...reactions, its];
}

/**
 * One entry for each emoji, in the order of their first.
 *
 * @param {Reaction[]} reactions
 * @returns {{ emoji: string, user_ids: string[] }[]}
 */
export function grouped(reactions) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const { emoji, user_id } of reactions) groups.set(emoji, [...(groups.get(emoji) ?? []), user_id]);
  return [...groups].map(([emoji, user_ids]) => ({ emoji, user_ids }));
}
