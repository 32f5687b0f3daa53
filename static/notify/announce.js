import { shownHere, watching } from "../chat/watching.js";
import { directs } from "../direct/live.js";
import { chime } from "../lobby/chime.js";
import { allPitches, talks } from "../matching/live.js";
import { otherOf } from "../matching/words.js";
import { go } from "../router.js";
import { me, mentorships } from "../session.js";
import { on } from "../socket.js";
import { firstName, t } from "../strings/index.js";
import { notices, permission, sound } from "./device.js";
import { settings } from "./live.js";
import { clear, pushing } from "./push.js";
import { notifies } from "./rule.js";
/** @import { MessageSent, Person, ReadState } from "../protocol.js" */

/**
 * Tells of a message that one does not see: with a sound, and while one looks elsewhere with a notice. That says
 * who wrote and never what: others see the screen too.
 */

const READ_ELSEWHERE_MS = 700; // what is read at once, here or on another device, needs no bell

/** @type {Map<string, Notification>} */
const open = new Map();

on("message_sent", (/** @type {MessageSent} */ message) => {
  const person = me.value;
  if (!person || !notifies(message, person, settings.value, new Date())) return;
  setTimeout(() => me.value === person && isUnseen(message) && tell(message), READ_ELSEWHERE_MS);
});
on("read_changed", (/** @type {{ read: ReadState }} */ { read }) => {
  if (read.user_id === me.value?.user_id) close(read.conversation_id);
});
on("signed_out", () => [...open.keys()].forEach(close));

/** @param {MessageSent} message */
function isUnseen({ conversation_id, seq }) {
  if (watching.value && shownHere.has(conversation_id)) return false;
  const read = talks.value[conversation_id]?.reads.find((mark) => mark.user_id === me.value?.user_id);
  return !read || read.seq < seq;
}

/** @param {MessageSent} message */
function tell({ conversation_id, sender_id }) {
  if (sound.value) void alone("mentorpitch-chime", () => chime(""));
  if (watching.value || !notices.value || permission.value !== "granted") return;
  if (pushing.value === "on") return; // it comes by itself
  const place = placeOf(conversation_id);
  const name = place?.other.user_id === sender_id ? firstName(place.other.name) : t("notify.somebody");
  try {
    const notice = new Notification(t("notify.wrote", { name }), {
      tag: conversation_id, // one for each conversation, however many tabs
      icon: "/static/icon.svg",
      silent: true, // it has rung already, or shall not
    });
    notice.onclick = () => {
      window.focus();
      if (place) go(place.path);
      notice.close();
    };
    open.set(conversation_id, notice);
  } catch {
    // Some phones know notices of installed pages only.
  }
}

/** @param {string} conversationId */
function close(conversationId) {
  open.get(conversationId)?.close();
  open.delete(conversationId);
  void clear(conversationId).catch(() => {});
}

/** Who is there and where that is. @param {string} conversationId @returns {{ other: Person, path: string } | undefined} */
function placeOf(conversationId) {
  const isIt = (/** @type {{ conversation: { conversation_id: string } }} */ { conversation }) => conversation.conversation_id === conversationId;
  const mentorship = mentorships.value?.find(isIt);
  if (mentorship) return { other: mentorship.other, path: `/m/${mentorship.mentorship_id}` };
  const direct = directs.value?.find(isIt);
  if (direct) return { other: direct.other, path: `/direct/${direct.other.user_id}` };
  const pitch = allPitches().find((one) => one.conversation_id === conversationId);
  return pitch && { other: otherOf(pitch, me.value?.user_id ?? ""), path: `/pitches/${pitch.pitch_id}` };
}

/** Of all tabs of this browser only one does it, for a second. @param {string} name @param {() => Promise<void>} work */
async function alone(name, work) {
  if (!navigator.locks) return work();
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await work();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  });
}
