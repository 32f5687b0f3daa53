import { en } from "./en.js";

export { emojiNames } from "./en/emoji.js";

/**
 * Words, apart from code. A text is a string with `{names}`, or one string per plural category of `count`.
 * Another language is another catalogue with the same keys.
 *
 * @typedef {keyof typeof en} Key
 * @typedef {Record<string, unknown>} Values
 */

const catalogue = /** @type {Record<string, string | Record<string, string>>} */ (en);
export const locale = "en-GB";
const plurals = new Intl.PluralRules(locale);

/** @param {Key} key @param {Values} values */
function pattern(key, values) {
  const entry = catalogue[key];
  if (typeof entry === "string") return entry;
  return entry[plurals.select(Number(values.count))] ?? entry.other;
}

/**
 * The text of `key` with its values filled in.
 *
 * @param {Key} key
 * @param {Values} [values]
 */
export const t = (key, values = {}) => pattern(key, values).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * Like `t`, for values that are elements: the parts in order, to be put into a template.
 *
 * @param {Key} key
 * @param {Values} values
 * @returns {any[]}
 */
export const parts = (key, values) => pattern(key, values).split(/\{(\w+)\}/).map((part, i) => (i % 2 ? values[part] : part));

const lists = new Intl.ListFormat(locale);

/** "Ruth and Inês" @param {string[]} names */
export const listed = (names) => lists.format(names);

/** @param {string} name */
export const firstName = (name) => name.trim().split(/\s+/)[0] || name;
