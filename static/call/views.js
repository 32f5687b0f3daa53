/** @import { Call } from "./call.js" */

const SETTLE_MS = 200;
const LOOKS_AGAIN = ["visibilitychange", "enterpictureinpicture", "leavepictureinpicture"];

/** Tells how tall each video slot is shown, in device pixels; 0 for what nobody sees. */
export class Views {
  #call;
  /** @type {Map<string, Element>} */
  #shown = new Map();
  #sent = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #observer = new ResizeObserver(() => this.#soon());
  #onVisibility = () => this.#soon();

  /** @param {Call} call */
  constructor(call) {
    this.#call = call;
    for (const event of LOOKS_AGAIN) document.addEventListener(event, this.#onVisibility);
  }

  /** This element shows that slot, until the returned function is called. @param {string} mid @param {Element} element */
  show(mid, element) {
    this.#shown.set(mid, element);
    this.#observer.observe(element);
    this.#soon();
    return () => {
      this.#observer.unobserve(element);
      if (this.#shown.get(mid) === element) this.#shown.delete(mid);
      this.#soon();
    };
  }

  close() {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    for (const event of LOOKS_AGAIN) document.removeEventListener(event, this.#onVisibility);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), SETTLE_MS);
  }

  #tell() {
    const views = this.#call.line.value.slots("video").map((mid) => {
      const shown = this.#shown.get(mid);
      // A picture in a window of its own is looked at while the page is not.
      const element = document.hidden && document.pictureInPictureElement !== shown ? undefined : shown;
      return { mid, height: Math.round((element?.getBoundingClientRect().height ?? 0) * devicePixelRatio) };
    });
    const now = JSON.stringify(views);
    if (now === this.#sent) return;
    this.#sent = now;
    this.#call.view(views);
  }
}
