import assert from "node:assert/strict";
import { test } from "node:test";
import { quality } from "../../static/call/quality.js";
import { afterRoomEvent, fromSnapshot, others, sharer, slotOf } from "../../static/call/room.js";
import { TicketHolder } from "../../static/call/ticket.js";
import { levelOf } from "../../static/lobby/meter.js";

const peer = (peer_id, on = ["microphone", "camera"], status = "connected") => ({ peer_id, subject: `user-${peer_id}`, on, status });
const slot = (mid, peer_id = null, source = null) => ({ mid, kind: "video", peer_id, source });
const snapshot = (more = {}) => ({ room_id: "r", peer_id: "me", peers: [peer("me")], slots: [slot("7"), slot("8")], ...more });
const after = (room, ...events) => events.reduce((now, [event, payload]) => afterRoomEvent(now, event, { room_id: "r", ...payload }), room);

test("an old snapshot and its events equal a later snapshot", () => {
  const lived = after(
    fromSnapshot(snapshot()),
    ["peer_joined", { peer: peer("sam", [], "connecting") }],
    ["peer_changed", { peer: peer("sam") }],
    ["slot_changed", { to: "me", slot: slot("7", "sam", "camera") }],
    ["peer_joined", { peer: peer("ghost") }],
    ["peer_left", { peer_id: "ghost", subject: "user-ghost", reason: "left" }],
  );
  const later = fromSnapshot(snapshot({ peers: [peer("me"), peer("sam")], slots: [slot("7", "sam", "camera"), slot("8")] }));
  assert.deepEqual(lived, later);
});

test("what concerns another room, another peer's slots or a peer already gone changes nothing", () => {
  const room = fromSnapshot(snapshot());
  assert.equal(afterRoomEvent(room, "peer_joined", { room_id: "elsewhere", peer: peer("sam") }), room);
  assert.equal(after(room, ["slot_changed", { to: "sam", slot: slot("7", "me", "camera") }]), room);
  assert.equal(after(room, ["peer_changed", { peer: peer("gone") }]), room);
  assert.equal(after(room, ["peer_left", { peer_id: "gone" }]), room);
});

test("a picture is shown only while its source is on and a slot brings it", () => {
  const room = fromSnapshot(snapshot({ peers: [peer("me"), peer("sam")], slots: [slot("7", "sam", "camera"), slot("8")] }));
  const [sam] = others(room);
  assert.equal(slotOf(room, sam, "camera")?.mid, "7");
  assert.equal(slotOf(room, sam, "screen"), null);
  assert.equal(slotOf(room, peer("sam", ["microphone"]), "camera"), null);
  assert.equal(sharer(room), null);
});

test("who leaves is no longer heard", () => {
  const room = after(fromSnapshot(snapshot({ peers: [peer("me"), peer("sam")] })), ["speakers_changed", { peer_ids: ["sam", "me"] }], ["peer_left", { peer_id: "sam" }]);
  assert.deepEqual(room.speakers, ["me"]);
});

test("a held ticket is given once, while it is fresh", async () => {
  let time = 0;
  let asked = 0;
  const holder = new TicketHolder(async () => ({ ticket: `t${(asked += 1)}` }), () => time);
  holder.keep();
  await new Promise((resolve) => setTimeout(resolve));
  holder.stop();
  assert.equal(await holder.take(), "t1");
  assert.equal(await holder.take(), "t2");
  holder.keep();
  await new Promise((resolve) => setTimeout(resolve));
  holder.stop();
  time = 50_000;
  assert.equal(await holder.take(), "t4");
});

test("a path is judged by what was lost since the last look", () => {
  const sample = (packets, lost, rttMs, at) => ({ packets, lost, bytes: packets * 1000, at, rttMs });
  assert.deepEqual(quality(sample(100, 50, 40, 0), sample(300, 50, 40, 2_000)), { level: 4, rttMs: 40, lossPercent: 0, kbps: 800 });
  assert.equal(quality(sample(0, 0, 40, 0), sample(90, 10, 40, 2_000)).level, 2);
  assert.equal(quality(sample(0, 0, 40, 0), sample(100, 0, 820, 2_000)).level, 1);
});

test("silence is 0, the loudest is 100", () => {
  assert.equal(levelOf(new Float32Array(512)), 0);
  assert.equal(levelOf(new Float32Array(512).fill(1)), 100);
});
