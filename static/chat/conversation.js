import { signal } from "@preact/signals";
import { Timeline } from "./timeline.js";
import { Typing } from "./typing.js";
/** @import { ChatEvent, MarkedUnread, Message, MessagePage } from "../protocol.js" */

const GAP_PATIENCE_MS = 300;

/**
 * One conversation on this page: its timeline, and how it is kept whole.
 * `reach` is how it asks: pages over HTTP, everything else over the socket.
 *
 * @typedef {{ before?: number, after?: number, around?: number, limit?: number }} Where
 * @typedef {{
 *   messages: (id: string, where: Where) => Promise<MessagePage>, pins: (id: string) => Promise<{ messages: Message[] }>,
 *   ask: (event: string, payload: object) => Promise<any>,
 * }} Reach
 */
export class Conversation {
  timeline = new Timeline();
  failed = signal(false);
  /** The "new" line stands after this seq. */
  newAfter = signal(/** @type {number | null} */ (null));
  /** What is kept in view, the newest pin first. */
  pinned = signal(/** @type {Message[]} */ ([]));
  /** The message that one asked to see. */
  wanted = signal(/** @type {{ seq: number } | null} */ (null));

  #reach;
  /** @type {Promise<void> | null} */
  #loading = null;
  #catching = false;
  #marked = 0;
  #keptUnread = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #gapTimer;

  /**
   * @param {string} id
   * @param {Reach} reach
   */
  constructor(id, reach) {
    this.id = id;
    this.#reach = reach;
    this.typing = new Typing((typing) => void reach.ask("set_typing", { conversation_id: id, typing }).catch(() => {}));
  }

  /** Show the newest page, if nothing is here yet. */
  async open() {
    this.#keptUnread = false;
    void this.#loadPinned();
    if (this.timeline.loaded.value) return this.catchUp();
    await this.#page({}, "whole");
  }

  async loadOlder() {
    if (this.timeline.hasMore.value && this.timeline.oldestSeq !== undefined) await this.#page({ before: this.timeline.oldestSeq }, "older");
  }

  async loadNewer() {
    const last = this.timeline.messages.value.at(-1)?.seq;
    if (this.timeline.hasNewer.value && last !== undefined) await this.#page({ after: last }, "newer");
  }

  /** Show the newest stretch, if another one is shown. */
  async toLatest() {
    if (this.timeline.hasNewer.value) await this.#page({}, "whole");
  }

  /** Bring a message into view, wherever it stands. @param {number} seq */
  async reveal(seq) {
    await this.#loading;
    const isShown = () => this.timeline.messages.value.some((message) => message.seq === seq);
    if (!isShown()) await this.#page({ around: seq }, "whole");
    if (isShown()) this.wanted.value = { seq };
  }

  /** @param {ChatEvent} event */
  receive(event) {
    if (event.type === "message_sent") this.typing.heard(event.sender_id, false);
    this.timeline.receive(event);
    if (event.type === "message_sent") void this.#learnParent(event.reply_to);
    else if (event.type.endsWith("pinned") || this.pinned.value.some((message) => message.seq === event.target)) void this.#loadPinned();
    // What is missing may be on its way already: events and acks come by different doors.
    clearTimeout(this.#gapTimer);
    if (this.timeline.hasGap) this.#gapTimer = setTimeout(() => void this.catchUp(), GAP_PATIENCE_MS);
  }

  /** After a reconnect, or when something is missing. @param {string} [epoch] the server's now */
  async catchUp(epoch) {
    if (!this.timeline.loaded.value) return this.#page({}, "whole");
    if (this.#catching) return;
    void this.#loadPinned();
    if (epoch !== undefined && epoch !== this.timeline.epoch) return this.#page({}, "whole");
    this.#catching = true;
    try {
      const answer = await this.#reach.ask("sync", { conversation_id: this.id, since: this.timeline.lastSeq, epoch: this.timeline.epoch });
      if (this.timeline.synced(answer) === "reload") await this.#page({}, "whole");
      for (const event of answer.events) if (event.type === "message_sent") void this.#learnParent(event.reply_to);
    } catch {
      // The next welcome asks again.
    } finally {
      this.#catching = false;
    }
  }

  /** Everything here was seen. @param {string} me */
  async markRead(me) {
    if (this.#keptUnread || this.timeline.hasNewer.value) return;
    const last = this.timeline.messages.value.at(-1)?.seq ?? 0;
    if (last <= Math.max(this.#marked, this.timeline.reads.value[me] ?? 0)) return;
    this.#marked = last;
    try {
      this.timeline.read(await this.#reach.ask("mark_read", { conversation_id: this.id, seq: last }));
    } catch {
      this.#marked = 0;
    }
  }

  /** Come back to this message later; until the conversation is opened again, nothing counts as read. @param {number} seq */
  async markUnread(seq) {
    this.keepUnread(await this.#reach.ask("mark_unread", { conversation_id: this.id, seq }));
  }

  /** One said so, here or on another device. @param {MarkedUnread} marked */
  keepUnread({ read }) {
    this.#keptUnread = true;
    this.#marked = 0;
    this.timeline.unread(read);
    this.newAfter.value = read.seq;
  }

  async #loadPinned() {
    try {
      this.pinned.value = (await this.#reach.pins(this.id)).messages;
    } catch {
      // The next welcome asks again.
    }
  }

  /** A reply may speak of something that is not here. @param {number | null | undefined} seq */
  async #learnParent(seq) {
    if (typeof seq !== "number" || this.timeline.find(seq)) return;
    try {
      const page = await this.#reach.messages(this.id, { around: seq, limit: 1 });
      if (page.epoch === this.timeline.epoch) this.timeline.learn(page.messages, page.last_seq);
    } catch {
      // It is shown without.
    }
  }

  /** @param {Where} at @param {"whole" | "older" | "newer"} where */
  async #page(at, where) {
    if (this.#loading) return;
    this.#loading = this.#load(at, where);
    await this.#loading;
    this.#loading = null;
    if (this.timeline.hasGap) void this.catchUp();
  }

  /** @param {Where} at @param {"whole" | "older" | "newer"} where */
  async #load(at, where) {
    try {
      const page = await this.#reach.messages(this.id, at);
      this.timeline.take(page, where);
      this.failed.value = false;
    } catch {
      this.failed.value = true;
    }
  }
}
