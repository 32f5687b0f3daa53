import { computed, effect, signal } from "@preact/signals";
import { ask, connection as socketState, on, renew, tell } from "../socket.js";
import { Line } from "./line.js";
import { LOOK_EVERY_MS, Pulse } from "./pulse.js";
import { afterRoomEvent, fromSnapshot, ROOM_EVENTS, somebodySpeaks } from "./room.js";
import { TicketHolder } from "./ticket.js";
/** @import { CallState, Source, View } from "../protocol.js" */
/** @import { Media } from "./media.js" */
/** @import { Quality } from "./quality.js" */
/** @import { Room } from "./room.js" */

const DISCONNECTED_PATIENCE_MS = 2_500;
const CONNECT_WITHIN_MS = 7_000;
const JOIN_TIMEOUT_MS = 10_000;
/** Who does not answer within this, when the path is silent, too, is not there. */
const PROBE_MS = 600;
/** For so long a path alone may be silent before it is left. */
const HICCUP_MS = 500;
/** No use in trying again: one may not, or the room moved to another device. */
const FINAL = new Set(["forbidden", "not_found", "unauthenticated"]);

/**
 * One call from the lobby to the end: joins, keeps itself joined, and tells what it sees in signals.
 *
 * Lost socket → `resume_call`; lost media path → ICE restart; whatever does not work → join anew. When the path
 * falls silent and the socket does not answer either, the network is another one: both begin anew at once.
 */
export class Call {
  phase = signal(/** @type {"lobby" | "joining" | "live" | "ended"} */ ("lobby"));
  room = signal(/** @type {Room | null} */ (null));
  /** The media path. */
  path = signal(/** @type {"connecting" | "up" | "down"} */ ("connecting"));
  /** Why it ended, when that was not one's own wish. */
  endedBy = signal(/** @type {string | null} */ (null));
  /** How well one is connected oneself; null until it is known. */
  quality = signal(/** @type {Quality | null} */ (null));
  /** The slots that should bring a picture and bring none: the network is too narrow for it. */
  starved = signal(/** @type {ReadonlySet<string>} */ (new Set()));
  /** What still gets through; below video, nobody's camera is asked for. */
  rung = signal(/** @type {import("./ladder.js").Rung} */ ("video"));
  /** How tall each video slot is shown. @type {readonly View[]} */
  views = [];
  /** Changes with each new connection, so that its streams are taken up. */
  line = signal(/** @type {Line} */ (/** @type {unknown} */ (null)));

  #media;
  #ticket;
  #recovering = false;
  #pulse = new Pulse();
  /** What had come by the path when the socket was lost. @type {Promise<number>} */
  #cameBefore = Promise.resolve(-1);
  #sentOn = "";
  /** @type {RTCIceServer[]} */
  #relays = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  /** @type {(() => void)[]} */
  #stop;

