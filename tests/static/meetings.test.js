import assert from "node:assert/strict";
import { test } from "node:test";
import { waitsFor } from "../../static/home/waits.js";
import { MeetingBook } from "../../static/meetings/book.js";
import { NoteKeeper } from "../../static/meetings/note-keeper.js";
import { agendaWords, firstOffer, isNear, rhythm, sharedHours, untilWords } from "../../static/meetings/when.js";

const LISBON = "Europe/Lisbon";
const NAIROBI = "Africa/Nairobi";
const now = new Date("2026-11-24T15:20:00Z");
const meeting = (more = {}) => ({
  meeting_id: "a", mentorship_id: "m", series_id: null, title: "Cut-over", kind: "video", place: null,
  starts_at: "2026-11-26T16:00:00Z", ends_at: "2026-11-26T16:50:00Z", local_start: "2026-11-26T16:00", local_end: "2026-11-26T16:50",
  time_zone: LISBON, minutes: 50, every_weeks: null, state: "upcoming", cancelled_by: null, created_by: "ines", revision: 1,
  held: "unknown", attendance: [], agenda: [], actions: [], ...more,
});
const page = (meetings, more = {}) => ({ meetings, next_cursor: null, now: now.toISOString(), waiting: [], ...more });
const ids = (meetings) => meetings.map((m) => m.meeting_id);

test("the newest revision stands, by whichever door and in whatever order it came", () => {
  const book = new MeetingBook();
  assert.equal(book.hear(meeting({ revision: 3, title: "new" })), "turned");
  assert.equal(book.hear(meeting({ revision: 2, title: "old" })), "older");
  assert.equal(book.hear(meeting({ revision: 4, title: "newer" })), "changed");
  book.take("m", "upcoming", page([meeting({ revision: 1, title: "older page" })]));
  assert.equal(book.upcoming("m")[0].title, "newer");
});

test("a meeting moves from one list to the other when it turns past", () => {
  const book = new MeetingBook();
  book.take("m", "upcoming", page([meeting({ meeting_id: "b", starts_at: "2026-12-01T09:00:00Z" }), meeting()]));
  book.take("m", "past", page([meeting({ meeting_id: "c", state: "cancelled", starts_at: "2026-11-20T09:00:00Z" })]));
  assert.deepEqual([ids(book.upcoming("m")), ids(book.past("m"))], [["a", "b"], ["c"]]);
  assert.equal(book.hear(meeting({ state: "past", revision: 2 })), "turned");
  assert.deepEqual([ids(book.upcoming("m")), ids(book.past("m"))], [["b"], ["a", "c"]]);
  assert.equal(book.next(["m", "other"])?.meeting_id, "b");
});

test("the clock's turn without a new revision counts as well", () => {
  const book = new MeetingBook();
  book.hear(meeting());
  assert.equal(book.hear(meeting({ state: "current" })), "turned");
  assert.equal(book.hear(meeting({ state: "current" })), "same");
});

test("what waits for my word is what the newest page says, until I have said it", () => {
  const book = new MeetingBook();
  const past = [meeting({ state: "past" }), meeting({ meeting_id: "b", state: "past" })];
  book.take("m", "past", page(past, { waiting: ["a", "b"] }));
  book.said("a");
  assert.deepEqual([...book.waiting.value], ["b"]);
  book.take("m", "past", page(past, { waiting: ["a"] }));
  assert.deepEqual([...book.waiting.value], ["a"]);
});

test("reading the first page of the past again does not lose the place in it", () => {
  const book = new MeetingBook();
  book.take("m", "past", page([], { next_cursor: "one" }));
  book.take("m", "past", page([], { next_cursor: "two" }), { more: true });
  book.take("m", "past", page([], { next_cursor: "one" }));
  assert.equal(book.listed.value.m.cursor, "two");
});

test("when it is, in words", () => {
  assert.equal(untilWords(meeting(), now, LISBON), "In 2 days");
  assert.equal(untilWords(meeting(), new Date("2026-11-25T23:30:00Z"), LISBON), "Tomorrow");
  assert.equal(untilWords(meeting(), new Date("2026-11-25T23:30:00Z"), NAIROBI), "Today");
  assert.equal(untilWords(meeting({ state: "current" }), now, LISBON), "Now");
  assert.equal(rhythm(meeting({ every_weeks: 2 })), "Every second Thursday");
  assert.equal(rhythm(meeting()), "");
  assert.equal(agendaWords(meeting({ agenda: [{ minutes: 15 }, { minutes: null }] })), "2 items, 15 of 50 min");
  assert.equal(agendaWords(meeting({ agenda: [{ minutes: null }] })), "1 item");
});

test("the way into the room stands first from ten minutes before", () => {
  assert.equal(isNear(meeting(), new Date("2026-11-26T15:49:00Z")), false);
  assert.equal(isNear(meeting(), new Date("2026-11-26T15:50:00Z")), true);
  assert.equal(isNear(meeting({ state: "current" }), new Date("2026-11-26T16:20:00Z")), true);
  assert.equal(isNear(meeting({ state: "past" }), new Date("2026-11-26T16:55:00Z")), false);
});

