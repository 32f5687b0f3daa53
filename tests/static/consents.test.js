import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { afterEntry, findBreak } from "../../static/consents/chain.js";

const sha = (said) => createHash("sha256").update(JSON.stringify(said, Object.keys(said).sort())).digest("hex");

/** Entries as the server makes them. */
function ledgerOf(...whats) {
  const entries = [];
  for (const what of whats) {
    const words = { salt: "s", who: "Inês", what, terms: ["chat:read"] };
    const body = { chain: "mentorship:m", seq: entries.length + 1, at: "2026-11-23T12:00:00.000Z", user_id: "ines", consent: "bot", given: true, about: "b", words_hash: sha(words), previous: entries.at(-1)?.hash ?? "0".repeat(64) };
    entries.push({ body, hash: sha(body), words });
  }
  return { chain: "mentorship:m", entries, format: "mentorpitch-consents-1" };
}

test("a ledger that nobody touched is whole, with words or without", async () => {
  const ledger = ledgerOf("Timer", "Écho", "“🎈”");
  assert.equal(await findBreak(ledger), 0);
  assert.equal(await findBreak({ ...ledger, entries: ledger.entries.map((entry) => ({ ...entry, words: null })) }), 0);
});

test("what was changed, taken out or written about somebody else is found where it stands", async () => {
  const { entries, ...rest } = ledgerOf("a", "b", "c");
  const touched = (i, change) => ({ ...rest, entries: entries.map((entry, at) => (at === i ? { ...entry, ...change } : entry)) });
  assert.equal(await findBreak(touched(1, { body: { ...entries[1].body, given: false } })), 2);
  assert.equal(await findBreak(touched(2, { words: { ...entries[2].words, what: "x" } })), 3);
  assert.equal(await findBreak({ ...rest, entries: [entries[0], entries[2]] }), 2);
  assert.equal(await findBreak({ ...rest, entries, chain: "mentorship:other" }), 1);
});

test("an old ledger and the entries since equal a later one; a hole must be asked for", () => {
  const later = ledgerOf("a", "b", "c");
  const old = { ...later, entries: later.entries.slice(0, 1) };
  assert.deepEqual(afterEntry(afterEntry(old, later.entries[1]), later.entries[2]), later);
  assert.equal(afterEntry(later, later.entries[0]), later);
  assert.equal(afterEntry(old, later.entries[2]), null);
});
