/** What a field's text and its caret have to do with each other. */

/**
 * The one place in which two texts differ: `gone` characters at `at` make way for `put`. The caret stands behind
 * what was written, which says which of the same letters is the new one. Never cuts a character in two.
 *
 * @param {string} old @param {string} text @param {number} caret in `text`
 */
export function difference(old, text, caret) {
  const least = Math.min(old.length, text.length);
  let kept = 0; // at the end of both
  while (kept < least && kept < text.length - caret && old[old.length - 1 - kept] === text[text.length - 1 - kept]) kept += 1;
  let at = 0;
  while (at < least - kept && old[at] === text[at]) at += 1;
  if (isLow(text, at) || isLow(old, at)) at = Math.max(0, at - 1);
  if (kept > 0 && (isLow(text, text.length - kept) || isLow(old, old.length - kept))) kept -= 1;
  return { at, gone: old.length - kept - at, put: text.slice(at, text.length - kept) };
}

/** @typedef {{ retain?: number, insert?: unknown, delete?: number }} Step of Yjs's delta */

/** Where a caret stands after the other's change. @param {number} caret @param {Step[]} delta */
export function moved(caret, delta) {
  let at = 0;
  for (const step of delta) {
    if (step.retain) at += step.retain;
    else if (typeof step.insert === "string") {
      if (at < caret) caret += step.insert.length;
      at += step.insert.length;
    } else if (step.delete && at < caret) caret -= Math.min(step.delete, caret - at);
  }
  return caret;
}

/** Where a change ends: there the caret goes when one's own is undone. @param {Step[]} delta */
export function endOf(delta) {
  let at = 0;
  for (const step of delta) at += step.retain ?? (typeof step.insert === "string" ? step.insert.length : 0);
  return at;
}

/** The second half of a character of two. @param {string} text @param {number} at */
const isLow = (text, at) => /[\uDC00-\uDFFF]/.test(text[at] ?? "");
