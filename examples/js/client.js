import { io } from "socket.io-client";

/**
 * The connection of a bot, on socket.io-client and the public contract alone.
 *
 * @typedef {{ mentorship_id: string, conversation_id: string | null, last_seq: number | null, user_ids: string[] }} Place
 * @typedef {{ conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, body: string | null }} Message
 */

/** The server said no; `code` is one of its closed list. */
export class Refused extends Error {
  /** @param {{ code: string, message: string, retry_after_ms?: number }} error */
  constructor(error) {
    super(`${error.code}: ${error.message}`);
    this.code = error.code;
    this.retryAfterMs = error.retry_after_ms ?? 0;
  }
}

export class Bot {
  /** @type {Place[]} */
  places = [];
  /** Conversation → the last seq that was handled. @type {Map<string, number>} */
  #read = new Map();
  /** @type {(place: Place, message: Message) => Promise<unknown>} */
  #onMessage = async () => {};
  #turn = Promise.resolve();
  #socket;

  /** @param {string} url @param {string} token from the page "Bots" of the settings */
  constructor(url, token) {
    this.#socket = io(url, { auth: { token }, transports: ["websocket"], autoConnect: false });
    const inTurn = (/** @type {(payload: any) => Promise<unknown>} */ handle) => (/** @type {any} */ payload) => {
      this.#turn = this.#turn.then(() => handle(payload)).then(() => {}, (problem) => console.error(problem.message));
    };
    this.#socket.on("bot_welcome", inTurn(({ bot }) => this.#move(bot.places)));
    this.#socket.on("reach_changed", inTurn(({ places }) => this.#move(places)));
    for (const event of ["message_sent", "message_edited", "message_deleted"]) this.#socket.on(event, inTurn((said) => this.#follow(said)));
    this.#socket.on("resync", inTurn(() => this.#move(this.places)));
    this.#socket.on("signed_out", () => this.#socket.disconnect());
  }

  /** Called for each message from now on, in order. @param {(place: Place, message: Message) => Promise<unknown>} handler */
  onMessage(handler) {
    this.#onMessage = handler;
    return this;
  }

  run() {
    this.#socket.connect();
  }

  /** The same clientId again happens once. @param {Place} place @param {string} body @param {string} clientId */
  say(place, body, clientId) {
    return this.ask("send_message", { conversation_id: place.conversation_id, client_id: clientId, body });
  }

  /** @param {string} event @param {object} question @returns {Promise<any>} */
  async ask(event, question) {
    const ack = await this.#socket.timeout(10_000).emitWithAck(event, question);
    if (ack.ok) return ack.data;
    const refused = new Refused(ack.error);
    if (refused.code !== "rate_limited") throw refused;
    await new Promise((resolve) => setTimeout(resolve, refused.retryAfterMs));
    return this.ask(event, question);
  }

  /** @param {Place[]} places */
  async #move(places) {
    this.places = places;
    for (const place of places) await this.#catchUp(place);
  }

  /** @param {Message & { type: string }} event */
  async #follow(event) {
    const place = this.places.find((one) => one.conversation_id === event.conversation_id);
    const last = this.#read.get(event.conversation_id) ?? event.seq - 1;
    if (!place || event.seq <= last) return;
    if (event.seq > last + 1) await this.#catchUp(place);
    else await this.#take(place, event);
  }

  /** @param {Place} place */
  async #catchUp(place) {
    const { conversation_id, last_seq } = place;
    if (conversation_id === null || last_seq === null) return;
    const since = this.#read.get(conversation_id);
    if (since === undefined) return void this.#read.set(conversation_id, last_seq); // what was said before is not ours to answer
    const synced = await this.ask("sync", { conversation_id, since });
    if (synced.limited) this.#read.set(conversation_id, synced.last_seq);
    for (const event of synced.events) await this.#take(place, event);
  }

  /** @param {Place} place @param {Message & { type: string }} event */
  async #take(place, event) {
    this.#read.set(event.conversation_id, event.seq);
    if (event.type === "message_sent" && event.body !== null) await this.#onMessage(place, event);
  }
}
