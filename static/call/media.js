import { batch, computed, signal } from "@preact/signals";
import { t } from "../strings/index.js";
import { keepChoices, readChoices, troubleOf } from "./choices.js";
/** @import { Source } from "../protocol.js" */
/** @import { Choices, Trouble } from "./choices.js" */

/**
 * One's own devices: what is open, what is wanted, and what is wrong with each.
 * A muted microphone stays open (unmuting is instant); a camera that is off is let go, and its light goes out.
 *
 * @typedef {"microphone" | "camera"} Device
 * @typedef {Record<Source, MediaStreamTrack | null>} Tracks
 */

const KIND = /** @type {const} */ ({ microphone: "audio", camera: "video" });
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
/** With its sound; not this page itself, which would show itself without end. */
const SCREEN = /** @type {DisplayMediaStreamOptions} */ ({
  video: { frameRate: { ideal: 15, max: 30 } },
  audio: true,
  selfBrowserSurface: "exclude",
  surfaceSwitching: "include",
  systemAudio: "include",
});

export class Media {
  tracks = signal(/** @type {Tracks} */ ({ microphone: null, camera: null, screen: null, screen_sound: null }));
  wanted = signal({ microphone: true, camera: true });
  trouble = signal(/** @type {Record<Device, Trouble | null>} */ ({ microphone: null, camera: null }));
  devices = signal(/** @type {MediaDeviceInfo[]} */ ([]));
  choices = signal(readChoices());
  opening = signal(true);
  /** The network is too narrow for one's picture: it stays here, and the sound has the way for itself. */
  pictureHeld = signal(false);
  sent = computed(() => (this.pictureHeld.value ? { ...this.tracks.value, camera: null } : this.tracks.value));
  /** What others may see and hear of us now. */
  on = computed(() => {
    const { microphone, camera, screen, screen_sound } = this.sent.value;
    const sources = /** @type {Set<Source>} */ (new Set());
    if (microphone && this.wanted.value.microphone) sources.add("microphone");
    if (camera && this.wanted.value.camera) sources.add("camera");
    if (screen) sources.add("screen");
    if (screen && screen_sound) sources.add("screen_sound");
    return sources;
  });

  #notify;
  #closed = false;
  #onDeviceChange = () => void this.#devicesChanged();

  /** @param {(text: string) => void} notify for what happens by itself */
  constructor(notify) {
    this.#notify = notify;
    const { withMicrophone, withCamera } = this.choices.value;
    this.wanted.value = { microphone: withMicrophone, camera: withCamera };
    navigator.mediaDevices?.addEventListener("devicechange", this.#onDeviceChange);
  }

  /** Open what is wanted: both in one question where possible, each by itself where not. */
  async open() {
    this.opening.value = true;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.trouble.value = { microphone: "insecure", camera: "insecure" };
    } else {
      const { microphone, camera } = this.wanted.value;
      if (!(microphone && camera && (await this.#openBoth()))) {
        await this.#openOne("microphone");
        if (camera) await this.#openOne("camera");
      }
      this.devices.value = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    }
    this.opening.value = false;
  }

  /** @param {Device | "speaker"} device @param {string} id */
  async choose(device, id) {
    this.#keep({ [device]: id });
    if (device === "microphone" || (device === "camera" && this.wanted.value.camera)) await this.#openOne(device);
  }

  /** @param {Device} device @param {boolean} [on] */
  async turn(device, on = !this.wanted.value[device]) {
    this.wanted.value = { ...this.wanted.value, [device]: on };
    this.#keep(device === "microphone" ? { withMicrophone: on } : { withCamera: on });
    const track = this.tracks.value[device];
    if (device === "microphone" && track) track.enabled = on;
    else if (on) await this.#openOne(device);
    else this.#put(device, null);
  }

  /** Be heard for as long as one holds a key, muted as one is. @param {boolean} on @returns {boolean} false: there is no microphone */
  speak(on) {
    const { microphone } = this.tracks.value;
    if (!microphone) return false;
    microphone.enabled = on;
    this.wanted.value = { ...this.wanted.value, microphone: on };
    return true;
  }

  /** Whether this camera can blur what is behind one (W3C Media Capture Extensions). */
  canBlur = computed(() => {
    const can = /** @type {any} */ (this.tracks.value.camera?.getCapabilities?.())?.backgroundBlur;
    return Array.isArray(can) && can.includes(true) && can.includes(false);
  });

  /** @param {boolean} blur */
  blur(blur) {
    this.#keep({ blur });
    this.#applyBlur(this.tracks.value.camera);
  }

  /** Come as a listener, this once: what was chosen stays for the next time. */
  without() {
    this.wanted.value = { microphone: false, camera: false };
    this.#put("microphone", null);
    this.#put("camera", null);
  }

  /** Show a screen, with its sound where the browser gives it. @returns {Promise<boolean>} false: changed one's mind */
  async share() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia(SCREEN);
    } catch (error) {
      if (/** @type {any} */ (error).name === "NotAllowedError") return false;
      throw error;
    }
    const [screen] = stream.getVideoTracks();
    screen.contentHint = "detail";
    // The browser has its own "Stop sharing".
    screen.addEventListener("ended", () => this.stopSharing());
    this.tracks.value = { ...this.tracks.value, screen, screen_sound: stream.getAudioTracks()[0] ?? null };
    return true;
  }

