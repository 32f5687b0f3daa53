import { wished } from "./sending.js";
/** @import { Sending, Source } from "../protocol.js" */

/**
 * The one RTCPeerConnection of a call. Its only offer holds all that will ever flow: four uplinks, into which
 * tracks are put when there are some, and slots for what others send. So nothing is ever negotiated again.
 */

const CAMERA_LAYERS = [
  { rid: "l", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "h", scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
];
/** @type {Record<Source, { kind: "audio" | "video", sendEncodings?: RTCRtpEncodingParameters[] }>} */
const UPLINKS = {
  microphone: { kind: "audio" },
  camera: { kind: "video", sendEncodings: CAMERA_LAYERS },
  screen: { kind: "video", sendEncodings: [{ maxBitrate: 4_000_000 }] },
  screen_sound: { kind: "audio" },
};
const SLOTS_PER_KIND = 3;

export class Line {
  connection;
  /** @type {Map<string, MediaStream>} by mid, once the offer is made */
  streams = new Map();

  /** @type {Map<Source, RTCRtpTransceiver>} */
  #up = new Map();
  /** @type {Map<Source, Promise<void>>} what is being asked of each sender */
  #wishing = new Map();
  /** @type {RTCRtpTransceiver[]} */
  #down = [];
  /** @type {Promise<void>} */
  #offered;

  /** @param {(state: RTCPeerConnectionState) => void} onState @param {RTCIceServer[]} iceServers relays, where the server has some */
  constructor(onState, iceServers) {
    this.connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
    this.hasRelay = iceServers.length > 0;
    for (const [source, { kind, ...how }] of Object.entries(UPLINKS))
      this.#up.set(/** @type {Source} */ (source), this.connection.addTransceiver(kind, { direction: "sendonly", ...how }));
    for (const kind of ["audio", "video"])
      for (let i = 0; i < SLOTS_PER_KIND; i += 1) this.#down.push(this.connection.addTransceiver(kind, { direction: "recvonly" }));
    this.connection.addEventListener("connectionstatechange", () => onState(this.connection.connectionState));
    this.#offered = this.#propose().then(() => {
      for (const { mid, receiver } of this.#down) this.streams.set(/** @type {string} */ (mid), new MediaStream([receiver.track]));
    });
    this.#offered.catch(() => {}); // told to whoever asks for the offer
  }

  /**
   * Sound is resent like pictures once an offer asks for it, and no browser asks by itself (RFC 4585, 4.2):
   * a sixth of the sound was lost to concealment without, a thirtieth with it, at 10 % loss.
   * @param {RTCOfferOptions} [options]
   */
  async #propose(options) {
    const { sdp } = await this.connection.createOffer(options);
    const asking = sdp?.replace(/^a=rtpmap:(\d+) opus.*$/gm, "$&\r\na=rtcp-fb:$1 nack");
    await this.connection.setLocalDescription({ type: "offer", sdp: asking });
  }

  /** What to join with. */
  async offer() {
    await this.#offered;
    const uplinks = Object.fromEntries([...this.#up].map(([source, { mid }]) => [mid, source]));
    return { offer: this.connection.localDescription?.sdp ?? "", uplinks };
  }

  /** @param {string} sdp */
  accept(sdp) {
    return this.connection.setRemoteDescription({ type: "answer", sdp });
  }

  /** A new path for the same call. @param {RTCIceServer[]} iceServers @param {(offer: string) => Promise<string>} ask offer → answer */
  async restart(iceServers, ask) {
    this.connection.setConfiguration({ bundlePolicy: "max-bundle", iceServers });
    await this.#propose({ iceRestart: true });
    await this.accept(await ask(this.connection.localDescription?.sdp ?? ""));
  }

  /** @param {Source} source @param {MediaStreamTrack | null} track */
  async send(source, track) {
    const sender = this.#up.get(source)?.sender;
    if (sender && sender.track !== track && this.connection.signalingState !== "closed") await sender.replaceTrack(track);
  }

  /** Send of a picture what the others can use, and no more; one wish after the other. @param {Sending} sending */
  wish(sending) {
    const sender = this.#up.get(sending.source)?.sender;
    const before = this.#wishing.get(sending.source);
    if (sender) this.#wishing.set(sending.source, Promise.resolve(before).then(() => this.#ask(sender, sending)));
  }

  /** @param {RTCRtpSender} sender @param {Sending} sending */
  async #ask(sender, sending) {
    for (const withCodec of [true, false]) {
      if (this.connection.signalingState === "closed") return;
      try {
        return await sender.setParameters(wished(sender.getParameters(), sending, { withCodec }));
      } catch {} // a browser that cannot change its codec can still pause layers, or else sends what it sends
    }
  }

  /** The slots' streams of one kind, by mid. @param {"audio" | "video"} kind */
  slots(kind) {
    return this.#down.filter(({ receiver, mid }) => mid && receiver.track.kind === kind).map(({ mid }) => /** @type {string} */ (mid));
  }

  /** How much has come by the path so far, in bytes. */
  async came() {
    let bytes = 0;
    (await this.connection.getStats()).forEach((entry) => entry.type === "transport" && (bytes += entry.bytesReceived ?? 0));
    return bytes;
  }

  /** What arrives waits so long for what was lost (W3C WebRTC Extensions). @param {number | null} milliseconds null: as the browser likes */
  wait(milliseconds) {
    for (const { receiver } of this.#down) /** @type {any} */ (receiver).jitterBufferTarget = milliseconds;
  }

  close() {
    this.connection.close();
  }
}
