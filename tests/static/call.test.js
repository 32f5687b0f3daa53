import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange } from "../../static/call/arrange.js";
import { quality, silent, soundLoss } from "../../static/call/quality.js";
import { Patience } from "../../static/call/patience.js";
import { Pulse } from "../../static/call/pulse.js";
import { afterRoomEvent, fromSnapshot, handOf, others, sharers, slotOf } from "../../static/call/room.js";
import { commandOf, keysOf } from "../../static/call/shortcuts.js";
import { TicketHolder } from "../../static/call/ticket.js";
import { left } from "../../static/lobby/countdown.js";
import { levelOf } from "../../static/lobby/meter.js";

const peer = (peer_id, on = ["microphone", "camera"], status = "connected") => ({ peer_id, subject: `user-${peer_id}`, on, status });
const slot = (mid, peer_id = null, source = null) => ({ mid, kind: "video", peer_id, source });
const snapshot = ({ hands = [], levels = {}, ...more } = {}) => ({ room: { room_id: "r", peer_id: "me", peers: [peer("me")], slots: [slot("7"), slot("8")], ...more }, hands, levels });
const after = (room, ...events) => events.reduce((now, [event, payload]) => afterRoomEvent(now, event, { room_id: "r", ...payload }), room);

test("an old snapshot and its events equal a later snapshot", () => {
  const lived = after(
    fromSnapshot(snapshot()),
    ["peer_joined", { peer: peer("sam", [], "connecting") }],
    ["peer_changed", { peer: peer("sam") }],
    ["slot_changed", { to: "me", slot: slot("7", "sam", "camera") }],
    ["peer_joined", { peer: peer("ghost") }],
    ["hands_changed", { peer_ids: ["ghost"] }],
    ["hands_changed", { peer_ids: ["ghost", "sam"] }],
    ["quality_changed", { peer_id: "ghost", level: 1 }],
    ["quality_changed", { peer_id: "sam", level: 3 }],
    ["peer_left", { peer_id: "ghost", subject: "user-ghost", reason: "left" }],
  );
  const there = { peers: [peer("me"), peer("sam")], slots: [slot("7", "sam", "camera"), slot("8")] };
  const later = fromSnapshot(snapshot({ ...there, hands: ["sam"], levels: { sam: 3 } }));
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
  assert.deepEqual(sharers(room), []);
});

test("who leaves is no longer heard", () => {
  const room = after(fromSnapshot(snapshot({ peers: [peer("me"), peer("sam")] })), ["speakers_changed", { peer_ids: ["sam", "me"] }], ["peer_left", { peer_id: "sam" }]);
  assert.deepEqual(room.speakers, ["me"]);
});

/** When it was told, looking every quarter of a second at what had come. */
const feel = (came, pulse = new Pulse()) => came.flatMap((bytes, look) => (pulse.step(bytes, 250 * look) ? [250 * look] : []));
const steadily = (looks, from = 0) => Array.from({ length: looks }, (_, look) => from + 100 * (look + 1));
const nothing = (looks, at) => Array(looks).fill(at);

test("that what came steadily has stopped is told once, and again when it stops again", () => {
  const came = [...steadily(8), ...nothing(20, 800), ...steadily(8, 800), ...nothing(8, 1600)];
  assert.deepEqual(feel(came), [7 * 250 + 750, 35 * 250 + 750]);
});

test("what comes now and then, as where nobody speaks, has no pulse that could stop", () => {
  const nowAndThen = Array.from({ length: 60 }, (_, look) => 100 * Math.floor(look / 2));
  assert.deepEqual(feel(nowAndThen), []);
  assert.deepEqual(feel(nothing(60, 0)), []);
  assert.deepEqual(feel([...steadily(3), ...nothing(60, 300)]), []);
});

