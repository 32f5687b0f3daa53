import assert from "node:assert/strict";
import { test } from "node:test";
import { goalShelf } from "../../static/goals/book.js";
import { activityWords, agreement, areasInOrder, inOrder, progressWords, scale, thread } from "../../static/goals/words.js";

const goal = (goal_id, more = {}) => ({ goal_id, mentorship_id: "m", what: goal_id, status: "open", progress: 0, checklist: [], agreed_by: [], revision: 1, created_at: `2026-09-0${goal_id.length}T10:00:00Z`, ...more });
const ids = (shelf) => shelf.of("m").map((g) => g.goal_id);

test("the newest revision of a goal stands", () => {
  const shelf = goalShelf();
  shelf.hear(goal("a", { revision: 3, what: "new" }));
  shelf.hear(goal("a", { revision: 2, what: "old" }));
  assert.equal(shelf.of("m")[0].what, "new");
});

test("what both deleted does not come back by a late answer", () => {
  const shelf = goalShelf();
  shelf.hear(goal("a"));
  shelf.drop("a");
  shelf.take("m", [goal("a")], new Set(["a"]));
  assert.deepEqual(ids(shelf), []);
});

test("what went while one was away is gone, what came while one asked is kept", () => {
  const shelf = goalShelf();
  shelf.hear(goal("a"));
  shelf.hear(goal("bb"));
  const before = shelf.ids;
  shelf.hear(goal("ccc"));
  shelf.take("m", [goal("a")], before);
  assert.deepEqual(ids(shelf), ["a", "ccc"]);
  assert.ok(shelf.listed.value.has("m"));
});

test("who has not agreed yet is the one it waits for", () => {
  assert.equal(agreement(goal("a", { agreed_by: ["ines", "samuel"] }), "ines", "samuel"), "agreed");
  assert.equal(agreement(goal("a", { agreed_by: ["samuel"] }), "ines", "samuel"), "waits-for-you");
  assert.equal(agreement(goal("a", { agreed_by: ["ines"] }), "ines", "samuel"), "waits-for-other");
});

test("progress is counted in steps where there are steps", () => {
  assert.equal(progressWords(goal("a", { checklist: [{ done: true }, { done: false }] })), "1 of 2 steps");
  assert.equal(progressWords(goal("a", { progress: 40 })), "40 %");
  assert.deepEqual(inOrder([goal("a", { status: "done" }), goal("bb")]).map((g) => g.goal_id), ["bb", "a"]);
  assert.deepEqual(areasInOrder([{ name: "x", highlighted: false }, { name: "y", highlighted: true }]).map((a) => a.name), ["y", "x"]);
});

test("a level's scale marks where it began, the way, where it is and where it should go", () => {
  const marks = (area) => scale(area).map(({ was, grew, now, next }) => [was && "w", grew && "g", now && "n", next && "t"].filter(Boolean).join("")).join("|");
  assert.equal(marks({ first: { level: "practising" }, current: { level: "on_my_own" }, target: "guiding" }), "|w|gn|t|");
  assert.equal(marks({ first: { level: "aware" }, current: { level: "aware" }, target: null }), "n||||");
  assert.equal(marks({ first: null, current: null, target: "aware" }), "t||||");
});

test("history is told in words", () => {
  assert.equal(activityWords({ kind: "item_done", detail: "Dry run" }, "You"), "You did a step: Dry run");
  assert.equal(activityWords({ kind: "status_changed", detail: "done" }, "Samuel"), "Samuel marked it as reached");
});

test("the thread begins with what comes, and then goes back in time", () => {
  const next = { meeting_id: "n", title: "Next", starts_at: "2026-11-26T16:00:00Z", state: "upcoming" };
  const past = [{ meeting_id: "p", title: "Before", starts_at: "2026-11-12T16:00:00Z", state: "past" }, { meeting_id: "c", title: "Not", starts_at: "2026-11-13T16:00:00Z", state: "cancelled" }];
  const areas = [{ area_id: "l", name: "Saying no", first: { level: "aware", at: "2026-09-01T00:00:00Z" }, current: { level: "practising", at: "2026-11-20T00:00:00Z" } }];
  const knots = thread({ next, past, goals: [goal("a")], areas });
  assert.deepEqual(knots.map((k) => k.title), ["Next", "Saying no: Practising", "Before", "Goal: a"]);
});
