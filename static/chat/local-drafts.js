/** What was begun and not sent, by person and place, on this device; survives a reload. */

/** @param {string} userId @param {string} place */
const key = (userId, place) => `draft:${userId}:${place}`;

/** @param {string} userId @param {string} place */
export const readDraft = (userId, place) => localStorage.getItem(key(userId, place)) ?? "";

/** @param {string} userId @param {string} place @param {string} text */
export function keepDraft(userId, place, text) {
  if (text) localStorage.setItem(key(userId, place), text);
  else localStorage.removeItem(key(userId, place));
}

/** Where something is kept, of places that begin so. @param {string} userId @param {string} start */
export const placesOfDrafts = (userId, start) =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(key(userId, start)))
    .map((name) => name.slice(key(userId, "").length));

/** @param {string} userId */
export function forgetDrafts(userId) {
  for (const place of placesOfDrafts(userId, "")) keepDraft(userId, place, "");
}
