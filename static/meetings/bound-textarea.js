import { endOf, moved } from "./difference.js";
import { TYPED } from "./shared-text.js";
/** @import { SharedText } from "./shared-text.js" */

/**
 * Ties a field to a shared text: what is typed goes in, what the other writes appears around the caret. Undo takes
 * back one's own alone. While a word is composed (IME), the field is left to the composing.
 *
 * @param {HTMLTextAreaElement} field @param {SharedText} shared @param {() => void} onTyped
 * @returns {() => void} unties it
 */
export function bind(field, shared, onTyped) {
  const stop = new AbortController();
  const typed = () => {
    shared.write(field.value, field.selectionStart);
    onTyped();
  };
  /** @param {any} event @param {any} transaction */
  const heard = ({ delta }, { origin }) => {
    if (origin === TYPED) return;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = field;
    field.value = shared.text.toString();
    if (origin === shared.undo) field.setSelectionRange(endOf(delta), endOf(delta));
    else if (document.activeElement === field) field.setSelectionRange(moved(selectionStart, delta), moved(selectionEnd, delta), selectionDirection);
    field.scrollTop = scrollTop;
  };
  /** @param {Event} event @param {"undo" | "redo"} which */
  const takeBack = (event, which) => {
    event.preventDefault();
    shared.undo[which]();
    onTyped();
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (key === "z") takeBack(event, event.shiftKey ? "redo" : "undo");
    else if (key === "y") takeBack(event, "redo");
  };
  const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ hear) => field.addEventListener(name, hear, { signal: stop.signal });
  field.value = shared.text.toString();
  shared.text.observe(heard);
  listen("input", typed);
  listen("keydown", pressed);
  listen("beforeinput", (event) => event.inputType === "historyUndo" && takeBack(event, "undo"));
  listen("beforeinput", (event) => event.inputType === "historyRedo" && takeBack(event, "redo"));
  listen("compositionstart", () => shared.hold());
  listen("compositionend", () => (typed(), shared.release()));
  return () => {
    stop.abort();
    shared.text.unobserve(heard);
    shared.release();
  };
}
