/**
 * How long what arrives waits for what was lost before it and is sent again. Pure.
 *
 * Without waiting, a picture whose part is missing is left out, and what builds on it stands still: at 10 % loss and a
 * round trip of 100 ms a third of all pictures. Who talks hardly notices the time that one resend takes.
 *
 * @typedef {{ seen: number, asked: number }} Count packets of pictures since the start: that came, and that were asked for again
 */

const LOSSY = 0.02;
const WAIT_MS = 300;
const CALM_LOOKS = 8;

export class Patience {
  #calm = CALM_LOOKS;

  /** At each look, every two seconds. @param {Count} before @param {Count} now @returns {number | null} milliseconds; null: as the browser likes */
  step(before, now) {
    const seen = now.seen - before.seen;
    this.#calm = seen > 0 && now.asked - before.asked >= LOSSY * seen ? 0 : this.#calm + 1;
    return this.#calm < CALM_LOOKS ? WAIT_MS : null;
  }
}
