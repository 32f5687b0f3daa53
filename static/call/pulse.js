/**
 * Whether what came steadily has stopped. Pure.
 *
 * Browsers leave a path that carries nothing any more after four seconds (Chromium) or later. What is told here is
 * only a suspicion: somebody has walked out of one network, and perhaps into another.
 */

const STEADY_LOOKS = 4;
const SILENT_MS = 600; // sound says something each 400 ms even while nobody speaks

export const LOOK_EVERY_MS = 250;

export class Pulse {
  #came = -1;
  #steady = 0;
  #heardAt = 0;

  /** At each look, every quarter of a second. @param {number} came bytes since the start @param {number} now milliseconds @returns {boolean} once for each time that it stops */
  step(came, now) {
    if (came !== this.#came) {
      const wasHere = now - this.#heardAt < 2 * LOOK_EVERY_MS;
      this.#steady = wasHere ? this.#steady + 1 : 1;
      this.#came = came;
      this.#heardAt = now;
      return false;
    }
    if (this.#steady < STEADY_LOOKS || now - this.#heardAt < SILENT_MS) return false;
    this.#steady = 0;
    return true;
  }
}
