import { signal } from "@preact/signals";

/**
 * What one wants to see of the balance in a call. Stays in this browser, and the other never learns of it.
 *
 * @typedef {{ meter: boolean, hint: boolean }} Own
 */

const KEY = "talk";

/** @returns {Own} */
function read() {
  /** @type {Partial<Own>} */
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {} // somebody else's text: as if nothing were kept
  return { meter: kept.meter === true, hint: kept.hint === true };
}

export const own = signal(read());

/** @param {Partial<Own>} change */
export function choose(change) {
  own.value = { ...own.value, ...change };
  localStorage.setItem(KEY, JSON.stringify(own.value));
}
