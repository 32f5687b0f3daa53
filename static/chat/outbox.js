import { signal } from "@preact/signals";
/** @import { Waiting } from "../attachments/tray.js" */
/** @import { Attachment, ChatEvent } from "../protocol.js" */

/**
 * What was written and is not acknowledged yet. It survives a reload, goes out in the order it was written,
 * and is repeated with the same client_id until the server says yes or a lasting no.
 *
 * @typedef {{
 *   order: number, client_id: string, user_id: string, conversation_id: string,
 *   event: "send_message" | "edit_message" | "delete_message", body?: string, target?: number, reply_to?: number, mentions?: string[], files?: Waiting[],
 *   written_at: string, failed: string | null,
 * }} Entry `failed` is an error code; `files` are sent up first, and with their bytes they survive a reload
 *
 * @typedef {{ all: () => Promise<Entry[]>, put: (entry: Entry) => Promise<void>, remove: (order: number) => Promise<void> }} Store
 *
 * @typedef {{
 *   store: Store,
 *   ask: (event: string, payload: object) => Promise<ChatEvent>,
 *   upload: (conversationId: string, file: Waiting) => Promise<Attachment>,
 *   delivered: (event: ChatEvent) => void,
 *   alone: (work: () => Promise<void>) => Promise<void>,
 *   changed: () => void,
 *   wait: (ms: number) => Promise<unknown>,
 *   now: () => number,
 *   newId: () => string,
 * }} Surroundings `alone` lets one tab of a browser send at a time, `changed` tells the other tabs
 */

/** Nobody is there, or nobody knows us: when that changes, it is tried again. */
const GONE = new Set(["unreachable", "unauthenticated"]);
/** Worth another try by itself, after a while. Everything else is a lasting no. */
const PASSING = new Set(["rate_limited", "unavailable", "storage_full"]);
const PAUSE_MS = 2_000;

export class Outbox {
  /** Of this person, in order. */
  entries = signal(/** @type {Entry[]} */ ([]));

  #userId;
  #around;
  #lastOrder = 0;
  /** @type {Promise<void> | null} */
  #flushing = null;
  #again = false;
  #closed = false;
  /** @type {Promise<void>} */
  #stored = Promise.resolve();
  /** @type {Map<number, Entry | null>} order → what is being written to the store, null for a removal */
  #writing = new Map();

  /** @param {string} userId @param {Surroundings} around */
  constructor(userId, around) {
    this.#userId = userId;
    this.#around = around;
  }

