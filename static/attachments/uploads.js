import { signal } from "@preact/signals";
import { api } from "../api.js";
import { Problem } from "../problem.js";
import { sendFile } from "./send.js";
/** @import { Attachment } from "../protocol.js" */

/**
 * A file on its way into a conversation. The client_id says which it is, wherever it is asked for.
 *
 * @typedef {{ client_id: string, name: string, blob: Blob }} Outgoing
 */

const AT_ONCE = 3; // the server takes four of one person, who may have another tab

/** How much of each has left, 0–1, by client_id; at 1 the server looks at it. */
export const sent = signal(/** @type {Record<string, number>} */ ({}));

/** @type {Map<string, { done: Promise<Attachment>, cancel: () => void }>} */
const underWay = new Map();
/** @type {(() => void)[]} */
const queue = [];
let sending = 0;

/** Send it up; whoever asks meanwhile waits for the same. @param {string} conversationId @param {Outgoing} file */
export function upload(conversationId, { client_id, name, blob }) {
  const found = underWay.get(client_id);
  if (found) return found;
  let stopped = false;
  let stop = () => {};
  const done = inTurn(() => {
    if (stopped) throw Problem.unreachable();
    const path = `${api.filesPath(conversationId)}?${new URLSearchParams({ client_id, name })}`;
    const { done: arrived, cancel } = sendFile(path, blob, (share) => (sent.value = { ...sent.value, [client_id]: share }));
    stop = cancel;
    return arrived;
  }).finally(() => forget(client_id));
  const going = { done, cancel: () => ((stopped = true), stop()) };
  underWay.set(client_id, going);
  return going;
}

/** @param {string} clientId */
function forget(clientId) {
  underWay.delete(clientId);
  const { [clientId]: _, ...others } = sent.value;
  sent.value = others;
}

/** A few at once, the others after them. @param {() => Promise<Attachment>} work */
async function inTurn(work) {
  if (sending >= AT_ONCE) await /** @type {Promise<void>} */ (new Promise((resolve) => queue.push(resolve)));
  else sending += 1;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else sending -= 1;
  }
}
