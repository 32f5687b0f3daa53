/** @import { Layout } from "./arrange.js" */

/**
 * How one looks at a call. Stays in this browser.
 *
 * @typedef {{ layout: Layout, showsSelf: boolean, letters: boolean }} Viewing `letters`: single keys are commands
 */

const KEY = "viewing";
export const LAYOUTS = /** @type {const} */ (["auto", "tile", "spotlight", "sidebar"]);

/** @returns {Viewing} */
export function readViewing() {
  /** @type {Partial<Viewing>} */
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {} // somebody else's text: as if nothing were kept
  return {
    layout: LAYOUTS.find((layout) => layout === kept.layout) ?? "auto",
    showsSelf: kept.showsSelf !== false,
    letters: kept.letters !== false,
  };
}

/** @param {Viewing} viewing */
export const keepViewing = (viewing) => localStorage.setItem(KEY, JSON.stringify(viewing));
