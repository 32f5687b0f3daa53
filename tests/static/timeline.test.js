import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../../static/chat/timeline.js";

const at = "2026-11-24T10:00:00Z";
const event = (type, seq, more = {}) => ({ type, conversation_id: "c", seq, sender_id: "samuel", client_id: `id-${seq}`, at, ...more });
const sent = (seq, body = `message ${seq}`) => event("message_sent", seq, { body });
const edited = (seq, target, body) => event("message_edited", seq, { target, body });
const deleted = (seq, target) => event("message_deleted", seq, { target });
const message = (seq, body = `message ${seq}`) => ({ conversation_id: "c", seq, sender_id: "samuel", client_id: `id-${seq}`, body, sent_at: at });
const page = (messages, { last_seq = messages.at(-1)?.seq ?? 0, epoch = "e", has_more = false, has_newer = false, reads = [] } = {}) => ({ epoch, last_seq, messages, has_more, has_newer, reads });
const synced = (events, more = {}) => ({ conversation_id: "c", epoch: "e", last_seq: events.at(-1)?.seq ?? 0, limited: false, events, reads: [], ...more });

const opened = (...messages) => {
  const timeline = new Timeline();
  timeline.take(page(messages), "whole");
  return timeline;
};
const bodies = (timeline) => timeline.messages.value.map((m) => m.body);

test("the next event is applied, and the row stays whole", () => {
  const timeline = opened(message(1));
  assert.equal(timeline.receive(sent(2)), true);
  assert.deepEqual(bodies(timeline), ["message 1", "message 2"]);
  assert.equal(timeline.lastSeq, 2);
  assert.equal(timeline.hasGap, false);
});

test("what arrives twice is there once", () => {
  const timeline = opened(message(1));
  timeline.receive(sent(2));
  assert.equal(timeline.receive(sent(2)), false);
  assert.equal(timeline.messages.value.length, 2);
});

test("what comes ahead is shown, and asks for a sync until the gap is filled", () => {
  const timeline = opened(message(1));
  timeline.receive(sent(3));
  assert.equal(timeline.hasGap, true);
  assert.equal(timeline.lastSeq, 1);
  assert.equal(timeline.receive(sent(3)), false);
  timeline.receive(sent(2));
  assert.equal(timeline.hasGap, false);
  assert.equal(timeline.lastSeq, 3);
  assert.deepEqual(bodies(timeline), ["message 1", "message 2", "message 3"]);
});

test("an older edit cannot undo a newer one, in whatever order they come", () => {
  const timeline = opened(message(1));
  timeline.receive(edited(3, 1, "second thought"));
  timeline.receive(edited(2, 1, "first thought"));
  assert.deepEqual(bodies(timeline), ["second thought"]);
});

test("an edit that a page already contains changes nothing", () => {
  const timeline = new Timeline();
  timeline.take(page([message(5)], { last_seq: 6, has_more: true }), "whole");
  // The older page was read after event 8, which edited message 2.
  timeline.take(page([message(2, "as it is now")], { last_seq: 8 }), "older");
  timeline.receive(edited(7, 2, "as it was for a moment"));
  assert.equal(bodies(timeline)[0], "as it is now");
});

test("a deleted message keeps its place without its text, and no late edit brings the text back", () => {
  const timeline = opened(message(1), message(2));
  timeline.receive(deleted(4, 1));
  timeline.receive(edited(3, 1, "late"));
  assert.deepEqual(bodies(timeline), [null, "message 2"]);
});

test("an edit of a message that is not here only moves the row on", () => {
  const timeline = opened(message(10));
  timeline.receive(edited(11, 2, "far above"));
  assert.deepEqual(bodies(timeline), ["message 10"]);
  assert.equal(timeline.lastSeq, 11);
});

test("events that came before the first page are asked for", () => {
  const timeline = new Timeline();
  timeline.receive(sent(3));
  timeline.take(page([message(1), message(2)]), "whole");
  assert.equal(timeline.hasGap, true);
  assert.equal(timeline.synced(synced([sent(3)])), "whole");
  assert.equal(timeline.hasGap, false);
});

test("an old snapshot and its events equal a fresh snapshot", () => {
  const events = [sent(1), sent(2), edited(3, 1, "one"), sent(4), deleted(5, 2), edited(6, 4, "four"), edited(7, 4, "4")];
  const fresh = [message(1, "one"), message(2, null), message(4, "4")];
  const live = opened();
  for (const i of [0, 2, 1, 4, 3, 6, 5, 6, 0]) live.receive(events[i]);
  const late = opened(message(1), message(2));
  late.synced(synced(events.slice(2)));
  for (const timeline of [live, late]) {
    assert.deepEqual(timeline.messages.value.map(({ seq, body }) => [seq, body]), fresh.map(({ seq, body }) => [seq, body]));
    assert.equal(timeline.lastSeq, 7);
    assert.equal(timeline.hasGap, false);
  }
});

