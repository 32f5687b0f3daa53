/** What was begun and not sent, per person and conversation; survives a reload. */

/** @param {string} userId @param {string} conversationId */
const key = (userId, conversationId) => `draft:${userId}:${conversationId}`;

/** @param {string} userId @param {string} conversationId */
export const readDraft = (userId, conversationId) => localStorage.getItem(key(userId, conversationId)) ?? "";

/** @param {string} userId @param {string} conversationId @param {string} text */
export function keepDraft(userId, conversationId, text) {
  if (text) localStorage.setItem(key(userId, conversationId), text);
  else localStorage.removeItem(key(userId, conversationId));
}

/** @param {string} userId */
export function forgetDrafts(userId) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(`draft:${userId}:`)) localStorage.removeItem(name);
}
