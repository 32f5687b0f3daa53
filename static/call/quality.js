/**
 * How good the path is, from the connection's own figures.
 *
 * @typedef {{ packets: number, lost: number, bytes: number, at: number, rttMs: number | null }} Sample counted since the start
 * @typedef {{ level: 1 | 2 | 3 | 4, rttMs: number | null, lossPercent: number, kbps: number }} Quality
 */

/** @param {RTCStatsReport} report @returns {Sample} */
export function sample(report) {
  const sum = { packets: 0, lost: 0, bytes: 0, at: 0, rttMs: /** @type {number | null} */ (null) };
  report.forEach((entry) => {
    if (entry.type === "inbound-rtp") {
      sum.packets += entry.packetsReceived ?? 0;
      sum.lost += entry.packetsLost ?? 0;
      sum.bytes += entry.bytesReceived ?? 0;
      sum.at = Math.max(sum.at, entry.timestamp);
    } else if (entry.type === "candidate-pair" && entry.nominated && entry.currentRoundTripTime !== undefined) {
      sum.rttMs = Math.round(entry.currentRoundTripTime * 1000);
    }
  });
  return sum;
}

/** @param {Sample} before @param {Sample} now @returns {Quality} */
export function quality(before, now) {
  const packets = Math.max(0, now.packets - before.packets);
  const lost = Math.max(0, now.lost - before.lost);
  const lossPercent = packets + lost ? (100 * lost) / (packets + lost) : 0;
  const seconds = (now.at - before.at) / 1000;
  const kbps = seconds > 0 ? Math.round(((now.bytes - before.bytes) * 8) / 1000 / seconds) : 0;
  return { level: levelOf(lossPercent, now.rttMs ?? 0), rttMs: now.rttMs, lossPercent, kbps };
}

/** @param {number} loss percent @param {number} rttMs @returns {Quality["level"]} */
function levelOf(loss, rttMs) {
  if (loss < 2 && rttMs < 200) return 4;
  if (loss < 5 && rttMs < 350) return 3;
  return loss < 12 && rttMs < 700 ? 2 : 1;
}
