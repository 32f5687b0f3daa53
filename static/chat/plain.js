/** What is at the beginning of a line: a quote, a heading, an item, the fence of code. */
const BEGINNINGS = /^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-+*][ \t]+|(?:`{3,}|~{3,}).*$)+/gm;
const LINKS = /!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g;
/** What emphasises: never within a word, as in snake_case, and not what stands alone, as in 2 * 3. */
const MARKS = /(?<![\p{L}\p{N}\\])[*_~`]{1,3}(?=\S)|(?<=[^\s\\])[*_~`]{1,3}(?![\p{L}\p{N}])/gu;
const ESCAPED = /\\([!-/:-@[-`{-~])/g;

/** Text in Markdown as one would read it aloud, for where there is one line for it. @param {string} text */
export const plain = (text) => text.replace(BEGINNINGS, "").replace(LINKS, "$1").replace(MARKS, "").replace(ESCAPED, "$1");
