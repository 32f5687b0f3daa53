import { signal } from "@preact/signals";
/** @import { Notes } from "../protocol.js" */

const PAUSE_MS = 800;
const RETRY_MS = 3_000;

/**
 * Notes that save themselves a moment after one stops writing. Two people may write in the same: whoever was
 * overtaken is shown the other's words and chooses, nothing is lost silently.
 *
 * State: `kept` the server has it · `changed` it will have it soon · `saving` · `failed` it is tried again ·
 * `crossed` the other wrote meanwhile.
 */
export class NoteKeeper {
  text = signal("");
  state = signal(/** @type {"loading" | "kept" | "changed" | "saving" | "failed" | "crossed"} */ ("loading"));
  /** What the other wrote meanwhile. */
  theirs = signal(/** @type {Notes | null} */ (null));
  /** The newest that the server told. */
  notes = signal(/** @type {Notes | null} */ (null));

  #around;
  /** @type {string | null} */
  #sent = null;
  /** @type {() => void} */
  #stop = () => {};

  /** @param {{ load: () => Promise<Notes>, save: (notes: { text: string, revision: number }) => Promise<Notes>, later: (work: () => void, ms: number) => () => void }} around */
  constructor(around) {
    this.#around = around;
  }

  async open() {
    try {
      this.hear(await this.#around.load());
    } catch (error) {
      if (this.state.value !== "loading") return;
      if (/** @type {any} */ (error)?.code === "unreachable") this.#stop = this.#around.later(() => void this.open(), RETRY_MS);
    }
  }

  /** @param {string} text */
  write(text) {
    this.text.value = text;
    if (this.state.value === "crossed" || this.state.value === "loading") return;
    if (this.state.value !== "saving") this.state.value = "changed";
    this.#saveIn(PAUSE_MS);
  }

  /** Save now, if there is something to save. */
  async save() {
    this.#stop();
    if (this.state.value !== "changed" && this.state.value !== "failed") return;
    this.state.value = "saving";
    const text = this.text.value;
    this.#sent = text;
    try {
      const answer = await this.#around.save({ text, revision: this.notes.value?.revision ?? 0 });
      this.#sent = null;
      this.#know(answer);
      if (this.text.value === text) this.state.value = "kept";
      else this.#again(PAUSE_MS, "changed");
    } catch (error) {
      this.#sent = null;
      if (/** @type {any} */ (error)?.code === "conflict") await this.#overtaken();
      else this.#again(RETRY_MS, "failed");
    }
  }

  /** As they stand on the server, by whichever door. @param {Notes} notes */
  hear(notes) {
    if (this.notes.value && notes.revision <= this.notes.value.revision) return;
    const untouched = this.state.value === "loading" || this.state.value === "kept";
    if (untouched || notes.text === this.text.value) {
      this.#know(notes);
      this.text.value = notes.text;
      if (this.state.value !== "saving") this.#keep();
    } else if (this.state.value === "saving") {
      if (notes.text === this.#sent) this.#know(notes); // our own, come by the other door
    } else {
      this.#cross(notes);
    }
  }

  /** After `crossed`: mine stands, or theirs does. @param {"mine" | "theirs"} which */
  choose(which) {
    const theirs = this.theirs.value;
    if (!theirs) return;
    this.#know(theirs);
    this.theirs.value = null;
    if (which === "theirs") {
      this.text.value = theirs.text;
      this.#keep();
    } else {
      this.state.value = "changed";
      void this.save();
    }
  }

  /** The page goes: what is written goes out now. */
  close() {
    void this.save();
    this.#stop();
  }

  async #overtaken() {
    try {
      const notes = await this.#around.load();
      if (notes.text === this.text.value) {
        this.#know(notes);
        this.#keep();
      } else this.#cross(notes);
    } catch {
      this.#again(RETRY_MS, "failed");
    }
  }

  #keep() {
    this.#stop();
    this.state.value = "kept";
  }

  /** @param {Notes} notes */
  #cross(notes) {
    this.#stop();
    this.theirs.value = notes;
    this.state.value = "crossed";
  }

  /** @param {Notes} notes */
  #know(notes) {
    if (!this.notes.value || notes.revision >= this.notes.value.revision) this.notes.value = notes;
  }

  /** @param {number} ms @param {"changed" | "failed"} state */
  #again(ms, state) {
    this.state.value = state;
    this.#saveIn(ms);
  }

  /** @param {number} ms */
  #saveIn(ms) {
    this.#stop();
    this.#stop = this.#around.later(() => void this.save(), ms);
  }
}
