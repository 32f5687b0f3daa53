import { api } from "../api.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { ask } from "../socket.js";
import { t } from "../strings/index.js";
import { toast } from "../ui/toast.js";
/** @import { Message, MessageVersion } from "../protocol.js" */
/** @import { Conversation } from "./conversation.js" */

/**
 * What one may do with a message; what is absent is not offered.
 *
 * @typedef {{
 *   react?: (message: Message, emoji: string) => void, reply?: (message: Message) => void, edit?: (message: Message) => void,
 *   remove?: (message: Message) => void, pin?: (message: Message) => void, make?: (message: Message) => void,
 *   copyLink?: (message: Message) => void, markUnread?: (message: Message) => void, showHistory?: (message: Message) => void,
 *   report?: (message: Message) => void, reveal: (seq: number) => void,
 * }} Acts
 */

/** Say so where it did not work. @param {Promise<unknown>} done */
const or = (done) => void done.catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));

/** What is done on the spot, without a dialog. @param {Conversation} conversation @param {string} self @param {string} path of the page that shows it */
export const actsOf = (conversation, self, path) => ({
  /** Give it, or take it back. @param {Message} message @param {string} emoji */
  react(message, emoji) {
    const given = message.reactions?.some((each) => each.user_id === self && each.emoji === emoji);
    or(ask("change_reaction", { conversation_id: conversation.id, client_id: newId(), target: message.seq, emoji, added: !given }).then((event) => conversation.receive(event)));
  },
  /** @param {Message} message */
  pin(message) {
    const event = message.pinned_at ? "unpin_message" : "pin_message";
    or(ask(event, { conversation_id: conversation.id, client_id: newId(), target: message.seq }).then((done) => conversation.receive(done)));
  },
  /** @param {Message} message */
  markUnread: (message) => or(conversation.markUnread(message.seq)),
  /** @param {Message} message */
  copyLink: (message) => or(navigator.clipboard.writeText(`${location.origin}${path}?message=${message.seq}`).then(() => toast(t("words.link-copied"), { icon: "link" }))),
  /** @param {number} seq */
  reveal: (seq) => void conversation.reveal(seq),
});

/** @param {string} conversationId @param {number} seq @returns {Promise<MessageVersion[]>} */
export const versionsOf = async (conversationId, seq) => (await api.messageHistory(conversationId, seq)).versions;
