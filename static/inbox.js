import { messageOf, shaped } from "./chat/fold.js";
/** @import { ChatEvent, ConversationState, MarkedUnread, Mentorship, ReadState } from "./protocol.js" */

/** What a list knows of conversations, kept current by events. Pure: an old state and an event give the next. */

/**
 * @param {ConversationState} state
 * @param {ChatEvent} event
 * @param {string} me
 * @returns {ConversationState}
 */
export function afterEvent(state, event, me) {
  if (event.seq <= state.last_seq) return state;
  const next = { ...state, last_seq: event.seq };
  if (event.type === "message_sent") {
    if (event.sender_id !== me && event.body !== null) next.unread = Math.min(100, state.unread + 1);
    next.last_message = messageOf(event);
  } else if (state.last_message?.seq === event.target && state.last_message.body !== null) {
    next.last_message = shaped(state.last_message, event);
  }
  return next;
}

/**
 * @param {ConversationState} state
 * @param {ReadState} read
 * @param {string} me
 * @returns {ConversationState}
 */
export function afterRead(state, read, me) {
  const known = state.reads.find((r) => r.user_id === read.user_id);
  if (known && known.seq >= read.seq) return state;
  const reads = [...state.reads.filter((r) => r.user_id !== read.user_id), read];
  const all = read.user_id === me && read.seq >= (state.last_message?.seq ?? 0);
  return { ...state, reads, unread: all ? 0 : state.unread };
}

/** One wants to come back to it. @param {ConversationState} state @param {MarkedUnread} marked @returns {ConversationState} */
export const afterUnread = (state, { read, unread }) => ({ ...state, unread, reads: [...state.reads.filter((r) => r.user_id !== read.user_id), read] });

/**
 * @param {Mentorship[]} mentorships
 * @param {string} conversationId
 * @param {(state: ConversationState) => ConversationState} change
 */
export const changed = (mentorships, conversationId, change) =>
  mentorships.map((m) => (m.conversation.conversation_id === conversationId ? { ...m, conversation: change(m.conversation) } : m));

/** @param {readonly { conversation: ConversationState }[]} places mentorships, direct conversations */
export const unreadIn = (places) => places.reduce((sum, { conversation }) => sum + conversation.unread, 0);
