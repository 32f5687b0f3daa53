/**
 * Split plain text into text and links. Only http and https, only what parses as an address, and never markup:
 * the caller makes elements of it.
 *
 * @param {string} text
 * @returns {({ text: string } | { text: string, href: string })[]}
 */
export function findLinks(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]+/giu)) {
    const address = trimmed(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href: new URL(address).href });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** A full stop after an address ends the sentence; a bracket belongs to it only when it was opened there. @param {string} address */
function trimmed(address) {
  let rest = address.replace(/[.,;:!?'’”»…]+$/u, "");
  while (rest.endsWith(")") && !balanced(rest)) rest = rest.slice(0, -1).replace(/[.,;:!?]+$/u, "");
  return rest;
}

/** @param {string} text */
const balanced = (text) => text.split("(").length >= text.split(")").length;
