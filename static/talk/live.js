import { effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { watch } from "../watch.js";
/** @import { TalkBalance, TalkChoice } from "./share.js" */

/** Whether it is counted, by mentorship. */
export const choices = signal(/** @type {Readonly<Record<string, TalkChoice>>} */ ({}));
/** How long each has spoken in the call that is on, by user; empty while nothing is counted. */
export const spoken = signal(/** @type {{ roomId: string, ms: Record<string, number> }} */ ({ roomId: "", ms: {} }));

let owner = me.peek()?.user_id;
effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  choices.value = {};
  spoken.value = { roomId: "", ms: {} };
});

/** @param {TalkChoice} choice */
export function hearChoice(choice) {
  const { mentorship_id: id } = choice;
  if ((choices.value[id]?.revision ?? -1) > choice.revision) return;
  if (choices.value[id]?.revision !== choice.revision && spoken.value.roomId === id) spoken.value = { roomId: id, ms: {} };
  choices.value = { ...choices.value, [id]: choice };
}

/** @param {string} id */
async function load(id) {
  const asker = owner;
  const choice = await api.talkChoice(id);
  if (asker === owner) hearChoice(choice);
}

/** A hook: whether these pairs count, kept current. */
export const useTalkChoices = watch(load).use;

on("talk_choice_changed", hearChoice);
on("talk_counted", (/** @type {{ room_id: string, spoken_ms: Record<string, number> }} */ { room_id, spoken_ms }) => (spoken.value = { roomId: room_id, ms: spoken_ms }));

/** A hook: how long each spoke at a meeting; null until it is known. @param {string} meetingId @param {string} mentorshipId */
export function useBalance(meetingId, mentorshipId) {
  const [balance, setBalance] = useState(/** @type {TalkBalance | null} */ (null));
  useEffect(() => {
    const load = () => void api.talkBalance(meetingId).then(setBalance, () => {}); // the next welcome asks again
    const stop = [
      ...["welcome", "resync"].map((event) => on(event, load)),
      on("talk_balance_changed", (/** @type {TalkBalance} */ told) => told.meeting_id === meetingId && setBalance(told)),
      on("talk_choice_changed", (/** @type {TalkChoice} */ told) => told.mentorship_id === mentorshipId && load()), // a no erases it
    ];
    load();
    return () => stop.forEach((undo) => undo());
  }, [meetingId]);
  return balance;
}
