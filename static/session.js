import { computed, signal } from "@preact/signals";
import { api } from "./api.js";
import { closeConversations, outbox, openOutbox } from "./chat/conversations.js";
import { closeDrafts, openDrafts, saveDrafts } from "./chat/drafts.js";
import { forgetDrafts } from "./chat/local-drafts.js";
import { afterEvent, afterRead, afterUnread, changed, unreadIn } from "./inbox.js";
import { connect, disconnect, on } from "./socket.js";
/** @import { CallChanged, ChatEvent, MarkedUnread, Me, Mentorship, ReadState, Welcome } from "./protocol.js" */

/** Who is signed in here, and what they can see at a glance. */

/** undefined: not asked yet; null: nobody. */
export const me = signal(/** @type {Me | null | undefined} */ (undefined));
export const mentorships = signal(/** @type {Mentorship[] | null} */ (null));
export const online = signal(/** @type {ReadonlySet<string>} */ (new Set()));
/** Who is in which room: mentorship id → user ids. */
export const calls = signal(/** @type {Readonly<Record<string, string[]>>} */ ({}));
export const serverVersion = signal(/** @type {{ first: string, now: string } | null} */ (null));

export const unread = computed(() => unreadIn(mentorships.value ?? []));
/** @param {string} mentorshipId */
export const mentorshipOf = (mentorshipId) => mentorships.value?.find((m) => m.mentorship_id === mentorshipId);

/** @type {(() => void)[]} */
let stop = [];

/** Ask the server who we are, and start living. */
export async function resume() {
  try {
    begin(await api.session());
  } catch (error) {
    if (/** @type {any} */ (error).code !== "unauthenticated") throw error;
    me.value = null;
  }
}

/** @param {Me} person */
export function begin(person) {
  end();
  stop = listen(person.user_id);
  openOutbox(person.user_id);
  openDrafts(person.user_id);
  me.value = person;
  connect();
  void loadMentorships();
}

export async function loadMentorships() {
  const asker = me.value?.user_id;
  const answer = await api.mentorships().catch(() => null);
  if (!answer || me.value?.user_id !== asker) return;
  // An event may have overtaken the answer.
  mentorships.value = answer.mentorships.map((/** @type {Mentorship} */ now) => {
    const known = mentorshipOf(now.mentorship_id)?.conversation;
    return known && known.last_seq > now.conversation.last_seq ? { ...now, conversation: known } : now;
  });
}

const LAST_WORDS_MS = 3_000;

/** Before somebody leaves: send what waits. @returns {Promise<number>} how many messages still wait then */
export async function sendWaiting() {
  const box = outbox();
  if (!box) return 0;
  await Promise.race([box.flush(), new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
  return box.waiting;
}

/** What is not sent by now is forgotten: others may use this device. @param {{ everywhere?: boolean }} [how] */
export async function signOut({ everywhere = false } = {}) {
  const person = me.value;
  await saveDrafts();
  await (everywhere ? api.signOutEverywhere() : api.signOut());
  if (person) {
    forgetDrafts(person.user_id);
    await outbox()?.clear();
  }
  end();
  me.value = null;
}

function end() {
  for (const undo of stop) undo();
  stop = [];
  disconnect();
  closeConversations();
  closeDrafts();
  mentorships.value = null;
  online.value = new Set();
  calls.value = {};
}

/** @param {string} self */
function listen(self) {
  /** @param {string} conversationId @param {Parameters<typeof changed>[2]} change */
  const update = (conversationId, change) => {
    if (mentorships.value) mentorships.value = changed(mentorships.value, conversationId, change);
  };
  /** @param {ChatEvent} event */
  const happened = (event) => update(event.conversation_id, (state) => afterEvent(state, event, self));

  return [
    on("welcome", (/** @type {Welcome} */ welcome) => {
      online.value = new Set(welcome.online);
      calls.value = Object.fromEntries(welcome.calls.map((call) => [call.mentorship_id, call.user_ids]));
      serverVersion.value = { first: serverVersion.value?.first ?? welcome.version, now: welcome.version };
      const known = new Set(mentorships.value?.map((m) => m.conversation.conversation_id));
      if (welcome.conversations.some((state) => !known.has(state.conversation_id))) void loadMentorships();
      for (const state of welcome.conversations) update(state.conversation_id, () => state);
    }),
    on("message_sent", happened),
    on("message_edited", happened),
    on("message_deleted", happened),
    on("reaction_changed", happened),
    on("message_pinned", happened),
    on("message_unpinned", happened),
    on("marked_unread", (/** @type {MarkedUnread} */ marked) => update(marked.read.conversation_id, (state) => afterUnread(state, marked))),
    on("read_changed", (/** @type {{ read: ReadState }} */ { read }) => update(read.conversation_id, (state) => afterRead(state, read, self))),
    on("presence_changed", (/** @type {{ user_id: string, online: boolean }} */ change) => {
      const next = new Set(online.value);
      if (change.online) next.add(change.user_id);
      else next.delete(change.user_id);
      online.value = next;
    }),
    on("call_changed", (/** @type {CallChanged} */ call) => (calls.value = { ...calls.value, [call.mentorship_id]: call.user_ids })),
    on("programme_changed", (/** @type {{ programme_id: string }} */ { programme_id }) => {
      // Who manages it may do so no longer.
      if (me.value?.manages.some((mine) => mine.programme_id === programme_id)) void api.session().then((now) => (me.value = now), () => {});
    }),
    on("mentorship_changed", () => void loadMentorships()),
    on("blocks_changed", () => void loadMentorships()),
    on("bots_changed", () => void loadMentorships()), // their names, and what they read
    on("resync", () => void loadMentorships()),
    on("signed_out", () => {
      end();
      me.value = null;
    }),
  ];
}
