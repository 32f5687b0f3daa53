import { dayKey } from "../dates.js";
import { erased } from "./fold.js";
/** @import { Message } from "../protocol.js" */
/** @import { Entry } from "./outbox.js" */

/**
 * How a conversation is laid out: days, the "new" line, and groups of one person's messages.
 *
 * @typedef {{ kind: "day", key: string, at: Date }} DayRow
 * @typedef {{ kind: "new", key: string }} NewRow
 * @typedef {{ kind: "group", key: string, sender_id: string, mine: boolean, at: Date, messages: Message[] }} GroupRow
 * @typedef {{ kind: "waiting", key: string, entry: Entry }} WaitingRow
 * @typedef {DayRow | NewRow | GroupRow | WaitingRow} Row
 */

const GROUP_WITHIN_MS = 5 * 60_000;

/**
 * @param {Message[]} messages ascending
 * @param {Entry[]} entries of this conversation's outbox, in order
 * @param {{ me: string, zone: string, newAfter: number | null }} view
 * @returns {Row[]}
 */
export function arrange(messages, entries, { me, zone, newAfter }) {
  /** @type {Row[]} */
  const rows = [];
  let today = "";
  let newShown = newAfter === null;
  for (const message of messages) {
    const at = new Date(message.sent_at);
    const day = dayKey(at, zone);
    if (day !== today) rows.push({ kind: "day", key: `day-${day}`, at });
    today = day;
    const mine = message.sender_id === me;
    if (!newShown && message.seq > /** @type {number} */ (newAfter) && !mine) {
      rows.push({ kind: "new", key: "new" });
      newShown = true;
    }
    const last = rows.at(-1);
    if (last?.kind === "group" && last.sender_id === message.sender_id && at.getTime() - last.at.getTime() < GROUP_WITHIN_MS)
      last.messages.push(message);
    else rows.push({ kind: "group", key: `g-${message.seq}`, sender_id: message.sender_id, mine, at, messages: [message] });
  }
  const known = new Set(messages.filter((message) => message.sender_id === me).map((message) => message.client_id));
  for (const entry of entries)
    if (entry.event === "send_message" && !known.has(entry.client_id)) rows.push({ kind: "waiting", key: `w-${entry.order}`, entry });
  return rows;
}

/** Messages as they will be once the outbox is empty. @param {Message[]} messages @param {Entry[]} entries */
export function withChanges(messages, entries) {
  const changes = new Map(entries.filter((entry) => entry.target !== undefined && !entry.failed).map((entry) => [entry.target, entry]));
  if (!changes.size) return messages;
  return messages.map((message) => {
    const change = changes.get(message.seq);
    if (!change) return message;
    if (change.event === "delete_message") return erased(message, change.written_at);
    return { ...message, body: change.body ?? message.body, html: null, mentions: change.mentions ?? [], edited_at: change.written_at };
  });
}
