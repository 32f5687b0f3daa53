import assert from "node:assert/strict";
import { test } from "node:test";
import { address, asked, grouped, pathOf, read } from "../../static/search/question.js";

test("the address bar keeps the question, and nothing that is none", () => {
  const question = read("?q=first%20draft&kind=message&from=2026-11-01&order=best");
  assert.equal(read(address(question).slice("/search".length)).q, "first draft");
  assert.deepEqual(read(address(question).slice("/search".length)), question);
  assert.equal(address(read("?kind=ratings&from=soon")), "/search");
});

test("days are those of the reader's clocks, the last one included", () => {
  const question = read("?q=plan&from=2026-11-01&to=2026-11-02&mentorship=m1");
  assert.deepEqual(asked(question, "Africa/Nairobi"), { q: "plan", mentorship_id: "m1", since: "2026-10-31T21:00:00.000Z", until: "2026-11-02T21:00:00.000Z" });
});

const FOUND = { kind: "message", source: "message", thing_id: "c1", seq: 7, inside_id: null, mentorship_id: "m1", pitch_id: null, with_people: [{ user_id: "u2" }], segments: [] };

test("a find leads to its place", () => {
  assert.equal(pathOf(FOUND), "/m/m1?message=7");
  assert.equal(pathOf({ ...FOUND, mentorship_id: null, pitch_id: "p1" }), "/pitches/p1?message=7");
  assert.equal(pathOf({ ...FOUND, mentorship_id: null }), "/direct/u2?message=7");
  assert.equal(pathOf({ ...FOUND, source: "agenda", inside_id: "t1" }), "/m/m1/meetings/t1");
  assert.equal(pathOf({ ...FOUND, source: "document", thing_id: "d1", inside_id: "w1" }), "/m/m1/documents/d1");
  assert.equal(pathOf({ ...FOUND, source: "area" }), "/m/m1/goals");
});

test("finds stand in groups, in the order in which they came", () => {
  const found = [FOUND, { ...FOUND, kind: "goal" }, { ...FOUND, seq: 6 }];
  assert.deepEqual(grouped(found).map(([kind, some]) => [kind, some.map((each) => each.seq)]), [["message", [7, 6]], ["goal", [7]]]);
});
