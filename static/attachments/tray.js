import { signal } from "@preact/signals";
/** @import { Attachment } from "../protocol.js" */
/** @import { Outgoing } from "./uploads.js" */

export const MOST_FILES = 10; // of one message

/**
 * A file that waits to be sent with the next message: on its way up, up, or refused.
 *
 * @typedef {{ client_id: string, name: string, blob?: Blob, attachment?: Attachment, problem?: any }} Waiting
 * @typedef {{
 *   upload: (file: Outgoing) => { done: Promise<Attachment>, cancel: () => void }, discard: (fileId: string) => Promise<unknown>,
 *   load: () => Promise<{ unused: Attachment[], most_bytes: number }>, read: () => Waiting[], keep: (waiting: Waiting[]) => void, newId: () => string,
 * }} Surroundings `read` and `keep` are for what is up: it survives a reload
 */

/** What goes with the next message of one conversation. */
export class Tray {
  all = signal(/** @type {Waiting[]} */ ([]));
  /** Of one file; said before somebody chooses one. */
  mostBytes = signal(0);
  /** More than a message takes was chosen. */
  tooMany = signal(false);

  #around;
  /** @type {Map<string, () => void>} */
  #cancels = new Map();

  /** @param {Surroundings} around */
  constructor(around) {
    this.#around = around;
    this.all.value = around.read();
  }

  /** Learn the limit, and what of the files from before is still there. */
  async open() {
    const known = this.all.value;
    const answer = await this.#around.load().catch(() => null); // the next time it is opened it is asked again
    if (!answer) return;
    this.mostBytes.value = answer.most_bytes;
    const there = new Set(answer.unused.map((each) => each.file_id));
    const gone = known.filter(({ attachment }) => attachment && !there.has(attachment.file_id));
    this.#change(this.all.value.filter((each) => !gone.includes(each)));
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const room = MOST_FILES - this.all.value.length;
    const chosen = [...files];
    this.tooMany.value = chosen.length > room;
    for (const file of chosen.slice(0, Math.max(0, room))) {
      const waiting = { client_id: this.#around.newId(), name: file.name || "file", blob: file };
      this.#change([...this.all.value, waiting]);
      this.#send(waiting);
    }
  }

  /** @param {string} clientId */
  again(clientId) {
    const waiting = this.all.value.find((each) => each.client_id === clientId);
    if (waiting?.blob) this.#send(/** @type {Outgoing} */ (waiting));
  }

  /** Not with this message, and not with another. @param {string} clientId */
  remove(clientId) {
    const waiting = this.all.value.find((each) => each.client_id === clientId);
    this.#cancels.get(clientId)?.();
    if (waiting?.attachment) void this.#around.discard(waiting.attachment.file_id).catch(() => {}); // it goes by itself, later
    this.tooMany.value = false;
    this.#change(this.all.value.filter((each) => each.client_id !== clientId));
  }

  /** All but the refused leave with a message. @returns {Waiting[]} */
  take() {
    const taken = this.all.value.filter((each) => !each.problem);
    this.tooMany.value = false;
    this.#change(this.all.value.filter((each) => each.problem));
    return taken;
  }

  /** @param {Outgoing} file */
  #send(file) {
    const { client_id, blob } = file;
    this.#set(client_id, { problem: undefined });
    const most = this.mostBytes.value;
    if (!blob.size || (most && blob.size > most)) return this.#set(client_id, { problem: { code: blob.size ? "too_large" : "empty" } });
    const { done, cancel } = this.#around.upload(file);
    this.#cancels.set(client_id, cancel);
    done
      .then((attachment) => this.#set(client_id, { attachment }), (problem) => this.#set(client_id, { problem }))
      .finally(() => this.#cancels.delete(client_id));
  }

  /** @param {string} clientId @param {Partial<Waiting>} to */
  #set(clientId, to) {
    this.#change(this.all.value.map((each) => (each.client_id === clientId ? { ...each, ...to } : each)));
  }

  /** @param {Waiting[]} all */
  #change(all) {
    this.all.value = all;
    this.#around.keep(all.filter((each) => each.attachment).map(({ client_id, name, attachment }) => ({ client_id, name, attachment })));
  }
}
