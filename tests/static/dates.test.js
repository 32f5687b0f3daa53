import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, day, dayAndClock, dayKey, dayPart, daysBetween, hour, inBothPlaces, instantOf, leaf, localOf, nearDay, place, zones } from "../../static/dates.js";

const LISBON = "Europe/Lisbon";
const NAIROBI = "Africa/Nairobi";
const at = new Date("2026-11-26T16:00:00Z");

test("one moment has two clocks", () => {
  assert.equal(clock(at, LISBON), "16:00");
  assert.equal(clock(at, NAIROBI), "19:00");
  assert.equal(clock(new Date("2026-11-26T00:05:00Z"), "UTC"), "00:05");
});

test("the same place is named once", () => {
  assert.equal(inBothPlaces(at, LISBON, NAIROBI), "16:00 in Lisbon, 19:00 in Nairobi");
  assert.equal(inBothPlaces(at, LISBON, LISBON), "16:00 in Lisbon");
});

test("09:00 every week stays 09:00 there when the clocks change", () => {
  assert.equal(clock(new Date("2026-10-20T08:00:00Z"), LISBON), "09:00");
  assert.equal(clock(new Date("2026-10-27T09:00:00Z"), LISBON), "09:00");
});

test("a day is written out, with its year only when it is another", () => {
  assert.equal(day(at, LISBON), "Thursday 26 November");
  assert.equal(day(at, LISBON, new Date("2027-02-01T00:00:00Z")), "Thursday 26 November 2026");
  assert.equal(dayAndClock(at, NAIROBI), "Thursday 26 November 2026, 19:00");
});

test("a day ends where one is", () => {
  const late = new Date("2026-11-26T22:30:00Z");
  assert.equal(dayKey(late, LISBON), "2026-11-26");
  assert.equal(dayKey(late, NAIROBI), "2026-11-27");
  const now = new Date("2026-11-27T08:00:00Z");
  assert.equal(daysBetween(late, now, LISBON), 1);
  assert.equal(daysBetween(late, now, NAIROBI), 0);
});

test("days are counted by the calendar, though one of them had 25 hours", () => {
  assert.equal(daysBetween(new Date("2026-10-24T23:30:00Z"), new Date("2026-10-26T00:10:00Z"), LISBON), 1);
});

test("a place, an hour and its light", () => {
  assert.equal(place("America/Argentina/Buenos_Aires"), "Buenos Aires");
  assert.equal(place("UTC"), "UTC");
  assert.equal(hour(at, NAIROBI), 19);
  assert.deepEqual([dayPart(at, LISBON), dayPart(at, NAIROBI), dayPart(at, "Pacific/Auckland")], ["sun", "sunset", "moon-star"]);
});

test("a zone that this browser does not know is shown in UTC, not refused", () => {
  assert.equal(clock(at, "Moon/Tranquility"), "16:00");
  assert.ok(zones("Moon/Tranquility").includes("Moon/Tranquility"));
});

test("a time of the wall becomes the moment it means", () => {
  assert.equal(instantOf("2026-11-26T16:00", LISBON)?.toISOString(), "2026-11-26T16:00:00.000Z");
  assert.equal(instantOf("2026-11-26T16:00", NAIROBI)?.toISOString(), "2026-11-26T13:00:00.000Z");
  assert.equal(instantOf("2026-07-01T16:00", LISBON)?.toISOString(), "2026-07-01T15:00:00.000Z");
  assert.equal(instantOf("", LISBON), null);
  assert.equal(localOf(at, NAIROBI), "2026-11-26T19:00");
});

test("what the clocks show twice is the first, what they leap over is later", () => {
  assert.equal(instantOf("2026-10-25T01:30", LISBON)?.toISOString(), "2026-10-25T00:30:00.000Z");
  assert.equal(instantOf("2026-03-29T01:30", LISBON)?.toISOString(), "2026-03-29T01:30:00.000Z");
  assert.equal(clock(new Date("2026-03-29T01:30:00Z"), LISBON), "02:30");
});

test("a day is near by its weekday, and far by its date", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  assert.equal(nearDay("2026-11-26", now, LISBON), "Thursday");
  assert.equal(nearDay("2026-11-24", now, LISBON), "today");
  assert.equal(nearDay("2026-12-24", now, LISBON), "24 December");
  assert.equal(nearDay("2026-11-20", now, LISBON), "20 November");
  assert.deepEqual(leaf(at, LISBON), { day: "26", month: "Nov" });
});
