import { api } from "../api.js";
import { closeTrays } from "../attachments/trays.js";
import { upload } from "../attachments/uploads.js";
import { newId } from "../ids.js";
import { Problem } from "../problem.js";
import { ask, on } from "../socket.js";
import { Conversation } from "./conversation.js";
import { Outbox } from "./outbox.js";
import { browserStore } from "./outbox-store.js";
/** @import { ChatEvent } from "../protocol.js" */

/** The conversations that were opened on this page, and the one outbox of the person signed in. */

/** @type {Map<string, Conversation>} */
const opened = new Map();
/** @type {Outbox | null} */
let current = null;
/** @type {(() => void)[]} */
let stop = [];

export const outbox = () => current;

/** @param {string} userId */
export function openOutbox(userId) {
  const others = new BroadcastChannel(`mentorpitch-outbox-${userId}`);
  const box = new Outbox(userId, {
    store: browserStore(),
    ask,
    upload: async (conversationId, { client_id, name, blob }) => {
      if (!blob) throw new Problem({ code: "not_found", message: "" });
      return upload(conversationId, { client_id, name, blob }).done;
    },
    delivered: (event) => opened.get(event.conversation_id)?.receive(event),
    // Two tabs of one person: one sends at a time, so the order is kept and nothing is said twice.
    alone: (work) => (navigator.locks ? navigator.locks.request(`mentorpitch-outbox-${userId}`, work) : work()),
    changed: () => others.postMessage("changed"),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Date.now(),
    newId,
  });
  current = box;
  others.onmessage = () => void box.load();
  const retry = setInterval(() => box.entries.peek().some((entry) => !entry.failed) && void box.flush(), 5_000);
  /** @param {ChatEvent} event */
  const receive = (event) => opened.get(event.conversation_id)?.receive(event);
  stop = [
    () => others.close(),
    () => clearInterval(retry),
    () => box.close(),
    on("message_sent", receive),
    on("message_edited", receive),
    on("message_deleted", receive),
    on("reaction_changed", receive),
    on("message_pinned", receive),
    on("message_unpinned", receive),
    on("marked_unread", (marked) => opened.get(marked.read.conversation_id)?.keepUnread(marked)),
    on("read_changed", ({ read }) => opened.get(read.conversation_id)?.timeline.read(read)),
    on("typing_changed", (change) => opened.get(change.conversation_id)?.typing.heard(change.user_id, change.typing)),
    on("welcome", ({ epoch }) => {
      for (const conversation of opened.values()) void conversation.catchUp(epoch);
      void box.flush();
    }),
    on("resync", () => {
      for (const conversation of opened.values()) void conversation.catchUp();
    }),
  ];
  void box.load().then(() => box.flush());
}

/** @param {string} conversationId */
export function conversationOf(conversationId) {
  let conversation = opened.get(conversationId);
  if (!conversation) {
    conversation = new Conversation(conversationId, { messages: api.messages, pins: api.pins, ask });
    opened.set(conversationId, conversation);
  }
  return conversation;
}

export function closeConversations() {
  for (const undo of stop) undo();
  stop = [];
  opened.clear();
  closeTrays();
  current = null;
}
