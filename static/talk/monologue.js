const LONG_MS = 180_000;
const MOSTLY = 0.7; // people breathe
const A_WORD_MS = 8_000; // "yes", "I see": the other listens

/** Says when one has spoken for three minutes and the other hardly a word; once, until the other has spoken. Pure. */
export class Monologue {
  /** @type {{ at: number, own: number, other: number }[]} */
  #looks = [];
  #saidAt = -1;

  /**
   * @param {number} own milliseconds spoken since counting began
   * @param {number} other of everybody else
   * @param {number} at milliseconds
   * @returns {boolean} it has just become a long one
   */
  step(own, other, at) {
    const last = this.#looks.at(-1);
    if (last && (own < last.own || other < last.other)) this.#looks = []; // counting began anew
    this.#looks.push({ at, own, other });
    while (this.#looks.length > 1 && this.#looks[1].at <= at - LONG_MS) this.#looks.shift();
    const [first] = this.#looks;
    if (this.#saidAt >= 0 && other - this.#saidAt > A_WORD_MS) this.#saidAt = -1;
    const isLong = at - first.at >= LONG_MS && own - first.own >= MOSTLY * LONG_MS && other - first.other <= A_WORD_MS;
    if (!isLong || this.#saidAt >= 0) return false;
    this.#saidAt = other;
    return true;
  }
}
