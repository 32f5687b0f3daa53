/** @import { Sending } from "../protocol.js" */

/**
 * A sender's parameters as the server wishes them. Pure.
 *
 * A screen keeps every letter when the network narrows, and gives up frames; a face may become less sharp.
 *
 * @param {RTCRtpSendParameters} parameters @param {Sending} sending @param {{ withCodec: boolean }} how
 * @returns {RTCRtpSendParameters}
 */
export function wished(parameters, { source, layers, codec }, { withCodec }) {
  const chosen = withCodec ? parameters.codecs.find(({ mimeType }) => mimeType.toLowerCase() === `video/${codec}`) : undefined;
  const encodings = parameters.encodings.map((encoding) => ({
    ...encoding,
    active: layers.includes(encoding.rid ?? ""),
    ...(chosen && { codec: { mimeType: chosen.mimeType, clockRate: chosen.clockRate, sdpFmtpLine: chosen.sdpFmtpLine } }),
  }));
  return /** @type {RTCRtpSendParameters} */ ({ ...parameters, encodings, ...(source === "screen" && { degradationPreference: "maintain-resolution" }) });
}
