import { computed, effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { afterEvent, afterRead, unreadIn } from "../inbox.js";
import { me } from "../session.js";
import { on } from "../socket.js";
/** @import { ChatEvent, ConversationState, DirectConversation, ReadState } from "../protocol.js" */

/** One's direct conversations, kept current by the socket. null: not asked yet. */
export const directs = signal(/** @type {DirectConversation[] | null} */ (null));

export const directUnread = computed(() => unreadIn(directs.value ?? []));

let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  directs.value = null;
  if (owner) void load();
});
if (owner) void load();

for (const event of ["welcome", "resync", "direct_changed", "blocks_changed"]) on(event, () => void load());
for (const event of ["message_sent", "message_edited", "message_deleted"])
  on(event, (/** @type {ChatEvent} */ happened) => move(happened.conversation_id, (state) => afterEvent(state, happened, owner ?? "")));
on("read_changed", (/** @type {{ read: ReadState }} */ { read }) => move(read.conversation_id, (state) => afterRead(state, read, owner ?? "")));

async function load() {
  const asker = owner;
  const answer = await api.directs().catch(() => null); // the next welcome asks again
  if (!answer || asker !== owner) return;
  directs.value = answer.conversations.map((/** @type {DirectConversation} */ now) => newer(withPerson(now.other.user_id), now));
}

/** What the server has just said of one. @param {DirectConversation} direct */
export function hear(direct) {
  const others = (directs.value ?? []).filter((known) => known.other.user_id !== direct.other.user_id);
  directs.value = [...others, newer(withPerson(direct.other.user_id), direct)];
}

/** @param {string} userId */
export const withPerson = (userId) => directs.value?.find((direct) => direct.other.user_id === userId);

/** The one with the newest word first. */
export const byNewest = () => [...(directs.value ?? [])].sort((a, b) => lastAt(b) - lastAt(a));

/** @param {DirectConversation} direct */
const lastAt = ({ conversation }) => Date.parse(conversation.last_message?.sent_at ?? "") || Infinity; // just opened

/** An event may have overtaken the answer. @param {DirectConversation | undefined} known @param {DirectConversation} now */
const newer = (known, now) => (known && known.conversation.last_seq > now.conversation.last_seq ? { ...now, conversation: known.conversation } : now);

/** @param {string} conversationId @param {(state: ConversationState) => ConversationState} change */
function move(conversationId, change) {
  if (!directs.value?.some(({ conversation }) => conversation.conversation_id === conversationId)) return;
  directs.value = directs.value.map((direct) => (direct.conversation.conversation_id === conversationId ? { ...direct, conversation: change(direct.conversation) } : direct));
}
