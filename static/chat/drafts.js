import { api } from "../api.js";
import { on } from "../socket.js";
import { DraftKeeper } from "./draft-keeper.js";
import { keepDraft, placesOfDrafts, readDraft } from "./local-drafts.js";
/** @import { MessageDraft } from "../protocol.js" */
/** @import { Local } from "./draft-keeper.js" */

/** What was begun and not sent, per person and conversation: it survives a reload, and follows to one's other devices. */

const PLACE = "chat:";

/** @type {Map<string, DraftKeeper>} */
const keepers = new Map();
let owner = "";
/** @type {(() => void)[]} */
let stop = [];

/** @param {string} userId */
export function openDrafts(userId) {
  owner = userId;
  const hide = () => document.hidden && void saveDrafts();
  document.addEventListener("visibilitychange", hide);
  stop = [
    () => document.removeEventListener("visibilitychange", hide),
    on("draft_changed", (/** @type {MessageDraft} */ draft) => keepers.get(draft.conversation_id)?.hear(draft)),
    on("welcome", () => {
      for (const id of new Set([...keepers.keys(), ...unsaved()])) void draftOf(id).open();
    }),
  ];
}

/** @param {string} conversationId */
export function draftOf(conversationId) {
  let keeper = keepers.get(conversationId);
  if (!keeper) {
    keeper = new DraftKeeper({
      read: () => read(conversationId),
      keep: (local) => keep(conversationId, local),
      load: () => api.draft(conversationId),
      save: (text, revision) => (text ? api.keepDraft(conversationId, { text, revision }) : api.eraseDraft(conversationId, revision)),
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      now: () => Date.now(),
    });
    keepers.set(conversationId, keeper);
  }
  return keeper;
}

/** Whoever leaves takes nothing away: what is not saved yet is saved now, as far as that goes. */
export const saveDrafts = () => Promise.all([...keepers.values()].map((keeper) => keeper.save()));

export function closeDrafts() {
  for (const undo of stop) undo();
  stop = [];
  keepers.clear();
  owner = "";
}

/** @param {string} conversationId @returns {Local | null} */
function read(conversationId) {
  const kept = readDraft(owner, PLACE + conversationId);
  if (kept) return JSON.parse(kept);
  const text = readDraft(owner, conversationId); // from before drafts followed
  return text ? { text, revision: 0, changed: true, at: 0 } : null;
}

/** @param {string} conversationId @param {Local} local */
function keep(conversationId, local) {
  keepDraft(owner, PLACE + conversationId, local.text || local.changed ? JSON.stringify(local) : "");
  keepDraft(owner, conversationId, "");
}

/** Of which conversations something was written here that the server does not have. */
const unsaved = () =>
  placesOfDrafts(owner, PLACE)
    .map((place) => place.slice(PLACE.length))
    .filter((id) => read(id)?.changed);
