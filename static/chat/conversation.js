import { signal } from "@preact/signals";
import { Timeline } from "./timeline.js";
import { Typing } from "./typing.js";
/** @import { ChatEvent } from "../protocol.js" */

const GAP_PATIENCE_MS = 300;

/**
 * One conversation on this page: its timeline, and how it is kept whole.
 * `reach` is how it asks: pages over HTTP, everything else over the socket.
 */
export class Conversation {
  timeline = new Timeline();
  failed = signal(false);
  /** The "new" line stands after this seq. */
  newAfter = signal(/** @type {number | null} */ (null));

  #reach;
  #loading = false;
  #catching = false;
  #marked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #gapTimer;

  /**
   * @param {string} id
   * @param {{ messages: (id: string, before?: number) => Promise<any>, ask: (event: string, payload: object) => Promise<any> }} reach
   */
  constructor(id, reach) {
    this.id = id;
    this.#reach = reach;
    this.typing = new Typing((typing) => void reach.ask("set_typing", { conversation_id: id, typing }).catch(() => {}));
  }

  /** Show the newest page, if nothing is here yet. */
  async open() {
    if (this.timeline.loaded.value) return this.catchUp();
    await this.#page(undefined);
  }

  async loadOlder() {
    if (this.timeline.hasMore.value && this.timeline.oldestSeq !== undefined) await this.#page(this.timeline.oldestSeq);
  }

  /** @param {ChatEvent} event */
  receive(event) {
    if (event.type === "message_sent") this.typing.heard(event.sender_id, false);
    this.timeline.receive(event);
    // What is missing may be on its way already: events and acks come by different doors.
    clearTimeout(this.#gapTimer);
    if (this.timeline.hasGap) this.#gapTimer = setTimeout(() => void this.catchUp(), GAP_PATIENCE_MS);
  }

  /** After a reconnect, or when something is missing. @param {string} [epoch] the server's now */
  async catchUp(epoch) {
    if (!this.timeline.loaded.value) return this.#page(undefined);
    if (this.#catching) return;
    if (epoch !== undefined && epoch !== this.timeline.epoch) return this.#page(undefined);
    this.#catching = true;
    try {
      const answer = await this.#reach.ask("sync", { conversation_id: this.id, since: this.timeline.lastSeq, epoch: this.timeline.epoch });
      if (this.timeline.synced(answer) === "reload") await this.#page(undefined);
    } catch {
      // The next welcome asks again.
    } finally {
      this.#catching = false;
    }
  }

  /** Everything here was seen. @param {string} me */
  async markRead(me) {
    const last = this.timeline.messages.value.at(-1)?.seq ?? 0;
    if (last <= Math.max(this.#marked, this.timeline.reads.value[me] ?? 0)) return;
    this.#marked = last;
    try {
      this.timeline.read(await this.#reach.ask("mark_read", { conversation_id: this.id, seq: last }));
    } catch {
      this.#marked = 0;
    }
  }

  /** @param {number | undefined} before */
  async #page(before) {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await this.#reach.messages(this.id, before);
      this.timeline.take(page, { newest: before === undefined });
      this.failed.value = false;
    } catch {
      this.failed.value = true;
    } finally {
      this.#loading = false;
    }
    if (this.timeline.hasGap) void this.catchUp();
  }
}
