import { signal } from "@preact/signals";
import { api } from "../api.js";
import { sendFile } from "./send.js";
/** @import { Attachment } from "../protocol.js" */

/**
 * A file on its way into a conversation. The client_id says which it is, wherever it is asked for.
 *
 * @typedef {{ client_id: string, name: string, blob: Blob }} Outgoing
 */

/** How much of each has left, 0–1, by client_id; at 1 the server looks at it. */
export const sent = signal(/** @type {Record<string, number>} */ ({}));

/** @type {Map<string, { done: Promise<Attachment>, cancel: () => void }>} */
const underWay = new Map();

/** Send it up; whoever asks meanwhile waits for the same. @param {string} conversationId @param {Outgoing} file */
export function upload(conversationId, { client_id, name, blob }) {
  const found = underWay.get(client_id);
  if (found) return found;
  const path = `${api.filesPath(conversationId)}?${new URLSearchParams({ client_id, name })}`;
  const { done, cancel } = sendFile(path, blob, (share) => (sent.value = { ...sent.value, [client_id]: share }));
  const forget = () => {
    underWay.delete(client_id);
    const { [client_id]: _, ...others } = sent.value;
    sent.value = others;
  };
  const going = { done: done.finally(forget), cancel: () => (cancel(), forget()) };
  underWay.set(client_id, going);
  return going;
}
