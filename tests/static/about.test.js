import assert from "node:assert/strict";
import { test } from "node:test";
import { standing } from "../../static/about/standing.js";
import { mayMeet, mayWrite } from "../../static/mentorship/may.js";

const SEES = ["existence", "status"];
const agreement = (more = {}) => ({ mentorship_id: "m", text: "We begin on time", manager_sees: SEES, manager_sees_now: SEES, written_by: "ines", written_at: "2026-11-01T10:00:00Z", accepted_by: ["ines"], revision: 1, ...more });
const stands = (more, self = "ines") => standing(agreement(more), self, self === "ines" ? "samuel" : "ines");

test("an agreement waits for whoever has not accepted these words", () => {
  assert.equal(stands({ revision: 0, text: "", accepted_by: [] }), "none");
  assert.equal(stands({}), "waits-for-other");
  assert.equal(stands({}, "samuel"), "waits-for-you");
  assert.equal(stands({ accepted_by: ["ines", "samuel"] }), "agreed");
});

test("when managers can see something else than what was accepted, nobody has accepted it", () => {
  assert.equal(stands({ accepted_by: ["ines", "samuel"], manager_sees_now: [...SEES, "meetings"] }), "outdated");
});

test("what is refused is not offered", () => {
  const of = (status, blocked = false) => [mayWrite({ status, blocked }), mayMeet({ status, blocked })];
  assert.deepEqual(of("active"), [true, true]);
  assert.deepEqual(of("paused"), [true, false]);
  assert.deepEqual(of("ended"), [false, false]);
  assert.deepEqual(of("active", true), [false, false]);
});
