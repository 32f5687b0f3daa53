import { api } from "../api.js";
import { newId } from "../ids.js";
import { Tray } from "./tray.js";
import { upload } from "./uploads.js";

/** One tray for each conversation that was opened on this page. */

/** @type {Map<string, Tray>} */
const trays = new Map();

/** @param {string} userId @param {string} conversationId */
export function trayOf(userId, conversationId) {
  const key = `draft:${userId}:files:${conversationId}`; // with the other drafts it is forgotten
  let tray = trays.get(key);
  if (!tray) {
    tray = new Tray({
      upload: (file) => upload(conversationId, file),
      discard: (fileId) => api.discardFile(conversationId, fileId),
      load: () => api.filesToSend(conversationId),
      read: () => JSON.parse(localStorage.getItem(key) ?? "[]"),
      keep: (waiting) => (waiting.length ? localStorage.setItem(key, JSON.stringify(waiting)) : localStorage.removeItem(key)),
      newId,
    });
    trays.set(key, tray);
  }
  return tray;
}

/** Somebody signed out. */
export const closeTrays = () => trays.clear();
