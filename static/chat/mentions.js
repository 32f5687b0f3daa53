/** @import { Person } from "../protocol.js" */

/** "@Name" in a text, and what may be completed while one writes. Pure. */

/**
 * Split a text into itself and the mentions in it. Of two names that begin alike the longer one counts.
 *
 * @param {string} text
 * @param {Person[]} people
 * @returns {({ text: string } | { text: string, person: Person })[]}
 */
export function findMentions(text, people) {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const found = [];
  let end = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(at + 1, end))) {
    const person = byLength.find(({ name }) => text.startsWith(name, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + name.length)));
    if (!person || /[\p{L}\p{N}]$/u.test(text.slice(0, at))) continue;
    if (at > end) found.push({ text: text.slice(end, at) });
    end = at + 1 + person.name.length;
    found.push({ text: text.slice(at, end), person });
  }
  if (end < text.length || !text) found.push({ text: text.slice(end) });
  return found;
}

/** Who is mentioned in it. @param {string} text @param {Person[]} people */
export const mentionedIn = (text, people) => [...new Set(findMentions(text, people).flatMap((part) => ("person" in part ? [part.person.user_id] : [])))];

const MOST_OFFERED = 6;

/**
 * What the word before the caret may become: somebody's name after "@", an emoji after ":".
 *
 * @typedef {{ key: string, sign: string, words: string, insert: string }} Offer
 * @param {string} text
 * @param {number} caret
 * @param {{ people: Person[], emoji: Record<string, string> }} known `emoji` is its name by the emoji
 * @returns {{ from: number, offers: Offer[] }}
 */
export function offersFor(text, caret, { people, emoji }) {
  const [, sign, typed] = /(?:^|[\s(])([@:])([\p{L}\p{N}_]*)$/u.exec(text.slice(0, caret)) ?? [];
  const from = caret - 1 - (typed?.length ?? 0);
  const begun = (typed ?? "").toLocaleLowerCase();
  /** @type {Offer[]} */
  let offers = [];
  const begins = (/** @type {string} */ words) => words.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(begun));
  if (sign === "@") offers = people.filter(({ name }) => begins(name)).map(({ user_id, name }) => ({ key: user_id, sign: "@", words: name, insert: `@${name} ` }));
  // ":)" and ": " are not the beginning of a name; two letters are.
  else if (sign === ":" && begun.length > 1)
    offers = Object.entries(emoji).filter(([, words]) => begins(words)).map(([one, words]) => ({ key: one, sign: one, words, insert: `${one} ` }));
  return { from, offers: offers.slice(0, MOST_OFFERED) };
}