  /** @param {string} mentorshipId @param {Media} media */
  constructor(mentorshipId, media) {
    this.mentorshipId = mentorshipId;
    this.#media = media;
    this.#ticket = new TicketHolder(async () => {
      const ticket = await ask("request_ticket", { mentorship_id: mentorshipId });
      this.#relaysKnown(ticket.ice_servers);
      return ticket;
    });
    this.#newLine();
    const ready = computed(() => socketState.value === "ready");
    this.#stop = [
      ...ROOM_EVENTS.map((event) => on(event, (payload) => this.room.value && (this.room.value = afterRoomEvent(this.room.value, event, payload)))),
      on("sending_changed", ({ to, sending }) => to === this.room.value?.peerId && this.line.value.wish(sending)),
      on("call_ended", ({ peer_id, reason }) => this.#endedByServer(peer_id, reason)),
      on("welcome", () => void this.#resume()),
      effect(() => {
        if (ready.value && this.phase.value === "lobby") this.#ticket.keep();
      }),
      effect(() => {
        const line = this.line.value;
        for (const [source, track] of Object.entries(media.sent.value)) void line.send(/** @type {Source} */ (source), track).catch(() => {});
      }),
      effect(() => this.#sayOn(media.on.value, this.phase.value === "live")),
    ];
    const onOnline = () => this.phase.value === "live" && this.path.value === "down" && void this.#recover("restart");
    addEventListener("online", onOnline);
    const timer = setInterval(() => void this.#feelPulse().catch(() => {}), LOOK_EVERY_MS);
    this.#stop.push(
      () => clearInterval(timer),
      () => removeEventListener("online", onOnline),
      effect(() => void (ready.value || (this.#cameBefore = this.line.peek().came()))),
    );
    const onHide = () => tell("leave_call", {});
    addEventListener("pagehide", onHide);
    this.#stop.push(() => removeEventListener("pagehide", onHide));
  }

  /** Enter the room: one question, whose answer is everything. Raises Problem. */
  async join() {
    if (this.phase.value !== "lobby") return;
    this.phase.value = "joining";
    try {
      await this.#enter();
      this.#ticket.stop();
      this.phase.value = "live";
      setTimeout(() => this.path.value === "connecting" && void this.#recover("join"), CONNECT_WITHIN_MS);
    } catch (error) {
      this.phase.value = "lobby";
      throw error;
    }
  }

  /** Say how tall each video slot is shown. @param {readonly View[]} views */
  view(views) {
    this.views = views;
    const { slots = {} } = this.room.peek() ?? {};
    const shown = this.rung.peek() === "video" ? views : views.map((view) => (slots[view.mid]?.source === "camera" ? { ...view, height: 0 } : view));
    if (this.phase.value === "live" && views.length) void ask("view_slots", { views: shown }).catch(() => {});
  }

  /** Show everybody in the room one of the quick emoji. @param {string} emoji */
  react(emoji) {
    void ask("show_reaction", { emoji }).catch(() => {});
  }

  get handIsUp() {
    const room = this.room.value;
    return room !== null && room.hands.includes(room.peerId);
  }

  /** @param {boolean} raised */
  raiseHand(raised) {
    void ask("raise_hand", { raised }).catch(() => {});
  }

  /** Tell the others how well one is connected. @param {Quality["level"]} level */
  report(level) {
    return ask("report_quality", { level });
  }

  /** Go, and let the devices go. */
  leave() {
    if (this.phase.value === "live") void ask("leave_call", {}).catch(() => {});
    this.#end(null);
  }

  async #enter() {
    const media_on = [...this.#media.on.value];
    /** @type {{ answer: string, call: CallState }} */
    let joined;
    for (let used = 0; ; used += 1) {
      const ticket = await this.#ticket.take(); // first: with it may come a relay, and so another line
      const { offer, uplinks } = await this.line.value.offer();
      try {
        joined = await ask("join_call", { ticket, offer, uplinks, on: media_on }, JOIN_TIMEOUT_MS);
        break;
      } catch (error) {
        // A ticket may have run out on its way; anything else is meant.
        if (used > 0 || !["gone", "unauthenticated"].includes(/** @type {any} */ (error).code)) throw error;
      }
    }
    this.#sentOn = media_on.join();
    const handWasUp = this.handIsUp;
    this.room.value = fromSnapshot(joined.call);
    if (handWasUp) this.raiseHand(true); // it went down with the peer that one was before
    await this.line.value.accept(joined.answer);
    for (const sending of joined.call.room.sending) this.line.value.wish(sending);
    if (this.views.length) this.view(this.views);
  }

  /** What is known before the offer is made is in it; a line that was made without is made anew. @param {RTCIceServer[]} relays */
  #relaysKnown(relays) {
    this.#relays = relays;
    if (relays.length && !this.line.value.hasRelay && ["lobby", "joining"].includes(this.phase.value)) this.#newLine();
  }

  #newLine() {
    const old = this.line.value;
    const line = new Line((state) => line === this.line.value && this.#pathChanged(state), this.#relays);
    this.path.value = "connecting";
    this.line.value = line;
    old?.close();
  }

  /** @param {RTCPeerConnectionState} state */
  #pathChanged(state) {
    clearTimeout(this.#patience);
    if (state === "connected") this.path.value = "up";
    else if (state === "disconnected" || state === "failed") {
      this.path.value = "down";
      // "disconnected" often heals by itself within a moment.
      this.#patience = setTimeout(() => void this.#recover("restart"), state === "failed" ? 0 : DISCONNECTED_PATIENCE_MS);
    }
  }

  /** Has what came so far stopped? Browsers leave a path that is gone seconds after one can hear it. */
  async #feelPulse() {
    const line = this.line.value;
    const isUp = () => this.phase.value === "live" && this.path.value === "up" && line === this.line.value && !this.#recovering;
    if (!isUp() || socketState.value !== "ready") return;
    const came = await line.came();
    if (!this.#pulse.step(came, performance.now()) || !this.#isSpokenTo()) return;
    const isReached = await this.#isReached();
    if (isReached) await new Promise((resolve) => setTimeout(resolve, HICCUP_MS));
    if (!isUp() || (await line.came()) !== came) return;
    this.path.value = "down"; // also when something comes again: what one sends may go on into the void
    if (isReached) void this.#recover("restart");
    else renew(); // and `welcome` goes on from there
  }

  /** Whether the server answers at once. */
  async #isReached() {
    try {
      await ask("resume_call", { peer_id: this.room.value?.peerId }, PROBE_MS);
    } catch (error) {
      return /** @type {any} */ (error).code !== "unreachable";
    }
    return true;
  }

  /** Whether something should come: what somebody says, or the server's word on what one sends oneself. */
  #isSpokenTo() {
    const room = this.room.value;
    return this.#media.on.value.size > 0 || (room !== null && somebodySpeaks(room));
  }

  /** The socket is back: is our place still kept? */
  async #resume() {
    const room = this.room.value;
    if (this.phase.value !== "live" || !room) return;
    try {
      /** @type {CallState} */
      const state = await ask("resume_call", { peer_id: room.peerId });
      this.room.value = fromSnapshot(state);
      for (const sending of state.room.sending) this.line.value.wish(sending);
      this.#sentOn = "";
      this.#sayOn(this.#media.on.value, true);
      this.view(this.views);
      // A lost socket is the first sign of another network; browsers give up the path seconds later.
      if (this.path.value === "up" && (await this.line.value.came()) === (await this.#cameBefore)) this.path.value = "down";
      if (this.path.value === "down") void this.#recover("restart");
    } catch (error) {
      if (/** @type {any} */ (error).code !== "unreachable") void this.#recover("join");
    }
  }

  /** Try until the path is up again, one try at a time. @param {"restart" | "join"} how */
  async #recover(how) {
    if (this.#recovering || this.phase.value !== "live") return;
    this.#recovering = true;
    let pause = 500;
    for (let step = how; await this.#socketIsReady(); step = "join") {
      if (step === "restart" && this.path.value === "up") break; // it healed while we waited
      try {
        if (step === "restart") await this.line.value.restart(this.#relays, async (offer) => (await ask("restart_call", { offer })).answer);
        else {
          this.#newLine();
          await this.#enter();
        }
        if (await this.#isUpSoon()) break;
      } catch (error) {
        if (step === "join" && FINAL.has(/** @type {any} */ (error).code)) this.#end("revoked");
      }
      if (step === "restart") continue; // a new way in is tried at once
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, 5_000);
    }
    this.#recovering = false;
  }

  /** @returns {Promise<boolean>} true once one can ask, false once there is no call any more */
  #socketIsReady() {
    return new Promise((resolve) => {
      const stop = effect(() => {
        const over = this.phase.value !== "live";
        if (!over && socketState.value !== "ready") return;
        resolve(!over);
        queueMicrotask(() => stop());
      });
    });
  }

  /** @returns {Promise<boolean>} */
  #isUpSoon() {
    return new Promise((resolve) => {
      const line = this.line.value;
      const timer = setTimeout(() => done(false), CONNECT_WITHIN_MS);
      const look = () => ["connected", "failed", "closed"].includes(line.connection.connectionState) && done(line.connection.connectionState === "connected");
      const done = (/** @type {boolean} */ up) => {
        clearTimeout(timer);
        if (up && line === this.line.value) this.path.value = "up"; // the browser may never have thought it down
        line.connection.removeEventListener("connectionstatechange", look);
        resolve(up);
      };
      line.connection.addEventListener("connectionstatechange", look);
      look();
    });
  }

  /** @param {ReadonlySet<Source>} sources @param {boolean} live */
  #sayOn(sources, live) {
    const now = [...sources].join();
    if (!live || now === this.#sentOn) return;
    this.#sentOn = now;
    void ask("switch_media", { on: [...sources] }).catch(() => (this.#sentOn = ""));
  }

  /** @param {string} peerId @param {string} reason */
  #endedByServer(peerId, reason) {
    if (this.phase.value !== "live" || peerId !== this.room.value?.peerId) return;
    if (reason === "replaced" || reason === "revoked") this.#end(reason);
    else void this.#recover("join");
  }

  /** @param {string | null} reason */
  #end(reason) {
    if (this.phase.value === "ended") return;
    this.phase.value = "ended";
    this.endedBy.value = reason;
    clearTimeout(this.#patience);
    this.#ticket.stop();
    for (const undo of this.#stop) undo();
    this.#media.close();
    this.line.value.close();
  }
}
