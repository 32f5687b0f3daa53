import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "../../static/chat/fold.js";
import { findMentions, mentionedIn, offersFor } from "../../static/chat/mentions.js";

const samuel = { user_id: "samuel", name: "Samuel Mwangi", time_zone: "Africa/Nairobi" };
const sam = { user_id: "sam", name: "Sam", time_zone: "Africa/Nairobi" };
const people = [sam, samuel];
const emoji = { "👍": "thumbs up", "🎉": "party popper", "🥳": "partying face" };
const split = (text) => findMentions(text, people).map((part) => ("person" in part ? [part.person.user_id] : part.text));

test("a mention is a whole name after @, the longer of two that begin alike", () => {
  assert.deepEqual(split("Hi @Samuel Mwangi, and @Sam!"), ["Hi ", ["samuel"], ", and ", ["sam"], "!"]);
  assert.deepEqual(split("@Samantha and sam@Sam and @"), ["@Samantha and sam@Sam and @"]);
  assert.deepEqual(split("@Sam@Sam"), [["sam"], "@Sam"]);
});

test("who is mentioned twice is mentioned once", () => {
  assert.deepEqual(mentionedIn("@Sam @Sam", people), ["sam"]);
  assert.deepEqual(mentionedIn("nobody", people), []);
});

test("names are offered after @, at the beginning of a word only", () => {
  const offered = (text) => offersFor(text, text.length, { people, emoji }).offers.map((offer) => offer.insert);
  assert.deepEqual(offered("@"), ["@Sam ", "@Samuel Mwangi "]);
  assert.deepEqual(offered("hello @mw"), ["@Samuel Mwangi "]);
  assert.deepEqual(offered("me@s"), []);
  assert.deepEqual(offered("@Samuel Mwangi "), []);
});

test("emoji are offered after : and two letters", () => {
  const offered = (text) => offersFor(text, text.length, { people, emoji }).offers.map((offer) => offer.sign);
  assert.deepEqual(offered(":pa"), ["🎉", "🥳"]);
  assert.deepEqual(offered("so :)"), []);
  assert.deepEqual(offered("at 10:pa"), []);
  assert.deepEqual(offersFor("ok :th", 6, { people, emoji }), { from: 3, offers: [{ key: "👍", sign: "👍", words: "thumbs up", insert: "👍 " }] });
});

test("reactions are counted by emoji, in the order of the first of each", () => {
  const given = [["a", "🎉"], ["a", "👍"], ["b", "🎉"]].map(([user_id, one]) => ({ user_id, emoji: one }));
  assert.deepEqual(grouped(given), [{ emoji: "🎉", user_ids: ["a", "b"] }, { emoji: "👍", user_ids: ["a"] }]);
});
