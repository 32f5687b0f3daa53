import { effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { toast } from "../ui/toast.js";
/** @import { Meeting, Owed } from "../protocol.js" */

/** The words on meetings that the person signed in is asked for, the newest meeting first. */
export const owed = signal(/** @type {Owed[]} */ ([]));

let asked = 0;

/** The last to ask has the newest answer. @param {Promise<{ owed: Owed[] }>} answer */
async function take(answer) {
  const ticket = (asked += 1);
  const { owed: found } = await answer;
  if (ticket === asked) owed.value = found;
}

const again = () => void (me.peek() && take(api.owed()).catch(() => {})); // the next welcome asks again
for (const event of ["owed_changed", "feedback_changed", "rating_changed", "mentorship_changed", "blocks_changed", "welcome", "resync"]) on(event, again);
on("meeting_changed", (/** @type {Meeting} */ { state, meeting_id }) => {
  if (state === "past" || owed.peek().some((one) => one.meeting_id === meeting_id)) again();
});

effect(() => {
  if (me.value) return;
  asked += 1;
  owed.value = [];
});

/** I do not want to be asked about it again, on none of my screens. @param {string} meetingId */
export async function setAside(meetingId) {
  try {
    await take(api.setAside(meetingId));
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
  }
}
