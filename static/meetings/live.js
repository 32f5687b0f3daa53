import { effect } from "@preact/signals";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { toast } from "../ui/toast.js";
import { watch } from "../watch.js";
import { MeetingBook } from "./book.js";
/** @import { Meeting } from "../protocol.js" */

/** The meetings of the person signed in, kept current by the socket. */
export const book = new MeetingBook();

/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const soon = new Map();
let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  book.clear();
});

on("meeting_changed", (/** @type {Meeting} */ meeting) => hear(meeting));

/** @param {Meeting} meeting */
function hear(meeting) {
  const how = book.hear(meeting);
  const { mentorship_id, state } = meeting;
  if (how === "older" || !watched.has(mentorship_id)) return;
  // Its actions are everybody's open actions; and who turns past may wait for my word.
  clearTimeout(soon.get(mentorship_id));
  soon.set(mentorship_id, setTimeout(() => void (how === "turned" && state === "past" ? loadMeetings(mentorship_id) : loadActions(mentorship_id)).catch(() => {}), 150));
}

/** @param {string} mentorshipId */
export async function loadMeetings(mentorshipId) {
  const asker = owner;
  const [upcoming, past] = await Promise.all([api.meetings(mentorshipId, "upcoming"), api.meetings(mentorshipId, "past"), loadActions(mentorshipId)]);
  if (asker !== owner) return;
  book.take(mentorshipId, "upcoming", upcoming);
  book.take(mentorshipId, "past", past);
}

/** @param {string} mentorshipId */
export async function loadEarlier(mentorshipId) {
  const cursor = book.listed.value[mentorshipId]?.cursor;
  if (cursor) book.take(mentorshipId, "past", await api.meetings(mentorshipId, "past", cursor), { more: true });
}

/** @param {string} mentorshipId */
async function loadActions(mentorshipId) {
  const asker = owner;
  const { actions } = await api.actions(mentorshipId);
  if (asker === owner) book.takeActions(mentorshipId, actions);
}

const watched = watch(loadMeetings);
/** Have the lists of these mentorships here, and keep them current while this is on screen. */
export const useMeetings = watched.use;

/**
 * Do something to a meeting: its newest state is the answer. What goes wrong is said in a toast.
 *
 * @param {Promise<Meeting>} done
 * @returns {Promise<Meeting | null>}
 */
export async function change(done) {
  try {
    const meeting = await done;
    hear(meeting);
    return meeting;
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
    return null;
  }
}
