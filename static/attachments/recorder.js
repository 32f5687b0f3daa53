import { signal } from "@preact/signals";

export const LONGEST_MS = 5 * 60_000;
const TICK_MS = 200;
const BITS_PER_SECOND = 32_000; // clear speech in Opus: 5 minutes are 1.2 MB
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/**
 * One voice note being made. The microphone is open while it records, and at no other time.
 *
 * @typedef {{ state: "asking" } | { state: "recording", ms: number } | { state: "recorded", ms: number, blob: Blob } | { state: "failed", why: "denied" | "missing" | "failed" }} Recording
 */
export class Recorder {
  now = signal(/** @type {Recording} */ ({ state: "asking" }));

  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Blob[]} */
  #parts = [];
  #beganAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticks;
  #closed = false;

  async start() {
    this.now.value = { state: "asking" };
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
      if (this.#closed) return this.#release();
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      this.#recorder = new MediaRecorder(this.#stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    } catch (error) {
      this.#release();
      const name = /** @type {any} */ (error)?.name;
      this.now.value = { state: "failed", why: name === "NotAllowedError" ? "denied" : name === "NotFoundError" ? "missing" : "failed" };
      return;
    }
    this.#parts = [];
    this.#recorder.ondataavailable = ({ data }) => data.size && this.#parts.push(data);
    this.#recorder.onstop = () => this.#ended();
    this.#recorder.start(1_000);
    this.#beganAt = performance.now();
    this.now.value = { state: "recording", ms: 0 };
    this.#ticks = setInterval(() => {
      const ms = this.#lasted();
      if (ms >= LONGEST_MS) this.stop();
      else this.now.value = { state: "recording", ms };
    }, TICK_MS);
  }

  stop() {
    clearInterval(this.#ticks);
    if (this.#recorder?.state === "recording") this.#recorder.stop();
  }

  /** Nothing of it is kept. */
  close() {
    this.#closed = true;
    this.stop();
    this.#release();
  }

  #lasted() {
    return Math.min(LONGEST_MS, performance.now() - this.#beganAt);
  }

  #ended() {
    clearInterval(this.#ticks);
    const ms = this.now.value.state === "recording" ? this.#lasted() : 0;
    this.#release();
    if (!this.#closed) this.now.value = { state: "recorded", ms, blob: new Blob(this.#parts, { type: this.#recorder?.mimeType }) };
  }

  #release() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }
}

/** Whether this browser records at all. */
export const canRecord = () => "MediaRecorder" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);
