const DRIFT = 100e-6; // two clocks part by no more than this: quartz is good for half of it
const ROUNDING_MS = 1;

/**
 * What another clock shows, from questions to it and their answers (RFC 5905, section 8). The answer was made
 * somewhere between both ends of a round trip, so half of that trip bounds the error, however uneven it was.
 *
 * Own times are milliseconds of a clock that only goes forward. Pure.
 *
 * @typedef {{ sent: number, received: number, at: number }} RoundTrip sent and received by one's own clock, `at` by the other
 */
export class Estimate {
  /** @type {{ offset: number, error: number, made: number } | null} */
  #best = null;

  /** @param {RoundTrip} trip */
  take({ sent, received, at }) {
    const offset = at - (sent + received) / 2;
    const error = (received - sent) / 2 + ROUNDING_MS;
    const known = this.errorAt(received);
    // What cannot both be true: one of the clocks was set, or slept. The newer is right.
    const stepped = this.#best !== null && Math.abs(offset - this.#best.offset) > error + known;
    if (stepped || error <= known) this.#best = { offset, error, made: received };
  }

  /** What the other clock shows when one's own shows `own`; null before the first answer. @param {number} own */
  at(own) {
    return this.#best && own + this.#best.offset;
  }

  /** Milliseconds by which `at` may be wrong. @param {number} own */
  errorAt(own) {
    return this.#best ? this.#best.error + DRIFT * (own - this.#best.made) : Infinity;
  }
}
