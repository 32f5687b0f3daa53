import { effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { watch } from "../watch.js";
/** @import { Guests } from "./shapes.js" */

/** The bots of each mentorship that is looked at, kept current by the socket. */
export const guests = signal(/** @type {Readonly<Record<string, Guests>>} */ ({}));

let owner = me.peek()?.user_id;
effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  guests.value = {};
});

/** @param {Guests} now */
export const hearGuests = (now) => (guests.value = { ...guests.value, [now.mentorship_id]: now });

/** @param {string} id */
async function load(id) {
  const asker = owner;
  const now = await api.guests(id);
  if (asker === owner) hearGuests(now);
}

const watched = watch(load);
export const useGuests = watched.use;

on("bots_changed", (/** @type {{ mentorship_id: string | null }} */ { mentorship_id }) => {
  if (!mentorship_id) watched.again();
  else if (watched.has(mentorship_id)) void load(mentorship_id).catch(() => {});
});
