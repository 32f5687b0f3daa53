import assert from "node:assert/strict";
import test from "node:test";
import { wished } from "../../static/call/sending.js";

const VP8 = { payloadType: 96, mimeType: "video/VP8", clockRate: 90000 };
const AV1 = { payloadType: 45, mimeType: "video/AV1", clockRate: 90000, sdpFmtpLine: "profile=0" };
const parameters = (/** @type {any[]} */ ...encodings) =>
  /** @type {any} */ ({ transactionId: "t", codecs: [VP8, AV1], encodings, headerExtensions: [], rtcp: {} });

test("layers that nobody can use are off, and all else stays", () => {
  const now = wished(parameters({ rid: "l", maxBitrate: 1 }, { rid: "m" }, { rid: "h" }), { source: "camera", layers: ["l", "m"], codec: "vp8" }, { withCodec: true });
  assert.deepEqual(now.encodings.map(({ active }) => active), [true, true, false]);
  assert.equal(now.encodings[0].maxBitrate, 1);
  assert.equal(now.transactionId, "t");
  assert.equal(/** @type {any} */ (now).degradationPreference, undefined);
});

test("a screen keeps its letters sharp, in the codec that all have", () => {
  const now = /** @type {any} */ (wished(parameters({ maxBitrate: 4 }), { source: "screen", layers: [""], codec: "av1" }, { withCodec: true }));
  assert.deepEqual(now.encodings, [{ maxBitrate: 4, active: true, codec: { mimeType: "video/AV1", clockRate: 90000, sdpFmtpLine: "profile=0" } }]);
  assert.equal(now.degradationPreference, "maintain-resolution");
  assert.equal(wished(parameters({}), { source: "screen", layers: [], codec: "av1" }, { withCodec: true }).encodings[0].active, false);
});

test("a codec that one has not, or cannot change to, is not asked for", () => {
  const screen = /** @type {const} */ ({ source: "screen", layers: [""], codec: "av1" });
  assert.ok(!("codec" in wished(parameters({}), screen, { withCodec: false }).encodings[0]));
  assert.ok(!("codec" in wished({ ...parameters({}), codecs: [VP8] }, screen, { withCodec: true }).encodings[0]));
});
