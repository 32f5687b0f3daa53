import { signal } from "@preact/signals";

const SAY_EVERY_MS = 3_000;
const GONE_AFTER_MS = 5_000;

/** Who is writing: tells it at most every 3 s, and believes it for 5 s. */
export class Typing {
  /** Ids of others who write now. */
  who = signal(/** @type {string[]} */ ([]));

  #tell;
  #now;
  #lastSaid = -Infinity;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();

  /** @param {(typing: boolean) => void} tell @param {() => number} [now] */
  constructor(tell, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** A key was pressed here. */
  pressed() {
    if (this.#now() - this.#lastSaid < SAY_EVERY_MS) return;
    this.#lastSaid = this.#now();
    this.#tell(true);
  }

  /** Sent, or emptied. */
  stopped() {
    if (this.#now() - this.#lastSaid < GONE_AFTER_MS) this.#tell(false);
    this.#lastSaid = -Infinity;
  }

  /** @param {string} userId @param {boolean} typing */
  heard(userId, typing) {
    clearTimeout(this.#timers.get(userId));
    this.#timers.delete(userId);
    const others = this.who.value.filter((id) => id !== userId);
    if (typing) this.#timers.set(userId, setTimeout(() => this.heard(userId, false), GONE_AFTER_MS));
    if (typing || others.length !== this.who.value.length) this.who.value = typing ? [...others, userId] : others;
  }
}
