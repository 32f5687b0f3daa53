import { signal } from "@preact/signals";
import * as Y from "yjs";
import { difference } from "./difference.js";
/** @import { NotesChanged, NotesSynced } from "../protocol.js" */

const PAUSE_MS = 200;
const RETRY_MS = 3_000;
const MOST_BYTES = 30_000; // of one change; the server takes 40,000
const MOST_AT_ONCE = 5_000; // characters: what is pasted goes in parts
const LOST = ["unreachable", "unavailable", "internal", "storage_full"];
/** Where a change comes from: out of the field, or from the server, which knows it already. */
export const TYPED = Symbol("typed");
const HEARD = Symbol("heard");
/** The last two bits of a client's id, as the server demands: nobody writes in the other's name. */
const WRITER = { mentor: 1, mentee: 2 };

/**
 * A text that two write at once, online or not: what is written here waits until the server has it, what the
 * other writes is merged into it.
 *
 * State: `kept` the server has it · `changed` it will have it soon · `waiting` it is tried again · `refused` see `problem`.
 */
export class SharedText {
  state = signal(/** @type {"loading" | "kept" | "changed" | "waiting" | "refused"} */ ("loading"));
  problem = signal(/** @type {any} */ (null));
  words = signal("");
  doc = new Y.Doc();
  text = this.doc.getText("notes");
  undo = new Y.UndoManager(this.text, { trackedOrigins: new Set([TYPED]) });

  #around;
  /** @type {Uint8Array[]} */
  #unsent = [];
  #isSending = false;
  #known = -1;
  #conflicts = 0;
  /** @type {NotesChanged[] | null} */
  #held = null;
  /** @type {() => void} */
  #stop = () => {};

  /**
   * @param {{
   *   role: "mentor" | "mentee", sync: (state: string) => Promise<NotesSynced>, send: (update: string) => Promise<unknown>,
   *   later: (work: () => void, ms: number) => () => void, keep: (unsent: string) => void, kept: string[],
   * }} around what was kept on this device comes back
   */
  constructor(around) {
    this.#around = around;
    this.doc.clientID = ((crypto.getRandomValues(new Uint32Array(1))[0] & ~3) | WRITER[around.role]) >>> 0;
    this.doc.on("update", (update, origin) => this.#changed(update, origin));
    for (const unsent of around.kept) {
      Y.applyUpdate(this.doc, toBytes(unsent), HEARD);
      this.#unsent.push(toBytes(unsent));
    }
  }

  /** Get what the server has, and give it what it lacks: at the start and after each connect. */
  async open() {
    try {
      const { update, revision } = await this.#around.sync(toBase64(Y.encodeStateVector(this.doc)));
      Y.applyUpdate(this.doc, toBytes(update), HEARD);
      this.#known = Math.max(this.#known, revision);
      if (this.state.value !== "refused") this.state.value = this.#unsent.length ? "changed" : "kept";
      void this.send();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The field says something else now; the caret is behind what was written. @param {string} text @param {number} caret */
  write(text, caret) {
    const { at, gone, put } = difference(this.text.toString(), text, caret);
    if (gone) this.doc.transact(() => this.text.delete(at, gone), TYPED);
    for (let done = 0; done < put.length; ) {
      let end = Math.min(put.length, done + MOST_AT_ONCE);
      if (end < put.length && isHigh(put, end - 1)) end -= 1;
      const [from, part] = [at + done, put.slice(done, end)];
      this.doc.transact(() => this.text.insert(from, part), TYPED);
      done = end;
    }
  }

  /** @param {NotesChanged} changed */
  hear(changed) {
    if (this.#held) this.#held.push(changed);
    else if (changed.revision === this.#known + 1) {
      this.#known = changed.revision;
      Y.applyUpdate(this.doc, toBytes(changed.update), HEARD);
    } else if (changed.revision > this.#known && this.#known >= 0) void this.open();
  }

  /** Until `release`, nothing of the other's comes in: somebody composes a word. */
  hold() {
    this.#held ??= [];
  }

  release() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const changed of held) this.hear(changed);
  }

  /** Send what waits, in the order in which it was written. */
  async send() {
    this.#stop();
    if (this.#isSending || this.#known < 0 || !this.#unsent.length) return;
    this.#isSending = true;
    let count = 0;
    for (let size = 0; count < this.#unsent.length && (size += this.#unsent[count].length) <= MOST_BYTES; ) count += 1;
    const update = Y.mergeUpdates(this.#unsent.slice(0, Math.max(1, count)));
    try {
      await this.#around.send(toBase64(update));
      this.#unsent.splice(0, Math.max(1, count));
      this.#conflicts = 0;
      this.problem.value = null;
      this.state.value = this.#unsent.length ? "changed" : "kept";
      this.#keep();
      if (this.#unsent.length) this.#sendIn(PAUSE_MS);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isSending = false;
    }
  }

  /** The page goes: what waits goes out now, or stays on this device. */
  close() {
    this.#keep();
    void this.send();
    this.#stop();
    this.undo.destroy();
  }

  /** @param {Uint8Array} update @param {unknown} origin */
  #changed(update, origin) {
    this.words.value = this.text.toString();
    if (origin === HEARD) return;
    this.#unsent.push(update);
    if (this.state.value === "waiting") this.#keep();
    else if (this.state.value !== "loading") this.state.value = "changed";
    this.#sendIn(PAUSE_MS);
  }

  /** @param {any} error */
  #failed(error) {
    if (error?.code === "rate_limited") this.#sendIn(error.retryAfterMs ?? RETRY_MS);
    else if (LOST.includes(error?.code)) {
      this.state.value = this.#known < 0 && !this.#unsent.length ? "loading" : "waiting";
      this.#keep();
      this.#stop();
      this.#stop = this.#around.later(() => void this.open(), RETRY_MS);
    } else if (error?.code === "conflict" && this.#conflicts++ === 0 && this.#known >= 0) void this.open();
    else {
      this.problem.value = error;
      this.state.value = "refused";
      this.#around.keep("");
    }
  }

  #keep() {
    this.#around.keep(this.#unsent.length ? toBase64(Y.mergeUpdates(this.#unsent)) : "");
  }

  /** @param {number} ms */
  #sendIn(ms) {
    this.#stop();
    this.#stop = this.#around.later(() => void this.send(), ms);
  }
}

/** @param {string} text @param {number} at */
const isHigh = (text, at) => /[\uD800-\uDBFF]/.test(text[at] ?? "");

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text */
export const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
