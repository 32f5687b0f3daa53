/** @import { QualityLevel } from "../protocol.js" */

const BAD_LOOKS = 3;
const GOOD_LOOKS = 5;
const MOST_LOOKS = 40;

/**
 * When one's picture gives way to one's sound. After three very weak looks it is held back; after some good ones it
 * comes again, and each time that was too early, it waits twice as long.
 */
export class Ladder {
  held = false;
  #bad = 0;
  #good = 0;
  #patience = GOOD_LOOKS;

  /** @param {QualityLevel} level of the latest look @returns {boolean} hold the picture back */
  step(level) {
    this.#bad = level === 1 ? this.#bad + 1 : 0;
    this.#good = level >= 3 ? this.#good + 1 : 0;
    if (!this.held && this.#bad >= BAD_LOOKS) {
      this.held = true;
      this.#good = 0;
    } else if (this.held && this.#good >= this.#patience) {
      this.held = false;
      this.#bad = 0;
      this.#patience = Math.min(this.#patience * 2, MOST_LOOKS);
    }
    return this.held;
  }
}
