import assert from "node:assert/strict";
import { test } from "node:test";
import { match } from "../../static/router.js";

test("a path leads to its page with its parts", () => {
  assert.deepEqual(match("/"), { page: "home", params: {} });
  assert.deepEqual(match("/m/abc"), { page: "mentorship", params: { mentorship: "abc" } });
  assert.deepEqual(match("/m/abc/lobby/"), { page: "lobby", params: { mentorship: "abc" } });
  assert.deepEqual(match("/m/abc/call"), { page: "call", params: { mentorship: "abc" } });
  assert.deepEqual(match("/m/abc/meetings"), { page: "meetings", params: { mentorship: "abc" } });
  assert.deepEqual(match("/m/abc/meetings/def"), { page: "meeting", params: { mentorship: "abc", meeting: "def" } });
  assert.deepEqual(match("/m/abc/goals"), { page: "goals", params: { mentorship: "abc" } });
  assert.deepEqual(match("/programmes/abc"), { page: "programme", params: { programme: "abc" } });
  assert.deepEqual(match("/programmes/abc/mentors"), { page: "mentors", params: { programme: "abc" } });
  assert.deepEqual(match("/pitches/abc"), { page: "pitch", params: { pitch: "abc" } });
  assert.deepEqual(match("/invite/a%20b"), { page: "invite", params: { token: "a b" } });
});

test("what is no path of ours is missing", () => {
  for (const path of ["/nowhere", "/m", "/m/abc/nowhere", "/m/abc/call/more", "/invite/%"]) assert.equal(match(path).page, "missing", path);
});