  stopSharing() {
    const { screen, screen_sound } = this.tracks.value;
    screen?.stop();
    screen_sound?.stop();
    if (screen) this.tracks.value = { ...this.tracks.value, screen: null, screen_sound: null };
  }

  close() {
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#onDeviceChange);
    for (const track of Object.values(this.tracks.value)) track?.stop();
    this.tracks.value = { microphone: null, camera: null, screen: null, screen_sound: null };
  }

  async #openBoth() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: this.#constraints("microphone"), video: this.#constraints("camera") });
      batch(() => {
        for (const track of stream.getTracks()) this.#put(track.kind === "audio" ? "microphone" : "camera", track);
      });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {Device} device */
  async #openOne(device) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [KIND[device]]: this.#constraints(device) }).catch((error) => {
        // The chosen one was unplugged: any other is better than none.
        if (error.name !== "OverconstrainedError" && !(error.name === "NotFoundError" && this.choices.value[device])) throw error;
        return navigator.mediaDevices.getUserMedia({ [KIND[device]]: this.#constraints(device, "") });
      });
      this.#put(device, stream.getTracks()[0]);
    } catch (error) {
      this.#put(device, null);
      this.trouble.value = { ...this.trouble.value, [device]: troubleOf(error) };
    }
  }

  /** @param {Device} device @param {string} [id] */
  #constraints(device, id = this.choices.value[device]) {
    return { ...(device === "camera" && PICTURE), ...(id && { deviceId: { exact: id } }) };
  }

  /** @param {Device} device @param {MediaStreamTrack | null} track */
  #put(device, track) {
    if (this.#closed) return void track?.stop();
    if (device === "camera" && track && !this.wanted.value.camera) return void track.stop(); // turned off meanwhile
    const old = this.tracks.value[device];
    if (track) {
      track.enabled = device === "camera" || this.wanted.value.microphone;
      track.addEventListener("ended", () => void this.#lost(device, track));
      this.trouble.value = { ...this.trouble.value, [device]: null };
    }
    if (device === "camera" && this.choices.value.blur) this.#applyBlur(track);
    this.tracks.value = { ...this.tracks.value, [device]: track };
    if (old !== track) old?.stop();
  }

  /** @param {MediaStreamTrack | null} track */
  #applyBlur(track) {
    const wish = /** @type {MediaTrackConstraints} */ ({ backgroundBlur: this.choices.value.blur });
    void track?.applyConstraints({ ...PICTURE, ...wish }).catch(() => {}); // a camera that cannot stays as it is
  }

  /** A device went away by itself. @param {Device} device @param {MediaStreamTrack} track */
  async #lost(device, track) {
    if (this.#closed || this.tracks.value[device] !== track) return;
    await this.#openOne(device);
    const next = this.tracks.value[device];
    this.#notify(next ? t("media.fell-back", { lost: track.label, now: next.label }) : t("media.lost", { lost: track.label }));
  }

  async #devicesChanged() {
    const before = new Set(this.devices.value.map((device) => device.deviceId));
    this.devices.value = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    for (const device of /** @type {Device[]} */ (["microphone", "camera"])) {
      const arrived = this.devices.value.some((d) => d.kind === `${KIND[device]}input` && !before.has(d.deviceId));
      if (arrived && this.wanted.value[device] && !this.tracks.value[device]) await this.#openOne(device);
    }
  }

  /** @param {Partial<Choices>} change */
  #keep(change) {
    this.choices.value = { ...this.choices.value, ...change };
    keepChoices(this.choices.value);
  }
}
