import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { arrange, withChanges } from "../../static/chat/arrange.js";
import { findLinks } from "../../static/chat/links.js";
import { Typing } from "../../static/chat/typing.js";

const view = { me: "ines", zone: "Europe/Lisbon", newAfter: null };
const message = (seq, sender_id, sent_at, more = {}) => ({ conversation_id: "c", seq, sender_id, client_id: `id-${seq}`, body: "text", sent_at, ...more });
const entry = (order, more = {}) => ({ order, client_id: `id-${order}`, user_id: "ines", conversation_id: "c", event: "send_message", body: "text", written_at: "2026-11-24T10:00:00Z", failed: null, ...more });
const kinds = (rows) => rows.map((row) => (row.kind === "group" ? row.messages.map((m) => m.seq).join("+") : row.kind));

test("messages of one person within five minutes stand together; a day line parts days", () => {
  const rows = arrange([
    message(1, "samuel", "2026-11-23T23:58:00Z"),
    message(2, "samuel", "2026-11-24T00:01:00Z"),
    message(3, "samuel", "2026-11-24T00:04:00Z"),
    message(4, "ines", "2026-11-24T00:05:00Z"),
    message(5, "ines", "2026-11-24T00:30:00Z"),
  ], [], view);
  assert.deepEqual(kinds(rows), ["day", "1", "day", "2+3", "4", "5"]);
});

test("the new line stands before the first unread of the other, once", () => {
  const at = (minute) => `2026-11-24T10:${minute}:00Z`;
  const rows = arrange([message(1, "samuel", at("00")), message(2, "ines", at("01")), message(3, "samuel", at("02")), message(4, "samuel", at("03"))], [], { ...view, newAfter: 1 });
  assert.deepEqual(kinds(rows), ["day", "1", "2", "new", "3+4"]);
});

test("what waits in the outbox stands last, and not beside its own arrival", () => {
  const rows = arrange([message(7, "ines", "2026-11-24T10:00:00Z")], [entry(7), entry(8)], view);
  assert.deepEqual(kinds(rows), ["day", "7", "waiting"]);
});

test("a change shows at once, unless it was refused", () => {
  const messages = [message(1, "ines", "2026-11-24T10:00:00Z"), message(2, "ines", "2026-11-24T10:01:00Z")];
  const change = (target, more) => entry(9, { event: "edit_message", target, body: "better", ...more });
  assert.deepEqual(withChanges(messages, [change(1)]).map((m) => m.body), ["better", "text"]);
  assert.deepEqual(withChanges(messages, [change(1, { failed: "forbidden" })]).map((m) => m.body), ["text", "text"]);
  assert.deepEqual(withChanges(messages, [change(2, { event: "delete_message", body: undefined })]).map((m) => m.body), ["text", null]);
});

const links = (text) => findLinks(text).filter((part) => "href" in part).map((part) => part.text);

test("addresses become links, and the sentence keeps its full stop", () => {
  assert.deepEqual(links("See https://example.org/a?b=1, then (http://example.org/x_(y)). Or https://example.org."), [
    "https://example.org/a?b=1", "http://example.org/x_(y)", "https://example.org",
  ]);
  assert.deepEqual(findLinks("a https://example.org/ b").map((part) => part.text).join(""), "a https://example.org/ b");
});

test("nothing but http and https becomes a link", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "xhttps://example.org", "plain"])
    assert.deepEqual(links(text), [], text);
});

test("typing is told at most every three seconds, and believed for five", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let time = 0;
  const told = [];
  const typing = new Typing((now) => told.push(now), () => time);
  for (time of [0, 500, 2_900, 3_000, 4_000]) typing.pressed();
  assert.deepEqual(told, [true, true]);
  typing.stopped();
  assert.deepEqual(told, [true, true, false]);
  typing.heard("samuel", true);
  mock.timers.tick(4_999);
  assert.deepEqual(typing.who.value, ["samuel"]);
  mock.timers.tick(1);
  assert.deepEqual(typing.who.value, []);
  mock.timers.reset();
});
