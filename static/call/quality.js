/** @import { QualityLevel, View } from "../protocol.js" */
/** @import { Room } from "./room.js" */

/**
 * How good the path is, from the connection's own figures (W3C webrtc-stats).
 *
 * @typedef {{ packets: number, lost: number, sent: number, sentLost: number, heard: number, heardLost: number, seen: number, asked: number, said: number, saidLost: number, bytes: number, at: number, rttMs: number | null, byMid: Record<string, number> }} Sample
 * counted since the start; `heard` and `said` are sound alone, `seen` pictures, `asked` those asked for again; `byMid`: packets that came in on each m-line
 * @typedef {{ level: QualityLevel, rttMs: number | null, lossPercent: number, kbps: number }} Quality `lossPercent` of the worse direction
 */

/** @param {RTCStatsReport} report @returns {Sample} */
export function sample(report) {
  /** @type {Sample} */
  const sum = { packets: 0, lost: 0, sent: 0, sentLost: 0, heard: 0, heardLost: 0, seen: 0, asked: 0, said: 0, saidLost: 0, bytes: 0, at: 0, rttMs: null, byMid: {} };
  report.forEach((entry) => {
    if (entry.type === "inbound-rtp") {
      sum.packets += entry.packetsReceived ?? 0;
      sum.lost += entry.packetsLost ?? 0;
      sum.bytes += entry.bytesReceived ?? 0;
      sum.at = Math.max(sum.at, entry.timestamp);
      if (entry.kind === "audio") {
        sum.heard += entry.packetsReceived ?? 0;
        sum.heardLost += entry.packetsLost ?? 0;
      } else {
        sum.seen += entry.packetsReceived ?? 0;
        sum.asked += entry.nackCount ?? 0;
      }
      if (entry.mid) sum.byMid[entry.mid] = (sum.byMid[entry.mid] ?? 0) + (entry.packetsReceived ?? 0);
    } else if (entry.type === "outbound-rtp") {
      sum.sent += entry.packetsSent ?? 0;
      if (entry.kind === "audio") sum.said += entry.packetsSent ?? 0;
    } else if (entry.type === "remote-inbound-rtp") {
      sum.sentLost += entry.packetsLost ?? 0;
      if (entry.kind === "audio") sum.saidLost += entry.packetsLost ?? 0;
    } else if (entry.type === "candidate-pair" && entry.nominated && entry.currentRoundTripTime !== undefined) {
      sum.rttMs = Math.round(entry.currentRoundTripTime * 1000);
    }
  });
  return sum;
}

/** @param {Sample} before @param {Sample} now @returns {Quality} */
export function quality(before, now) {
  const lossPercent = Math.max(
    share(now.lost - before.lost, now.packets - before.packets + now.lost - before.lost),
    share(now.sentLost - before.sentLost, now.sent - before.sent),
  );
  const seconds = (now.at - before.at) / 1000;
  const kbps = seconds > 0 ? Math.round(((now.bytes - before.bytes) * 8) / 1000 / seconds) : 0;
  return { level: levelOf(lossPercent, now.rttMs ?? 0), rttMs: now.rttMs, lossPercent, kbps };
}

/** How much of the sound is lost, in percent, of the worse direction. @param {Sample} before @param {Sample} now @param {boolean} expected somebody's microphone is on, so something should come */
export function soundLoss(before, now, expected) {
  const heard = now.heard - before.heard;
  const missing = now.heardLost - before.heardLost;
  const incoming = expected && heard <= 0 ? 100 : share(missing, heard + missing);
  return Math.max(incoming, share(now.saidLost - before.saidLost, now.said - before.said));
}

/** In percent. @param {number} part @param {number} whole */
const share = (part, whole) => (part > 0 && whole > 0 ? Math.min(100, (100 * part) / whole) : 0);

/**
 * The slots that are shown and fed, and on which nothing came: the downlink is too narrow for their pictures.
 *
 * @param {Sample} before @param {Sample} now @param {Room | null} room @param {readonly View[]} views
 * @returns {ReadonlySet<string>} mids
 */
export function silent(before, now, room, views) {
  const shown = new Set(views.filter(({ height }) => height > 0).map(({ mid }) => mid));
  const fed = Object.values(room?.slots ?? {}).filter(({ mid, kind, peer_id, source }) => {
    const peer = peer_id ? room?.peers[peer_id] : undefined;
    // A screen that does not change may well be silent.
    return kind === "video" && source === "camera" && shown.has(mid) && peer?.status === "connected" && peer.on.includes(source);
  });
  return new Set(fed.map(({ mid }) => mid).filter((mid) => (now.byMid[mid] ?? 0) <= (before.byMid[mid] ?? 0)));
}

/** @param {number} loss percent @param {number} rttMs @returns {Quality["level"]} */
function levelOf(loss, rttMs) {
  if (loss < 2 && rttMs < 200) return 4;
  if (loss < 5 && rttMs < 350) return 3;
  return loss < 12 && rttMs < 700 ? 2 : 1;
}
