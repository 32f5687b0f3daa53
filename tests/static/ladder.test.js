import assert from "node:assert/strict";
import { test } from "node:test";
import { Ladder } from "../../static/call/ladder.js";

const GOOD = { level: 4, soundLoss: 0, reached: true, noteWaits: false };
const WEAK = { ...GOOD, level: 2, soundLoss: 3 };
const NARROW = { ...GOOD, level: 1, soundLoss: 8 };
const DEAF = { ...GOOD, level: 1, soundLoss: 60 };
const CUT = { level: null, soundLoss: 100, reached: true, noteWaits: false };
const OFFLINE = { ...CUT, reached: false };

/** The rungs after so many of each look: `walk(ladder, [3, DEAF], …)`; of each stretch the last one. */
const walk = (ladder, ...stretches) => stretches.map(([count, look]) => Array.from({ length: count }, () => ladder.step(look)).at(-1));
/** How often the rung changes over a series. */
const changes = (looks) => {
  const ladder = new Ladder();
  const rungs = looks.map((look) => ladder.step(look));
  return rungs.filter((rung, i) => rung !== (rungs[i - 1] ?? "video")).length;
};

test("pictures give way after three very weak looks, and come back once the path has been good for a while", () => {
  const ladder = new Ladder();
  assert.deepEqual(walk(ladder, [2, NARROW], [1, WEAK], [2, NARROW]), ["video", "video", "video"]);
  assert.deepEqual(walk(ladder, [1, NARROW], [4, GOOD], [1, WEAK], [4, GOOD], [1, GOOD]), ["sound", "sound", "sound", "sound", "video"]);
});

test("what came back too early waits twice as long, what held for a minute begins anew", () => {
  const ladder = new Ladder();
  walk(ladder, [3, NARROW], [5, GOOD]);
  assert.deepEqual(walk(ladder, [3, NARROW], [9, GOOD], [1, GOOD]), ["sound", "sound", "video"]);
  assert.deepEqual(walk(ladder, [3, NARROW], [19, GOOD], [1, GOOD]), ["sound", "sound", "video"]);
  assert.deepEqual(walk(ladder, [40, GOOD], [3, NARROW], [5, GOOD]), ["video", "sound", "video"]);
});

test("where sound does not get through either, a voice note may", () => {
  assert.deepEqual(walk(new Ladder(), [3, NARROW], [2, DEAF], [1, DEAF], [5, NARROW], [6, GOOD]), ["sound", "sound", "note", "sound", "video"]);
});

test("a cut path skips what cannot hold, and comes back rung by rung", () => {
  const ladder = new Ladder();
  assert.deepEqual(walk(ladder, [2, CUT], [1, CUT]), ["video", "note"]);
  assert.deepEqual(walk(ladder, [2, GOOD], [1, GOOD], [4, GOOD], [1, GOOD]), ["note", "sound", "sound", "video"]);
});

test("a note that waits, or a server that does not answer, leaves words; a note that went out gives it back", () => {
  const ladder = new Ladder();
  assert.deepEqual(walk(ladder, [3, CUT], [1, { ...CUT, noteWaits: true }], [1, CUT]), ["note", "text", "note"]);
  assert.deepEqual(walk(ladder, [2, OFFLINE], [1, OFFLINE], [9, OFFLINE], [1, CUT], [3, WEAK]), ["note", "text", "text", "note", "sound"]);
});

test("sound that is just bearable changes nothing either way", () => {
  const between = { ...WEAK, soundLoss: 30 };
  assert.deepEqual(walk(new Ladder(), [50, between]), ["video"]);
  assert.deepEqual(walk(new Ladder(), [3, DEAF], [50, between]), ["note", "note"]);
});

test("one bad look in three shakes nobody", () => {
  const looks = Array.from({ length: 300 }, (_, i) => (i % 3 ? GOOD : CUT));
  assert.equal(changes(looks), 0);
});

test("a train: tunnels of half a minute, fields of a minute", () => {
  const ride = Array.from({ length: 10 }, () => [...Array(15).fill(CUT), ...Array(30).fill(GOOD)]).flat();
  assert.ok(changes(ride) <= 3 * 10, `${changes(ride)} changes`);
  assert.equal(walk(new Ladder(), ...ride.map((look) => [1, look])).at(-1), "video");
});

test("a path that is good only while there are no pictures is tried ever more rarely", () => {
  const ladder = new Ladder();
  let risen = 0;
  for (let i = 0; i < 600; i += 1) {
    const before = ladder.rung;
    if (ladder.step(before === "video" ? NARROW : GOOD) === "video" && before === "sound") risen += 1;
  }
  assert.ok(risen <= 17, `${risen} times in twenty minutes`);
});

test("whatever comes, it ends with pictures once the path is good for long, and without while it is cut", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const all = [GOOD, WEAK, NARROW, DEAF, CUT, OFFLINE, { ...DEAF, noteWaits: true }];
  for (let round = 0; round < 200; round += 1) {
    const ladder = new Ladder();
    for (let i = 0; i < 60; i += 1) ladder.step(all[Math.floor(random() * all.length)]);
    assert.equal(walk(ladder, [60, GOOD]).at(-1), "video");
    assert.equal(walk(ladder, [4, CUT]).at(-1), "note");
  }
});
