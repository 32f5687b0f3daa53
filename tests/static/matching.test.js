import assert from "node:assert/strict";
import { test } from "node:test";
import { found, isNews, languagesOf, newest, standOf, waitsBefore } from "../../static/matching/words.js";

const SAMUEL = { user_id: "samuel", name: "Samuel Mwangi", time_zone: "Africa/Nairobi" };
const INES = { user_id: "ines", name: "Inês Carvalho", time_zone: "Europe/Lisbon" };
const HARBOUR = { programme_id: "harbour", name: "Harbour" };

/** @param {object} [fields] */
const pitch = (fields = {}) => ({
  pitch_id: "p", programme: HARBOUR, origin: "mentee", mentor: SAMUEL, mentee: INES, status: "open", want: "", why: "", note: "", accepted_by: [],
  answered_by: null, conversation_id: null, mentorship_id: null, revision: 1, created_at: "2026-11-20T10:00:00Z", changed_at: "2026-11-20T10:00:00Z", ...fields,
});

const mentor = (name, profile, can_be_pitched = true) => ({
  person: { ...SAMUEL, user_id: name, name }, free_places: Number(can_be_pitched), can_be_pitched,
  profile: { taking_mentees: true, capacity: 1, about: "", availability: "", skills: [], languages: [], ...profile },
});

test("a pitch waits for its mentor, a suggested match for both", () => {
  assert.equal(standOf(pitch(), "samuel"), "answer");
  assert.equal(standOf(pitch(), "ines"), "wait");
  const match = pitch({ origin: "manager" });
  assert.equal(standOf(match, "ines"), "answer");
  assert.equal(standOf({ ...match, accepted_by: ["ines"] }, "ines"), "wait");
  assert.equal(standOf({ ...match, accepted_by: ["ines"] }, "samuel"), "answer");
  assert.equal(standOf(pitch({ status: "accepted" }), "ines"), "pair");
});

test("whatever comes in whatever order, the newest of a pitch stays", () => {
  const events = [pitch(), pitch({ revision: 2, status: "talk" }), pitch({ revision: 3, status: "accepted" })];
  const inOrder = events.reduce(newest, {});
  assert.deepEqual([events[2], events[0], events[1], events[2]].reduce(newest, {}), inOrder);
  assert.deepEqual(events.slice(1).reduce(newest, { p: events[0] }), inOrder); // an old snapshot and the events since
});

test("what one can answer waits at home, and what one wrote does not", () => {
  const known = { programmes: [], pitches: [pitch()], talks: {} };
  assert.equal(waitsBefore(known, "samuel").length, 1);
  assert.equal(waitsBefore(known, "ines").length, 0);
});

test("an unread line of a talk waits for whoever has not read it", () => {
  const talks = { c: { conversation_id: "c", last_seq: 1, unread: 1, reads: [], last_message: null } };
  const talk = pitch({ status: "talk", conversation_id: "c", answered_by: "samuel" });
  const [wait] = waitsBefore({ programmes: [], pitches: [talk], talks }, "ines");
  assert.equal(wait.href, "/pitches/p");
  assert.equal(waitsBefore({ programmes: [], pitches: [talk], talks: {} }, "ines").length, 0);
});

test("a code of conduct that is new is asked of mentors and mentees, not of who only runs the programme", () => {
  const mine = (...roles) => ({ programmes: [{ ...HARBOUR, roles, conduct_accepted_at: null }], pitches: [], talks: {} });
  assert.equal(waitsBefore(mine("mentee"), "ines").length, 1);
  assert.equal(waitsBefore(mine("manager"), "ines").length, 0);
});

test("a no is news for a week, to whoever did not say it", () => {
  const declined = pitch({ status: "declined", answered_by: "samuel" });
  assert.equal(isNews(declined, "ines", new Date("2026-11-22T10:00:00Z")), true);
  assert.equal(isNews(declined, "ines", new Date("2026-11-28T10:00:00Z")), false);
  assert.equal(isNews(declined, "samuel", new Date("2026-11-22T10:00:00Z")), false);
});

test("mentors are found by every word they tell, without accents, whoever has a place first", () => {
  const all = [mentor("Ada", { skills: ["Shipbuilding"], languages: ["Português"] }, false), mentor("Bo", { about: "I build ships", languages: ["portugues ", "Norsk"] })];
  const names = (wanted) => found(all, { words: "", language: "", onlyTaking: false, ...wanted }).map((m) => m.person.name);
  assert.deepEqual(names({}), ["Bo", "Ada"]);
  assert.deepEqual(names({ words: "ship PORTUGUÊS" }), ["Bo", "Ada"]);
  assert.deepEqual(names({ onlyTaking: true }), ["Bo"]);
  assert.deepEqual(names({ language: "norsk" }), ["Bo"]);
  assert.deepEqual(languagesOf(all).map((one) => one.value), ["norsk", "portugues"]);
});
