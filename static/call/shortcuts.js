/** @import { Command } from "./commands.js" */

/** Keys and what they mean. Pure but for which machine this is. */

const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");
export const MODIFIER = IS_MAC ? "⌘" : "Ctrl+";

/**
 * @typedef {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">} Press
 * @typedef {Pick<Command, "key" | "chord">} Keys
 */

/**
 * Which command a key stands for, if any. A letter alone is none where somebody writes or chooses, nor once it is
 * switched off; with Ctrl or ⌘ it is one everywhere.
 *
 * @template {string} Name
 * @param {Press} press
 * @param {Readonly<Record<Name, Keys>>} commands
 * @param {{ letters: boolean, inField: boolean, isMac?: boolean }} where
 * @returns {Name | null}
 */
export function commandOf(press, commands, { letters, inField, isMac = IS_MAC }) {
  const key = press.key.toLowerCase();
  const held = isMac ? press.metaKey : press.ctrlKey;
  const names = /** @type {Name[]} */ (Object.keys(commands));
  if (press.altKey || (isMac ? press.ctrlKey : press.metaKey)) return null;
  if (held) return press.shiftKey ? null : (names.find((name) => commands[name].chord === key) ?? null);
  if (!letters || inField || (press.shiftKey && key !== "?")) return null;
  return names.find((name) => commands[name].key === key) ?? null;
}

/** @param {Keys} command @param {boolean} letters @returns {{ words: string, aria: string | undefined }} as people and as assistive technology read them */
export function keysOf({ key, chord }, letters) {
  const alone = letters && key ? key.toUpperCase() : "";
  const words = chord ? `${MODIFIER}${chord.toUpperCase()}` : alone;
  const aria = [chord && `${IS_MAC ? "Meta" : "Control"}+${chord.toUpperCase()}`, alone].filter(Boolean).join(" ");
  return { words, aria: aria || undefined };
}
