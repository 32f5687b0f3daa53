import { signal } from "@preact/signals";
/** @import { MessageDraft } from "../protocol.js" */

const PAUSE_MS = 800;
const TYPING_MS = 3_000;

/**
 * What one has begun to write in a conversation, here and on one's other devices. What is typed here is kept here at
 * once and saved a moment later. Of two texts the newer stays, and what is being typed is the newest.
 *
 * @typedef {{ text: string, revision: number, changed: boolean, at: number }} Local `changed`: the server does not have
 *   it yet; `revision`: the server's that it stands on; `at`: when it was written, ms
 * @typedef {{
 *   read: () => Local | null, keep: (local: Local) => void, load: () => Promise<MessageDraft>,
 *   save: (text: string, revision: number) => Promise<MessageDraft>, later: (work: () => void, ms: number) => () => void, now: () => number,
 * }} Surroundings
 */
export class DraftKeeper {
  text;

  #around;
  #seen = 0;
  #changed = false;
  #at = 0;
  #pressedAt = -Infinity;
  /** @type {string | null} */
  #saving = null;
  /** @type {() => void} */
  #stop = () => {};

  /** @param {Surroundings} around */
  constructor(around) {
    this.#around = around;
    const local = around.read();
    this.text = signal(local?.text ?? "");
    if (local) ({ revision: this.#seen, changed: this.#changed, at: this.#at } = local);
  }

  /** Ask the server: at the start, and whenever something may have been missed. */
  async open() {
    const draft = await this.#around.load().catch(() => null); // the next welcome asks again
    if (!draft) return;
    if (draft.revision < this.#seen) this.#seen = -1; // a database that was restored
    this.hear(draft);
    await this.save();
  }

  /** Typed here. @param {string} text */
  write(text) {
    if (text === this.text.value) return;
    this.text.value = text;
    this.#at = this.#pressedAt = this.#around.now();
    this.#changed = true;
    this.#keep();
    if (text) this.#saveSoon();
    else void this.save(); // sent, or given up: nobody needs it any more
  }

  /** As the server has it, by whichever door. @param {MessageDraft} draft */
  hear(draft) {
    if (draft.revision <= this.#seen) return;
    this.#seen = draft.revision;
    if (draft.text === this.text.value) this.#changed = false;
    else if (draft.text !== this.#saving) {
      if (this.#isNewerThan(draft)) this.#saveSoon();
      else this.#take(draft);
    }
    this.#keep();
  }

  /** Save now, if there is something to save. */
  async save() {
    this.#stop();
    if (!this.#changed || this.#saving !== null) return;
    this.#saving = this.text.value;
    try {
      this.hear(await this.#around.save(this.#saving, this.#seen));
      this.#saving = null;
      if (this.#changed) this.#saveSoon();
    } catch (problem) {
      this.#saving = null;
      // Any other no is of no use to who writes: the text is kept here.
      if (/** @type {any} */ (problem).code === "conflict") await this.#overtaken();
    }
  }

  async #overtaken() {
    const draft = await this.#around.load().catch(() => null);
    if (!draft) return;
    this.#seen = -1;
    this.hear(draft);
  }

  /** @param {MessageDraft} draft */
  #isNewerThan(draft) {
    const isTyped = this.#around.now() - this.#pressedAt < TYPING_MS;
    const isNewer = isTyped || (this.#changed && this.#at > Date.parse(draft.changed_at ?? ""));
    if (isNewer) this.#changed = true;
    return isNewer;
  }

  /** @param {MessageDraft} draft */
  #take(draft) {
    this.#stop();
    this.#changed = false;
    this.#at = Date.parse(draft.changed_at ?? "");
    this.text.value = draft.text;
  }

  #keep() {
    this.#around.keep({ text: this.text.value, revision: this.#seen, changed: this.#changed, at: this.#at });
  }

  #saveSoon() {
    this.#stop();
    this.#stop = this.#around.later(() => void this.save(), PAUSE_MS);
  }
}
