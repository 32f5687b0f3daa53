/** Tickets live 60 s by the server's clock; ours may be wrong, so age is counted from when it came. */
const FRESH_FOR_MS = 45_000;
const RENEW_EVERY_MS = 35_000;

/** Keeps a ticket at hand, so that joining need not wait for one. */
export class TicketHolder {
  #ask;
  #now;
  /** @type {{ ticket: string, at: number } | null} */
  #held = null;
  /** @type {Promise<string> | null} */
  #asking = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {() => Promise<{ ticket: string }>} ask @param {() => number} [now] */
  constructor(ask, now = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Ask now and again until `stop`. */
  keep() {
    this.stop();
    void this.#renew().catch(() => {});
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), RENEW_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** A ticket for one use. */
  async take() {
    const held = this.#held;
    this.#held = null;
    if (held && this.#now() - held.at < FRESH_FOR_MS) return held.ticket;
    const ticket = await this.#renew();
    this.#held = null;
    return ticket;
  }

  #renew() {
    this.#asking ??= this.#ask()
      .then(({ ticket }) => {
        this.#held = { ticket, at: this.#now() };
        return ticket;
      })
      .finally(() => (this.#asking = null));
    return this.#asking;
  }
}
