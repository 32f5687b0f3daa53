import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTime } from "../../static/after/again.js";
import { Estimate } from "../../static/clock/estimate.js";
import { clockWords, meetingOn, nextOf, restOf, runsFrom, spentMinutes, timeboxOf } from "../../static/meetings/timebox.js";

const DAY_MS = 86_400_000;
const AT = Date.parse("2026-11-26T16:00:00Z");
const item = (more = {}) => ({ item_id: "a", title: "One", minutes: 10, state: "open", more_minutes: 0, spent_ms: 0, current: false, running_since: null, ...more });
const running = (more = {}) => item({ current: true, running_since: "2026-11-26T16:00:00Z", ...more });

/** Numbers below one, the same each time (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("whatever the network does, an estimate is never farther off than it says, and within 125 ms for five minutes", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    const drift = (roll() - 0.5) * 1e-4; // 50 ppm either way
    const ahead = (roll() - 0.5) * 2 * DAY_MS;
    const truth = (own) => ahead + own * (1 + drift);
    const estimate = new Estimate();
    for (let own = 0; own < 300_000; own += own < 1_000 ? 200 : 20_000) {
      const [there, back] = [5 + 45 * roll() + (roll() < 0.3 ? 2_000 * roll() : 0), 5 + 45 * roll() + (roll() < 0.3 ? 2_000 * roll() : 0)];
      estimate.take({ sent: own, received: own + there + back, at: Math.floor(truth(own + there)) });
      const later = own + there + back + 15_000;
      assert.ok(Math.abs(estimate.at(later) - truth(later)) <= estimate.errorAt(later), `seed ${seed} at ${own}`);
      if (own > 1_000) assert.ok(Math.abs(estimate.at(later) - truth(later)) <= 125, `seed ${seed} at ${own}`);
    }
  }
});

test("two screens with the same running item show seconds within 250 ms of each other, one of them a day off", () => {
  const seen = [0, DAY_MS].map((ahead, seed) => {
    const roll = dice(seed + 7);
    const estimate = new Estimate();
    for (let n = 0; n < 4; n += 1) {
      const sent = 1_000 * n + ahead; // its own clock
      const there = 120 * roll();
      estimate.take({ sent, received: sent + there + 120 * roll(), at: AT + 1_000 * n + there });
    }
    return (at) => timeboxOf(running(), estimate.at(at - AT + ahead)).spentS;
  });
  for (let at = AT + 4_000; at < AT + 300_000; at += 370) assert.ok([seen[1](at - 250), seen[1](at), seen[1](at + 250)].includes(seen[0](at)), String(at));
});

test("a clock that was set or slept is noticed with the next answer", () => {
  const estimate = new Estimate();
  estimate.take({ sent: 0, received: 10, at: 5_005 });
  estimate.take({ sent: 1_000, received: 1_400, at: 306_200 });
  assert.equal(estimate.at(2_000), 307_000);
  assert.equal(new Estimate().at(1), null);
});

test("a timebox counts down, and after its end up", () => {
  const left = (s) => timeboxOf(running(), AT + s * 1_000);
  assert.deepEqual(left(100), { spentS: 100, plannedS: 600, leftS: 500, over: false, done: 100 / 600 });
  assert.deepEqual([left(600).leftS, left(600).over, left(670).leftS, left(670).over, left(670).done], [0, false, -70, true, 1]);
  assert.deepEqual([clockWords(500), clockWords(70), clockWords(3_900)], ["8:20", "1:10", "1:05:00"]);
});

test("a clock that rests stands still, and one without a plan counts up", () => {
  const rests = item({ current: true, spent_ms: 90_500 });
  assert.equal(timeboxOf(rests, AT).leftS, timeboxOf(rests, AT + 5_000).leftS);
  assert.equal(runsFrom(rests), null);
  assert.equal(runsFrom(running({ spent_ms: 500 })), AT - 500);
  const { spentS, leftS, over } = timeboxOf(running({ minutes: null, spent_ms: 500 }), AT + 1_600);
  assert.deepEqual([spentS, leftS, over], [2, null, false]);
  assert.equal(timeboxOf(running({ more_minutes: 5 }), AT).leftS, 900);
});

test("the next one is the next that is open, and what the rest needs is said beside what there is", () => {
  const [a, b, c, d] = [running(), item({ item_id: "b", state: "done" }), item({ item_id: "c" }), item({ item_id: "d", minutes: null })];
  const meeting = { agenda: [a, b, c, d], ends_at: "2026-11-26T16:30:00Z" };
  assert.equal(nextOf(meeting, a), c);
  assert.equal(nextOf(meeting, d), null);
  assert.equal(nextOf(meeting), c);
  assert.deepEqual(restOf(meeting, a, AT + 11 * 60_000 + 1), { count: 2, needs: 10, has: 18 });
});

test("what was talked about is told in whole minutes, and a little of it is one", () => {
  assert.deepEqual([0, 4_000, 89_000, 91_000].map((spent_ms) => spentMinutes(item({ spent_ms }))), [0, 1, 1, 2]);
});

test("a room is about the meeting that is on, about to be, or has just been", () => {
  const meeting = (state, from, minutes = 30, kind = "video") => ({ state, kind, starts_at: new Date(AT + from * 60_000).toISOString(), ends_at: new Date(AT + (from + minutes) * 60_000).toISOString() });
  const on = (upcoming, past) => meetingOn({ upcoming, past }, new Date(AT));
  const [walk, talk, soon, later, was, long] = [meeting("current", -10, 30, "in_person"), meeting("current", -5), meeting("upcoming", 20), meeting("upcoming", 90), meeting("past", -60), meeting("past", -600)];
  assert.equal(on([walk, talk], [was]), talk);
  assert.equal(on([walk, soon], [was]), walk);
  assert.equal(on([soon], [was]), soon);
  assert.equal(on([later], [was, long]), was);
  assert.equal(on([later], [long]), null);
});

test("the next meeting is the same weekday and time, as a series says or as the last two were apart", () => {
  const was = (local_start, more = {}) => ({ state: "past", local_start, time_zone: "Europe/Lisbon", starts_at: `${local_start}:00Z`, every_weeks: null, ...more });
  const now = new Date("2026-11-26T17:00:00Z");
  const last = was("2026-11-26T16:00");
  const local = (past, meeting = last) => nextTime(meeting, past, now).local;
  assert.equal(local([last]), "2026-12-10T16:00");
  assert.equal(local([last, was("2026-11-19T15:00")]), "2026-12-03T16:00");
  assert.equal(local([last, was("2026-11-05T16:00")]), "2026-12-17T16:00");
  assert.equal(local([last, was("2025-01-05T16:00")]), "2026-12-24T16:00");
  assert.equal(local([last], was("2026-11-26T16:00", { every_weeks: 1 })), "2026-12-03T16:00");
  const long = was("2026-03-19T16:00", { every_weeks: 1 }); // before the clocks changed, and some weeks ago
  assert.deepEqual(nextTime(long, [], now), { local: "2026-12-03T16:00", zone: "Europe/Lisbon", at: new Date("2026-12-03T16:00:00Z") });
});
