import assert from "node:assert/strict";
import { test } from "node:test";
import { standing, whenWords } from "../../static/reminders/words.js";

const reminder = (starts, ends = starts) => ({ starts_at: starts, ends_at: ends });
const now = new Date("2026-11-24T15:20:30Z");
const words = (starts) => whenWords(reminder(starts), now, "Europe/Lisbon");

test("a reminder says how long it is until then, more finely as it comes nearer", () => {
  assert.equal(words("2026-11-25T15:20:30Z"), "Tomorrow");
  assert.equal(words("2026-11-24T20:00:00Z"), "Today");
  assert.equal(words("2026-11-24T15:30:00Z"), "In 10 minutes");
  assert.equal(words("2026-11-24T15:21:00Z"), "In 1 minute");
  assert.equal(words("2026-11-24T15:20:30Z"), "Now");
  assert.equal(words("2026-11-24T15:00:00Z"), "Now");
});

test("the day is the one that the reader's own clock shows", () => {
  const late = reminder("2026-11-25T00:30:00Z");
  assert.equal(whenWords(late, new Date("2026-11-24T22:00:00Z"), "Europe/Lisbon"), "Tomorrow");
  assert.equal(whenWords(late, new Date("2026-11-24T22:00:00Z"), "Africa/Nairobi"), "Today");
});

test("what is over stands no more, without anybody asking", () => {
  const all = [reminder("2026-11-24T14:00:00Z", "2026-11-24T15:20:30Z"), reminder("2026-11-24T15:00:00Z", "2026-11-24T15:50:00Z")];
  assert.deepEqual(standing(all, now), [all[1]]);
});
