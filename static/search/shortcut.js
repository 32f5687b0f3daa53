import { useEffect } from "preact/hooks";
import { go } from "../router.js";

/** The way to the search by keyboard: "/" where nobody writes, Ctrl or Command and K everywhere. */

const IS_MAC = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");
export const SHORTCUT = { words: IS_MAC ? "⌘ K" : "Ctrl K", aria: `${IS_MAC ? "Meta" : "Control"}+K /` };

/** @param {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, target: EventTarget | null, defaultPrevented: boolean }} event */
export function asksForSearch({ key, ctrlKey, metaKey, altKey, target, defaultPrevented }) {
  if (defaultPrevented || altKey) return false;
  if (key.toLowerCase() === "k") return IS_MAC ? metaKey : ctrlKey;
  // A letter alone is a command only where it cannot be a letter.
  return key === "/" && !ctrlKey && !metaKey && !(target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog"));
}

export function useSearchShortcut() {
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (!asksForSearch(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const field = document.getElementById("search-words");
      if (field instanceof HTMLInputElement) field.select();
      else go("/search");
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
