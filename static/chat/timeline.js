import { signal } from "@preact/signals";
/** @import { ChatEvent, Message, MessagePage, ReadState, Synced } from "../protocol.js" */

/**
 * One conversation by `seq`: no twins and no gaps, in whatever order things arrive.
 *
 * `lastSeq` is the end of the unbroken row; what came ahead of it is already shown, but asks for a `sync`.
 * Each message remembers the seq that shaped it last, so that an older edit can never undo a newer one.
 */
export class Timeline {
  messages = signal(/** @type {Message[]} */ ([]));
  reads = signal(/** @type {Record<string, number>} */ ({}));
  loaded = signal(false);
  hasMore = signal(false);

  /** @type {string | null} */
  epoch = null;
  lastSeq = 0;

  /** @type {Map<number, Message>} */
  #bySeq = new Map();
  /** @type {Map<number, number>} seq of a message → seq of the event that shaped it last */
  #shapedBy = new Map();
  /** @type {Set<number>} shown already, though something before them is missing */
  #ahead = new Set();
  /** What was heard of before the first page came. */
  #heard = 0;

  /** True while something is known to be missing. */
  get hasGap() {
    return this.#ahead.size > 0 || this.#heard > this.lastSeq;
  }

  /** The oldest message that is here, or undefined. */
  get oldestSeq() {
    return this.messages.value[0]?.seq;
  }

  /**
   * A page over HTTP: the newest (then everything older is forgotten), or an earlier one.
   *
   * @param {MessagePage} page
   * @param {{ newest: boolean }} where
   */
  take(page, { newest }) {
    if (newest || page.epoch !== this.epoch) {
      if (this.epoch !== null && page.epoch !== this.epoch) this.#heard = 0;
      this.#ahead.clear();
      this.#bySeq.clear();
      this.#shapedBy.clear();
      this.epoch = page.epoch;
      this.lastSeq = page.last_seq;
    }
    for (const message of page.messages) {
      this.#bySeq.set(message.seq, message);
      this.#shapedBy.set(message.seq, page.last_seq); // as it stood then
    }
    this.hasMore.value = page.has_more;
    this.loaded.value = true;
    this.#catchUp();
    this.#show();
    for (const read of page.reads) this.read(read);
  }

  /**
   * One event, live or as the ack of one's own write.
   *
   * @param {ChatEvent} event
   * @returns {boolean} whether it was new
   */
  receive(event) {
    if (!this.loaded.value) {
      this.#heard = Math.max(this.#heard, event.seq); // the page on its way may be older than this
      return false;
    }
    if (event.seq <= this.lastSeq || this.#ahead.has(event.seq)) return false;
    this.#ahead.add(event.seq);
    this.#shape(event);
    this.#catchUp();
    this.#show();
    return true;
  }

  /**
   * The answer to `sync`.
   *
   * @param {Synced} answer
   * @returns {"whole" | "reload"} `reload`: too far behind, or the history is another one; page over HTTP
   */
  synced(answer) {
    if (answer.epoch !== this.epoch || answer.limited) return "reload";
    for (const event of answer.events) {
      if (event.seq <= this.lastSeq) continue;
      this.#ahead.add(event.seq);
      this.#shape(event);
    }
    this.#catchUp();
    this.#show();
    for (const read of answer.reads) this.read(read);
    return "whole";
  }

  /** How far a person has read; never back. @param {ReadState} read */
  read({ user_id, seq }) {
    if (seq > (this.reads.value[user_id] ?? 0)) this.reads.value = { ...this.reads.value, [user_id]: seq };
  }

  /** The last message of this person that still has a text. @param {string} userId */
  lastOf(userId) {
    return this.messages.value.findLast((message) => message.sender_id === userId && message.body !== null);
  }

  /** @param {ChatEvent} event */
  #shape(event) {
    if (event.type === "message_sent") {
      if (!this.#bySeq.has(event.seq)) this.#set(event.seq, event.seq, messageOf(event));
      return;
    }
    const message = this.#bySeq.get(event.target);
    if (!message || (this.#shapedBy.get(event.target) ?? 0) >= event.seq || message.body === null) return;
    const gone = event.type === "message_deleted" || event.body === null;
    this.#set(event.target, event.seq, gone
      ? { ...message, body: null, deleted_at: event.at }
      : { ...message, body: event.body, edited_at: event.at });
  }

  /** @param {number} seq @param {number} shapedBy @param {Message} message */
  #set(seq, shapedBy, message) {
    this.#bySeq.set(seq, message);
    this.#shapedBy.set(seq, shapedBy);
  }

  #catchUp() {
    for (const seq of this.#ahead) if (seq <= this.lastSeq) this.#ahead.delete(seq);
    while (this.#ahead.delete(this.lastSeq + 1)) this.lastSeq += 1;
  }

  #show() {
    this.messages.value = [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
  }
}

/** @param {import("../protocol.js").MessageSent} event @returns {Message} */
function messageOf({ conversation_id, seq, sender_id, client_id, body, at }) {
  return { conversation_id, seq, sender_id, client_id, body, sent_at: at, edited_at: null, deleted_at: body === null ? at : null };
}
