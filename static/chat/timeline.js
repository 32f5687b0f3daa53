import { signal } from "@preact/signals";
import { aspect, messageOf, shaped } from "./fold.js";
/** @import { ChatEvent, Message, MessagePage, ReadState, Synced } from "../protocol.js" */

/**
 * One conversation by `seq`: no twins and no gaps, in whatever order things arrive.
 *
 * `lastSeq` is the end of the unbroken row; what came ahead of it is already shown, but asks for a `sync`.
 * Each message remembers what shaped it last, so that an older edit can never undo a newer one. What is shown is
 * one unbroken stretch of messages; it may begin and end before the newest, when one has gone to an older place.
 */
export class Timeline {
  messages = signal(/** @type {Message[]} */ ([]));
  reads = signal(/** @type {Record<string, number>} */ ({}));
  loaded = signal(false);
  hasMore = signal(false);
  /** Newer messages than the shown ones are left out. */
  hasNewer = signal(false);

  /** @type {string | null} */
  epoch = null;
  lastSeq = 0;

  /** @type {Map<number, Message>} all that are known: those of the stretch, those that it replies to */
  #bySeq = new Map();
  /** @type {Map<number, number>} seq of a message → seq up to which it was known when it came */
  #knownAt = new Map();
  /** @type {Map<string, number>} what of a message → seq of the event that shaped it last */
  #shapedBy = new Map();
  /** The stretch: from here to there. */
  #from = 0;
  #to = Infinity;
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

  /** A message that is known here, shown or only replied to. @param {number} seq */
  find(seq) {
    return this.#bySeq.get(seq);
  }

  /**
   * A page over HTTP: a stretch of its own (then everything else is forgotten), or more at one end of this one.
   *
   * @param {MessagePage} page
   * @param {"whole" | "older" | "newer"} where
   */
  take(page, where) {
    const first = page.messages[0]?.seq ?? 0;
    if (where === "whole" || page.epoch !== this.epoch) {
      if (this.epoch !== null && page.epoch !== this.epoch) this.#heard = 0;
      this.#ahead.clear();
      this.#bySeq.clear();
      this.#knownAt.clear();
      this.#shapedBy.clear();
      this.epoch = page.epoch;
      this.lastSeq = page.last_seq;
    }
    // What is here already is kept current by events; the page may be older than the newest of them.
    for (const message of [...page.messages, ...(page.parents ?? [])]) if (!this.#bySeq.has(message.seq)) this.#set(message, page.last_seq);
    if (where !== "newer") {
      this.hasMore.value = page.has_more;
      this.#from = page.has_more ? first : 0;
    }
    if (where !== "older") {
      this.hasNewer.value = page.has_newer ?? false;
      this.#to = page.has_newer ? (page.messages.at(-1)?.seq ?? this.#to) : Infinity;
    }
    this.loaded.value = true;
    this.#catchUp();
    this.#show();
    for (const read of page.reads) this.read(read);
  }

  /** Messages from elsewhere in the conversation, as they stood at `lastSeq`. @param {Message[]} messages @param {number} lastSeq */
  learn(messages, lastSeq) {
    for (const message of messages) if (!this.#bySeq.has(message.seq)) this.#set(message, lastSeq);
    this.#show();
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

  /** But one's own, when one says so. @param {ReadState} read */
  unread({ user_id, seq }) {
    this.reads.value = { ...this.reads.value, [user_id]: seq };
  }

  /** The last message of this person that still has a text. @param {string} userId */
  lastOf(userId) {
    return this.messages.value.findLast((message) => message.sender_id === userId && message.body !== null);
  }

  /** @param {ChatEvent} event */
  #shape(event) {
    if (event.type === "message_sent") {
      if (!this.#bySeq.has(event.seq)) this.#set(messageOf(event), event.seq);
      return;
    }
    const message = this.#bySeq.get(event.target);
    const of = aspect(event);
    if (!message || message.body === null || Math.max(this.#knownAt.get(event.target) ?? 0, this.#shapedBy.get(of) ?? 0) >= event.seq) return;
    this.#shapedBy.set(of, event.seq);
    this.#bySeq.set(event.target, shaped(message, event));
  }

  /** @param {Message} message @param {number} knownAt as it stood then */
  #set(message, knownAt) {
    this.#bySeq.set(message.seq, message);
    this.#knownAt.set(message.seq, knownAt);
  }

  #catchUp() {
    for (const seq of this.#ahead) if (seq <= this.lastSeq) this.#ahead.delete(seq);
    while (this.#ahead.delete(this.lastSeq + 1)) this.lastSeq += 1;
  }

  #show() {
    const shown = [...this.#bySeq.values()].filter(({ seq }) => seq >= this.#from && seq <= this.#to);
    this.messages.value = shown.sort((a, b) => a.seq - b.seq);
  }
}
