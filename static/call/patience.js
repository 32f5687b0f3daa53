/**
 * How long what arrives waits for what was lost before it and is sent again. Pure.
 *
 * Without waiting, a picture whose part is missing is left out, and what builds on it stands still: at 10 % loss and a
 * round trip of 100 ms a third of all pictures. Who talks hardly notices the time that one resend takes.
 *
 * @typedef {{ seen: number, asked: number }} Count packets of pictures since the start: that came, and that were asked for again
 */

const LOSSY = 0.02;
const VERY_LOSSY = 0.06;
const WAIT_MS = 300;
const LONG_WAIT_MS = 420; // a question or its answer may be lost, too: time for one more
const CALM_LOOKS = 8;

export class Patience {
  #calm = CALM_LOOKS;
  #veryCalm = CALM_LOOKS;

  /** At each look, every two seconds. @param {Count} before @param {Count} now @returns {number | null} milliseconds; null: as the browser likes */
  step(before, now) {
    const seen = now.seen - before.seen;
    const lost = seen > 0 ? (now.asked - before.asked) / seen : 0;
    this.#calm = lost >= LOSSY ? 0 : this.#calm + 1;
    this.#veryCalm = lost >= VERY_LOSSY ? 0 : this.#veryCalm + 1;
    if (this.#veryCalm < CALM_LOOKS) return LONG_WAIT_MS;
    return this.#calm < CALM_LOOKS ? WAIT_MS : null;
  }
}