test("an earlier page goes before what is here", () => {
  const timeline = new Timeline();
  timeline.take(page([message(3)], { has_more: true }), "whole");
  timeline.take(page([message(1), message(2)], { last_seq: 3 }), "older");
  assert.deepEqual(timeline.messages.value.map((m) => m.seq), [1, 2, 3]);
  assert.equal(timeline.hasMore.value, false);
});

test("too far behind, or another epoch: everything is asked for again", () => {
  const timeline = opened(message(1));
  assert.equal(timeline.synced(synced([], { limited: true })), "reload");
  assert.equal(timeline.synced(synced([sent(2)], { epoch: "restored" })), "reload");
  timeline.take(page([message(1, "from the backup")], { epoch: "restored" }), "whole");
  assert.deepEqual(bodies(timeline), ["from the backup"]);
});

test("a read mark never goes back", () => {
  const timeline = opened(message(1), message(2));
  timeline.read({ conversation_id: "c", user_id: "ines", seq: 2 });
  timeline.read({ conversation_id: "c", user_id: "ines", seq: 1 });
  assert.equal(timeline.reads.value.ines, 2);
});

const reaction = (seq, target, emoji, sender_id = "ines", added = true) => event("reaction_changed", seq, { target, emoji, sender_id, added });
const given = (timeline, seq) => timeline.find(seq).reactions.map((each) => `${each.user_id} ${each.emoji}`);

test("reactions come in the order given, once each, and go when they are taken back", () => {
  const timeline = opened(message(1));
  timeline.receive(reaction(2, 1, "🎉"));
  timeline.receive(reaction(3, 1, "👍", "samuel"));
  timeline.receive(reaction(4, 1, "🎉"));
  assert.deepEqual(given(timeline, 1), ["ines 🎉", "samuel 👍"]);
  timeline.receive(reaction(5, 1, "🎉", "ines", false));
  assert.deepEqual(given(timeline, 1), ["samuel 👍"]);
});

test("a late edit is not lost behind a reaction that came ahead of it", () => {
  const timeline = opened(message(1));
  timeline.receive(reaction(3, 1, "🎉"));
  timeline.receive(edited(2, 1, "better"));
  assert.deepEqual([bodies(timeline), given(timeline, 1)], [["better"], ["ines 🎉"]]);
});

test("a deletion takes words, reactions and the pin", () => {
  const timeline = opened({ ...message(1), html: "<p>x</p>", mentions: ["ines"] });
  timeline.receive(reaction(2, 1, "🎉"));
  timeline.receive(event("message_pinned", 3, { target: 1 }));
  assert.equal(timeline.find(1).pinned_by, "samuel");
  timeline.receive(deleted(4, 1));
  const { body, html, mentions, reactions, pinned_by } = timeline.find(1);
  assert.deepEqual({ body, html, mentions, reactions, pinned_by }, { body: null, html: null, mentions: [], reactions: [], pinned_by: null });
});

test("what a reply refers to is known without being shown, and follows its changes", () => {
  const timeline = new Timeline();
  timeline.take({ ...page([{ ...message(90), reply_to: 2 }], { has_more: true }), parents: [message(2)] }, "whole");
  assert.deepEqual(bodies(timeline), ["message 90"]);
  timeline.receive(edited(91, 2, "second thought"));
  assert.equal(timeline.find(2).body, "second thought");
  timeline.learn([message(3)], 91);
  assert.equal(timeline.find(3).body, "message 3");
  assert.deepEqual(bodies(timeline), ["message 90"]);
});

test("an older stretch is shown without holes until its end has met the newest", () => {
  const timeline = new Timeline();
  timeline.take(page([message(4), message(5)], { last_seq: 8, has_more: true, has_newer: true }), "whole");
  timeline.receive(sent(9));
  assert.deepEqual([bodies(timeline), timeline.hasNewer.value, timeline.hasGap], [["message 4", "message 5"], true, false]);
  timeline.take(page([message(6), message(7), message(8)], { last_seq: 8 }), "newer");
  assert.deepEqual(bodies(timeline), [4, 5, 6, 7, 8, 9].map((seq) => `message ${seq}`));
  assert.equal(timeline.hasNewer.value, false);
});

test("only who marks unread moves their own mark back", () => {
  const timeline = opened(message(1), message(2));
  timeline.read({ conversation_id: "c", user_id: "ines", seq: 2 });
  timeline.unread({ conversation_id: "c", user_id: "ines", seq: 0 });
  assert.equal(timeline.reads.value.ines, 0);
});