test("what speech leaves out is no silence", () => {
  const speech = [...steadily(8), ...nothing(2, 800), ...steadily(8, 800), ...nothing(1, 1600), ...steadily(8, 1600)];
  assert.deepEqual(feel(speech), []);
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

const sample = (packets, lost, rttMs, at, more = {}) => ({ packets, lost, sent: 0, sentLost: 0, heard: 0, heardLost: 0, seen: 0, asked: 0, said: 0, saidLost: 0, bytes: packets * 1000, at, rttMs, byMid: {}, ...more });

test("a path is judged by what was lost since the last look", () => {
  assert.deepEqual(quality(sample(100, 50, 40, 0), sample(300, 50, 40, 2_000)), { level: 4, rttMs: 40, lossPercent: 0, kbps: 800 });
  assert.equal(quality(sample(0, 0, 40, 0), sample(90, 10, 40, 2_000)).level, 2);
  assert.equal(quality(sample(0, 0, 40, 0), sample(100, 0, 820, 2_000)).level, 1);
});

test("what is lost on the way out counts as much as what is lost on the way in", () => {
  const now = quality(sample(0, 0, 40, 0), sample(100, 1, 40, 2_000, { sent: 100, sentLost: 20 }));
  assert.deepEqual([now.level, now.lossPercent], [1, 20]);
});

test("sound is missed where it should come, on its way in and on its way out", () => {
  const before = sample(0, 0, 40, 0);
  const lost = (more, expected = true) => soundLoss(before, sample(100, 0, 40, 2_000, more), expected);
  assert.equal(lost({ heard: 90, heardLost: 10 }), 10);
  assert.equal(lost({ heard: 100, said: 100, saidLost: 50 }), 50);
  assert.deepEqual([lost({ heard: 0 }), lost({ heard: 0 }, false)], [100, 0]);
});

test("a picture that is shown and does not come is missed; a covered one, and one that is off, is not", () => {
  const room = (on) => fromSnapshot(snapshot({ peers: [peer("me"), peer("sam", on)], slots: [slot("7", "sam", "camera"), slot("8")] }));
  const [before, still, moved] = [sample(0, 0, 0, 0, { byMid: { 7: 5 } }), sample(9, 0, 0, 1, { byMid: { 7: 5 } }), sample(9, 0, 0, 1, { byMid: { 7: 6 } })];
  const views = [{ mid: "7", height: 300 }, { mid: "8", height: 300 }];
  assert.deepEqual([...silent(before, still, room(["camera"]), views)], ["7"]);
  assert.deepEqual([...silent(before, moved, room(["camera"]), views)], []);
  assert.deepEqual([...silent(before, still, room(["microphone"]), views)], []);
  assert.deepEqual([...silent(before, still, room(["camera"]), [{ mid: "7", height: 0 }])], []);
});

test("silence is 0, the loudest is 100", () => {
  assert.equal(levelOf(new Float32Array(512)), 0);
  assert.equal(levelOf(new Float32Array(512).fill(1)), 100);
});

const stands = (given) => Object.fromEntries(arrange({ layout: "auto", screens: [], peers: ["sam"], pinned: null, showsSelf: true, ...given }));

test("by itself, the other has the room and oneself a corner, until something is shown", () => {
  assert.deepEqual(stands({}), { sam: "main", self: "corner" });
  assert.deepEqual(stands({ screens: ["screen"] }), { screen: "main", sam: "strip", self: "strip" });
  assert.deepEqual(stands({ peers: ["sam", "ana"] }), { sam: "main", ana: "main", self: "corner" });
});

test("all alike, one alone, one large", () => {
  assert.deepEqual(stands({ layout: "tile", screens: ["screen"] }), { screen: "main", sam: "main", self: "main" });
  assert.deepEqual(stands({ layout: "spotlight", screens: ["screen"] }), { screen: "main", self: "corner" });
  assert.deepEqual(stands({ layout: "sidebar" }), { sam: "main", self: "strip" });
});

test("what is pinned is large in every arrangement, for as long as it is there", () => {
  for (const layout of ["auto", "tile", "sidebar"]) assert.deepEqual(stands({ layout, screens: ["screen"], pinned: "sam" }), { screen: "strip", sam: "main", self: "strip" });
  assert.deepEqual(stands({ layout: "spotlight", screens: ["screen"], pinned: "sam" }), { sam: "main", self: "corner" });
  assert.deepEqual(stands({ pinned: "gone" }), { sam: "main", self: "corner" });
  assert.deepEqual(stands({ pinned: "self" }), { sam: "strip", self: "main" });
});

test("who hides their own picture sees it nowhere", () => {
  for (const layout of ["auto", "tile", "spotlight", "sidebar"]) assert.deepEqual(stands({ layout, showsSelf: false, pinned: "self" }), { sam: "main" });
});

test("hands have their turn in the order in which they went up", () => {
  const room = after(fromSnapshot(snapshot({ peers: [peer("me"), peer("sam")], hands: ["sam"] })), ["hands_changed", { peer_ids: ["sam", "me"] }]);
  assert.deepEqual([handOf(room, "sam"), handOf(room, "me"), handOf(room, "ana")], [1, 2, null]);
  assert.equal(handOf(after(room, ["peer_left", { peer_id: "sam" }]), "me"), 1);
});

const KEYS = { microphone: { key: "m", chord: "d" }, hand: { key: "h" }, help: { key: "?" } };
const press = (key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more });
const means = (pressed, where = {}) => commandOf(pressed, KEYS, { letters: true, inField: false, isMac: false, ...where });

test("a chord works everywhere, also while one writes", () => {
  assert.equal(means(press("d", { ctrlKey: true })), "microphone");
  assert.equal(means(press("D", { ctrlKey: true }), { inField: true, letters: false }), "microphone");
  assert.equal(means(press("d", { metaKey: true }), { isMac: true }), "microphone");
  assert.equal(means(press("d", { metaKey: true })), null);
  assert.equal(means(press("d", { ctrlKey: true, shiftKey: true })), null);
});

test("a single key is a command only where nobody writes, and only while that is switched on", () => {
  assert.equal(means(press("h")), "hand");
  assert.equal(means(press("?", { shiftKey: true })), "help");
  for (const where of [{ inField: true }, { letters: false }]) for (const key of ["h", "?"]) assert.equal(means(press(key), where), null);
  for (const held of ["ctrlKey", "metaKey", "altKey", "shiftKey"]) assert.equal(means(press("h", { [held]: true })), null);
  assert.equal(means(press("x")), null);
});

test("a button says which keys do the same, and no key that is switched off", () => {
  assert.deepEqual(keysOf({ key: "h" }, true), { words: "H", aria: "H" });
  assert.deepEqual(keysOf({ key: "h" }, false), { words: "", aria: undefined });
  assert.deepEqual(keysOf(KEYS.microphone, true).aria, "Control+D M");
});

test("what is left until a meeting is told as clocks show it", () => {
  assert.deepEqual(left(760_000), { text: "12:40", duration: "PT12M40S" });
  assert.deepEqual(left(3_900_000), { text: "1:05:00", duration: "PT1H5M0S" });
  assert.deepEqual([left(59_001).text, left(-5).text], ["1:00", "0:00"]);
});

test("pictures wait for what is sent again as soon as much is, and no longer once the path was calm for a while", () => {
  const patience = new Patience();
  const look = (asked) => patience.step({ seen: 100, asked: 7 }, { seen: 200, asked: 7 + asked });
  assert.equal(look(1), null);
  assert.equal(look(2), 300);
  assert.deepEqual([...Array(8)].map(() => look(0)), [...Array(7).fill(300), null]);
  assert.equal(look(6), 420);
  assert.equal(look(2), 420); // not shorter as long as it may get worse again
  assert.equal(new Patience().step({ seen: 5, asked: 0 }, { seen: 5, asked: 0 }), null);
});
