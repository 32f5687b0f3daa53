/**
 * A consent ledger as mentorpitch/consents/shapes.py has it, and docs/consents.md explains. Pure.
 *
 * @typedef {"talk_balance" | "bot" | "shared_document" | "mail" | "details_outside" | "calendar_feed" | "push"} ConsentKind
 * @typedef {{ chain: string, seq: number, at: string, user_id: string, consent: ConsentKind, given: boolean, about: string, words_hash: string, previous: string }} Body
 * @typedef {{ salt: string, who: string, what: string, terms: string[] }} Words
 * @typedef {{ body: Body, hash: string, words: Words | null }} Entry
 * @typedef {{ chain: string, entries: Entry[], format: string }} Ledger
 */

const FIRST = "0".repeat(64);

/** Names sorted, no spaces (RFC 8785). @param {Record<string, any>} said */
const canonical = (said) => JSON.stringify(said, Object.keys(said).sort());

/** SHA-256 in hexadecimal. @param {Record<string, any>} said */
async function digest(said) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(said))));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The place, from 1, of the first entry that does not follow; 0 when all do. @param {Ledger} ledger */
export async function findBreak({ chain, entries }) {
  let previous = FIRST;
  for (const [i, { body, hash, words }] of entries.entries()) {
    const follows = body.chain === chain && body.seq === i + 1 && body.previous === previous;
    if (!follows || (await digest(body)) !== hash || (words && (await digest(words)) !== body.words_hash)) return i + 1;
    previous = hash;
  }
  return 0;
}

/** The ledger with its next entry; null when there is a hole before it, and it must be asked for anew. @param {Ledger} ledger @param {Entry} entry */
export function afterEntry(ledger, entry) {
  const seq = ledger.entries.length + 1;
  if (entry.body.seq < seq) return ledger;
  return entry.body.seq === seq ? { ...ledger, entries: [...ledger.entries, entry] } : null;
}
