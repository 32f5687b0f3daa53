import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "./api.js";
import { problemText } from "./problem-text.js";
import { me } from "./session.js";
import { on } from "./socket.js";
import { now } from "./ui/now.js";
import { toast } from "./ui/toast.js";
/** @import { Nudge } from "./protocol.js" */

/** Whom I have not written with for a while, when it is my turn to hear of it. */
export const nudges = signal(/** @type {Nudge[]} */ ([]));

/** Turns change with the day of the server, which is UTC's; nobody announces that a day has begun. */
const today = computed(() => now.value.toISOString().slice(0, 10));
let shown = 0;

async function load() {
  const asker = me.peek()?.user_id;
  const answer = await api.nudges();
  if (me.peek()?.user_id === asker) nudges.value = answer.nudges;
}

const again = () => void (shown && load().catch(() => {})); // the next welcome asks again
for (const event of ["nudge_changed", "mentorship_changed", "blocks_changed", "welcome", "resync"]) on(event, again);
// A word ends a silence.
on("message_sent", () => void (nudges.peek().length && again()));

effect(() => {
  if (!me.value) nudges.value = [];
});

/** A hook: keep them current while this is on screen. */
export function useNudges() {
  useEffect(() => {
    shown += 1;
    return () => void (shown -= 1);
  }, []);
  useEffect(again, [today.value]);
}

/** @param {string} mentorshipId @param {number | null} days null: this one never again */
export async function snooze(mentorshipId, days) {
  try {
    nudges.value = (await api.snooze(mentorshipId, days)).nudges;
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
  }
}
