import assert from "node:assert/strict";
import { test } from "node:test";
import { afterEvent, afterRead, unreadIn } from "../../static/inbox.js";
import { nextStep } from "../../static/pages/next-step.js";
import { en } from "../../static/strings/en.js";
import { parts, t } from "../../static/strings/index.js";

const state = (more = {}) => ({ conversation_id: "c", last_seq: 4, unread: 0, reads: [], last_message: null, ...more });
const sent = (seq, sender_id) => ({ type: "message_sent", conversation_id: "c", seq, sender_id, client_id: "x", at: "2026-11-24T10:00:00Z", body: "hello" });

test("a message of the other is unread, one's own is not, and nothing counts twice", () => {
  const once = afterEvent(state(), sent(5, "samuel"), "ines");
  assert.equal(once.unread, 1);
  assert.equal(afterEvent(once, sent(5, "samuel"), "ines"), once);
  assert.equal(afterEvent(state(), sent(5, "ines"), "ines").unread, 0);
});

test("reading on one device clears the others", () => {
  const unread = afterEvent(state(), sent(5, "samuel"), "ines");
  assert.equal(afterRead(unread, { conversation_id: "c", user_id: "ines", seq: 5 }, "ines").unread, 0);
  assert.equal(afterRead(unread, { conversation_id: "c", user_id: "samuel", seq: 5 }, "ines").unread, 1);
});

test("a deleted last message loses its text in the list as well", () => {
  const unread = afterEvent(state(), sent(5, "samuel"), "ines");
  const gone = afterEvent(unread, { ...sent(6, "samuel"), type: "message_deleted", target: 5 }, "ines");
  assert.equal(gone.last_message.body, null);
});

const now = new Date("2026-11-24T12:00:00Z");
const mentorship = (id, conversation, status = "active") => ({ mentorship_id: id, status, role: "mentee", programme: {}, other: { user_id: `other-${id}`, name: "Samuel" }, conversation: state(conversation) });
const last = (sent_at) => ({ last_message: { seq: 4, sender_id: "ines", body: "x", sent_at } });
const step = (mentorships, calls = {}) => nextStep(mentorships, calls, now, "Europe/Lisbon");

test("who waits in the room comes before what is unread, and that before everything else", () => {
  const hello = mentorship("a", {});
  const recent = mentorship("b", last("2026-11-23T12:00:00Z"));
  const unread = mentorship("c", { ...last("2026-11-23T12:00:00Z"), unread: 2 });
  assert.equal(step([recent, hello, unread], { b: ["other-b"] })?.kind, "room");
  assert.equal(step([recent, hello, unread])?.kind, "read");
  assert.equal(step([recent, hello])?.kind, "hello");
  const meeting = { mentorship_id: "b" };
  assert.equal(nextStep([recent, unread], {}, now, "Europe/Lisbon", meeting)?.kind, "meeting");
  assert.equal(nextStep([recent, unread], { b: ["other-b"] }, now, "Europe/Lisbon", meeting)?.kind, "room");
  assert.equal(step([recent])?.kind, "write");
  assert.equal(step([mentorship("e", {}, "ended")]), null);
  assert.equal(unreadIn([unread, recent]), 2);
});

test("a text has its values, and its plural", () => {
  assert.equal(t("unread", { count: 1 }), "1 unread");
  assert.equal(t("programme.pairs-count", { count: 1 }), "1 pair");
  assert.equal(t("programme.pairs-count", { count: 2 }), "2 pairs");
  assert.deepEqual(parts("chat.readers", { both: "X" }), ["Only ", "X", " can read this."]);
});

test("every text is short, plain and without alarm", () => {
  for (const [key, entry] of Object.entries(en))
    for (const text of typeof entry === "string" ? [entry] : Object.values(entry)) assert.doesNotMatch(text, /!|\bOops\b|\bplease\b|successfully/i, key);
});
