import { computed, effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { talks } from "../matching/live.js";
import { me } from "../session.js";
import { on } from "../socket.js";
/** @import { NotificationLevel, NotificationSettings } from "../protocol.js" */

/** When one wants to be told of messages, and how many there are to be told of. */

/** @type {NotificationSettings} */
const USUAL = { quiet_hours: null, levels: {}, revision: 0 };

export const settings = signal(USUAL);

/** What is unread in all conversations that are not silent. */
export const unreadToTell = computed(() =>
  Object.values(talks.value).reduce((sum, { conversation_id, unread }) => (levelOf(conversation_id) === "none" ? sum : sum + unread), 0),
);

/** @param {string} conversationId @returns {NotificationLevel} */
export const levelOf = (conversationId) => settings.value.levels[conversationId] ?? "all";

/** @param {NotificationSettings} now */
export function hear(now) {
  if (now.revision >= settings.value.revision) settings.value = now;
}

const load = () => void api.notifications().then(hear, () => {}); // the next welcome asks again
on("welcome", load);
on("resync", load);
on("notifications_changed", hear);

let owner = me.peek()?.user_id;
effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  settings.value = USUAL;
});