test("hours that both share, also across the date line", () => {
  const shared = sharedHours(LISBON, NAIROBI, now);
  assert.deepEqual([shared?.from.toISOString(), shared?.until.toISOString()], ["2026-11-24T08:00:00.000Z", "2026-11-24T18:00:00.000Z"]);
  const far = sharedHours("America/Los_Angeles", "Asia/Tokyo", now);
  assert.deepEqual([far?.from.toISOString(), far?.until.toISOString()], ["2026-11-24T23:00:00.000Z", "2026-11-25T05:00:00.000Z"]);
  assert.equal(firstOffer(LISBON, NAIROBI, now), "2026-11-25T16:00");
  assert.equal(firstOffer("America/Los_Angeles", LISBON, now), "2026-11-25T12:00");
});

/** A keeper with its server and its clock in hand. */
function keeper(server = { text: "", revision: 0 }) {
  const due = [];
  const around = {
    server,
    load: async () => ({ meeting_id: "a", changed_at: null, ...around.server }),
    save: async ({ text, revision }) => {
      if (around.down) throw { code: "unreachable" };
      if (revision !== around.server.revision) throw { code: "conflict" };
      around.server = { text, revision: revision + 1 };
      return around.load();
    },
    later: (work) => {
      due.push(work);
      return () => due.splice(due.indexOf(work) >>> 0, 1);
    },
    down: false,
  };
  const settle = async () => {
    due.shift()?.();
    for (let i = 0; i < 8; i++) await Promise.resolve();
  };
  return { around, notes: new NoteKeeper(around), settle };
}

test("notes save themselves, and again when one wrote on meanwhile", async () => {
  const { around, notes, settle } = keeper();
  await notes.open();
  notes.write("one");
  const saving = notes.save();
  notes.write("one two");
  await saving;
  assert.equal(notes.state.value, "changed");
  await settle();
  assert.deepEqual([notes.state.value, around.server], ["kept", { text: "one two", revision: 2 }]);
});

test("the other's words come in by themselves while one does not write", async () => {
  const { notes } = keeper();
  await notes.open();
  notes.hear({ meeting_id: "a", text: "theirs", revision: 1, changed_at: null });
  notes.hear({ meeting_id: "a", text: "late", revision: 0, changed_at: null });
  assert.deepEqual([notes.text.value, notes.state.value], ["theirs", "kept"]);
});

test("who was overtaken sees both and chooses", async () => {
  const { around, notes, settle } = keeper({ text: "old", revision: 4 });
  await notes.open();
  notes.write("mine");
  around.server = { text: "theirs", revision: 5 };
  await notes.save();
  assert.deepEqual([notes.state.value, notes.text.value, notes.theirs.value?.text], ["crossed", "mine", "theirs"]);
  notes.choose("mine");
  await settle();
  assert.deepEqual([notes.state.value, around.server], ["kept", { text: "mine", revision: 6 }]);
});

test("one's own words by the other door are no crossing", async () => {
  const { notes, settle } = keeper();
  await notes.open();
  notes.write("mine");
  const saving = notes.save();
  notes.write("mine and more");
  notes.hear({ meeting_id: "a", text: "mine", revision: 1, changed_at: null });
  await saving;
  assert.equal(notes.theirs.value, null);
  await settle();
  assert.equal(notes.state.value, "kept");
});

test("without a connection notes wait, and go out later", async () => {
  const { around, notes, settle } = keeper();
  await notes.open();
  around.down = true;
  notes.write("on a train");
  await notes.save();
  assert.equal(notes.state.value, "failed");
  around.down = false;
  await settle();
  assert.deepEqual([notes.state.value, around.server.text], ["kept", "on a train"]);
});

test("what waits for me: words on a meeting, a yes to a goal, an answer to a level", () => {
  const mentorship = { mentorship_id: "m", role: "mentee", status: "active", other: { user_id: "samuel", name: "Samuel Mwangi" } };
  const goal = (goal_id, more) => ({ goal_id, what: goal_id, status: "open", created_by: "samuel", agreed_by: ["samuel"], removal_proposed_by: null, ...more });
  const known = {
    past: [meeting({ state: "past", local_start: "2026-11-12T16:00" })],
    waiting: new Set(["a"]),
    now,
    goals: [goal("new"), goal("agreed", { agreed_by: ["ines", "samuel"] }), goal("gone", { agreed_by: ["ines", "samuel"], removal_proposed_by: "samuel" }), goal("done", { status: "done" })],
    areas: [{ area_id: "x", name: "Saying no", suggested: { level: "practising" } }, { area_id: "y", name: "Other", suggested: null }],
  };
  const titles = waitsFor(mentorship, "ines", known).map((wait) => wait.title);
  assert.deepEqual(titles, ["Rate your meeting of 12 November", "Samuel wrote a goal: new", "Samuel suggests deleting a goal: gone", "Samuel suggests a level: Saying no"]);
  assert.deepEqual(waitsFor({ ...mentorship, status: "ended" }, "ines", known), []);
  assert.equal(waitsFor({ ...mentorship, role: "mentor" }, "ines", { ...known, goals: [], areas: [] })[0].title, "Write to Samuel about your meeting of 12 November");
});
