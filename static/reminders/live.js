import { computed, effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { now } from "../ui/now.js";
import { toast } from "../ui/toast.js";
import { standing } from "./words.js";
/** @import { Reminder } from "../protocol.js" */

const known = signal(/** @type {Reminder[]} */ ([]));

/** The meetings that the person signed in is reminded of, on whatever page. */
export const reminders = computed(() => standing(known.value, now.value));

let asked = 0;

/** The last to ask has the newest answer. @param {Promise<{ reminders: Reminder[] }>} answer */
async function take(answer) {
  const ticket = (asked += 1);
  const { reminders: found } = await answer;
  if (ticket === asked) known.value = found;
}

const again = () => void (me.peek() && take(api.reminders()).catch(() => {})); // the next welcome asks again
for (const event of ["reminders_changed", "mentorship_changed", "blocks_changed", "welcome", "resync"]) on(event, again);
on("meeting_changed", (/** @type {{ meeting_id: string }} */ { meeting_id }) => {
  if (known.peek().some((each) => each.meeting_id === meeting_id)) again(); // it may have moved
});

effect(() => {
  if (me.value) return;
  asked += 1;
  known.value = [];
});

/** I have seen it: gone from all my screens. @param {string} meetingId */
export async function see(meetingId) {
  try {
    await take(api.seeReminder(meetingId));
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
  }
}
