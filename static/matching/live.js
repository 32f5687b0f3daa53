import { effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { afterEvent, afterRead } from "../inbox.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { newest } from "./words.js";
/** @import { ChatEvent, Conduct, ConversationState, MentorShown, MyProgramme, Pitch, ReadState, Welcome } from "../protocol.js" */

/** The programmes and the pitches of the person signed in, kept current by the socket. */

/** null: not asked yet. */
export const programmes = signal(/** @type {MyProgramme[] | null} */ (null));
/** null: not asked yet. */
export const pitches = signal(/** @type {Readonly<Record<string, Pitch>> | null} */ (null));
/** What is known of conversations, those of talks among them, by their ids. */
export const talks = signal(/** @type {Readonly<Record<string, ConversationState>>} */ ({}));
/** How often something of a programme changed; "" counts for all of them. */
const turns = signal(/** @type {Readonly<Record<string, number>>} */ ({}));

let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  programmes.value = null;
  pitches.value = null;
  talks.value = {};
  if (owner) void load();
});
if (owner) void load();

on("welcome", (/** @type {Welcome} */ welcome) => {
  talks.value = Object.fromEntries(welcome.conversations.map((state) => [state.conversation_id, state]));
  again();
});
on("resync", again);
on("pitch_changed", (/** @type {{ pitch: Pitch }} */ { pitch }) => hear(pitch));
on("programme_changed", (/** @type {{ programme_id: string }} */ { programme_id }) => {
  turn(programme_id);
  void load();
});
const happened = (/** @type {ChatEvent} */ event) => talked(event.conversation_id, (state) => afterEvent(state, event, owner ?? ""));
on("message_sent", happened);
on("message_edited", happened);
on("message_deleted", happened);
on("read_changed", (/** @type {{ read: ReadState }} */ { read }) => talked(read.conversation_id, (state) => afterRead(state, read, owner ?? "")));

async function load() {
  const asker = owner;
  const answers = await Promise.all([api.myProgrammes(), api.pitches()]).catch(() => null); // the next welcome asks again
  if (!answers || asker !== owner) return;
  programmes.value = answers[0].programmes;
  pitches.value = answers[1].pitches.reduce(newest, pitches.value ?? {});
}

function again() {
  turn("");
  void load();
}

/** @param {string} programmeId */
const turn = (programmeId) => (turns.value = { ...turns.value, [programmeId]: (turns.value[programmeId] ?? 0) + 1 });

/** @param {string} conversationId @param {(state: ConversationState) => ConversationState} change */
function talked(conversationId, change) {
  const state = talks.value[conversationId] ?? { conversation_id: conversationId, last_seq: 0, unread: 0, reads: [], last_message: null };
  talks.value = { ...talks.value, [conversationId]: change(state) };
}

/** @param {Pitch} pitch */
export function hear(pitch) {
  pitches.value = newest(pitches.value ?? {}, pitch);
}

/** The newest first. */
export const allPitches = () => Object.values(pitches.value ?? {}).sort((a, b) => b.created_at.localeCompare(a.created_at));

/** Changes whenever something of the programme may be another. @param {string} programmeId */
export const turnsOf = (programmeId) => (turns.value[programmeId] ?? 0) + (turns.value[""] ?? 0);

/**
 * A programme's mentors and its code of conduct as they stand, as long as this is on screen.
 *
 * @param {string} programmeId
 */
export function useProgramme(programmeId) {
  const [shown, setShown] = useState(/** @type {{ mentors: MentorShown[] | null, conduct: Conduct | null, error: any }} */ ({ mentors: null, conduct: null, error: null }));
  const turned = turnsOf(programmeId);
  useEffect(() => {
    let isNewest = true;
    Promise.all([api.mentors(programmeId), api.conduct(programmeId)]).then(
      ([{ mentors }, conduct]) => isNewest && setShown({ mentors, conduct, error: null }),
      (error) => isNewest && setShown((before) => ({ ...before, error })),
    );
    return () => {
      isNewest = false;
    };
  }, [programmeId, turned]);
  return { ...shown, hearConduct: (/** @type {Conduct} */ conduct) => setShown((before) => ({ ...before, conduct })) };
}