  /** Take up what an earlier page, or another tab, has left. */
  async load() {
    const all = await this.#around.store.all();
    if (this.#closed) return;
    // Whoever's they are: the place of each is its own, even when a clock was set back.
    this.#lastOrder = Math.max(this.#lastOrder, ...all.map((entry) => entry.order));
    const stored = new Map(all.filter((entry) => entry.user_id === this.#userId).map((entry) => [entry.order, entry]));
    for (const [order, entry] of this.#writing) {
      if (entry) stored.set(order, entry);
      else stored.delete(order);
    }
    this.entries.value = [...stored.values()].sort((a, b) => a.order - b.order);
  }

  /** What is on its way, and was not refused. */
  get waiting() {
    return this.entries.value.filter((entry) => !entry.failed).length;
  }

  /**
   * Put into the queue; it shows at once.
   *
   * @param {Pick<Entry, "conversation_id" | "event" | "body" | "target" | "reply_to" | "mentions" | "files">} what
   */
  add(what) {
    const now = this.#around.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, now * 1000);
    const written_at = new Date(now).toISOString();
    const entry = { ...what, order: this.#lastOrder, client_id: this.#around.newId(), user_id: this.#userId, written_at, failed: null };
    this.entries.value = [...this.entries.value, entry];
    this.#write(entry.order, entry);
    void this.flush();
    return entry;
  }

  /** Try a failed one again. @param {number} order */
  retry(order) {
    const entry = this.entries.value.find((e) => e.order === order);
    if (!entry) return;
    // Of all lasting refusals only this one is about the id itself.
    const client_id = entry.failed === "id_reused" ? this.#around.newId() : entry.client_id;
    this.#replace({ ...entry, client_id, failed: null });
    void this.flush();
  }

  /** @param {number} order */
  discard(order) {
    this.entries.value = this.entries.value.filter((entry) => entry.order !== order);
    this.#write(order, null);
  }

  /** Send what waits, in order. Called whenever there is new hope; ends when all is said or nobody answers. */
  flush() {
    this.#again = true;
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  async #flush() {
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#stored;
      let pauseMs = 0;
      await this.#around.alone(async () => {
        await this.load(); // another tab may have sent some of it meanwhile
        pauseMs = await this.#sendAll();
      });
      if (!pauseMs) continue;
      await this.#around.wait(pauseMs);
      this.#again = true;
    }
  }

  /** Forget everything of this person: they signed out here. */
  async clear() {
    for (const entry of this.entries.value) this.discard(entry.order);
    this.close();
    await this.#stored;
  }

  close() {
    this.#closed = true;
  }

  /** @returns {Promise<number>} how long to wait before another try; 0: nothing left, or wait for the connection */
  async #sendAll() {
    /** @type {Set<string>} conversations that the server stumbles over now: the others do not wait for them */
    const held = new Set();
    for (;;) {
      const next = this.entries.value.find((entry) => !entry.failed && !held.has(entry.conversation_id));
      if (this.#closed) return 0;
      if (!next) return held.size ? PAUSE_MS : 0;
      const { conversation_id, client_id, body, target, reply_to, mentions } = next;
      try {
        const attachments = await this.#sendUp(next);
        const event = await this.#around.ask(next.event, {
          conversation_id,
          client_id,
          ...(target !== undefined && { target }),
          ...(body !== undefined && { body }),
          ...(reply_to !== undefined && { reply_to }),
          ...(mentions?.length && { mentions }),
          ...(attachments.length && { attachments }),
        });
        this.#around.delivered(event); // before it leaves the queue: it never vanishes from the screen
        this.discard(next.order);
      } catch (error) {
        const code = /** @type {any} */ (error).code ?? "internal";
        if (GONE.has(code)) return 0;
        if (code === "internal") held.add(conversation_id);
        else if (PASSING.has(code)) return /** @type {any} */ (error).retryAfterMs ?? PAUSE_MS;
        else this.#replace({ ...(this.entries.value.find((entry) => entry.order === next.order) ?? next), failed: code });
      }
      await this.#stored;
    }
  }

  /** What is up needs no bytes here any more. @param {Entry} entry @returns {Promise<string[]>} the ids of its files */
  async #sendUp(entry) {
    const files = [...(entry.files ?? [])];
    for (const [i, file] of files.entries()) {
      if (file.attachment) continue;
      const { client_id, name } = file;
      files[i] = { client_id, name, attachment: await this.#around.upload(entry.conversation_id, file) };
      this.#replace({ ...entry, files: [...files] });
    }
    return files.map(({ attachment }) => /** @type {Attachment} */ (attachment).file_id);
  }

  /** @param {Entry} entry */
  #replace(entry) {
    this.entries.value = this.entries.value.map((e) => (e.order === entry.order ? entry : e));
    this.#write(entry.order, entry);
  }

  /** Writes go to the store one after the other; a full disk does not stop the sending. @param {number} order @param {Entry | null} entry */
  #write(order, entry) {
    this.#writing.set(order, entry);
    this.#stored = this.#stored
      .then(() => (entry ? this.#around.store.put(entry) : this.#around.store.remove(order)))
      .catch(() => {})
      .then(() => {
        if (this.#writing.get(order) === entry) this.#writing.delete(order);
        if (!this.#closed) this.#around.changed();
      });
  }
}
