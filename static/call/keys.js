import { useEffect, useRef } from "preact/hooks";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { COMMANDS } from "./commands.js";
import { commandOf, MODIFIER } from "./shortcuts.js";
/** @import { Command, CommandName } from "./commands.js" */
/** @import { Desk } from "./desk.js" */

const FIELD = "input, textarea, select, [contenteditable]";
/** Where the space bar has a meaning of its own. */
const PRESSED = `${FIELD}, button, a, summary, [role="log"], [role="menu"]`;

/** @param {EventTarget | null} target @param {string} selector */
const isIn = (target, selector) => target instanceof Element && target.closest(selector) !== null;
const inDialog = () => document.querySelector("dialog[open]") !== null;

/** Every key of a call. @param {Desk} desk */
export function useKeys(desk) {
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.defaultPrevented || event.isComposing || inDialog()) return;
      const { letters } = desk.viewing.value;
      const name = commandOf(event, COMMANDS, { letters, inField: isIn(event.target, `${FIELD}, [role="menu"]`) });
      const command = name && COMMANDS[name];
      if (!command || (command.may && !command.may())) return;
      event.preventDefault(); // a bookmark is not what one wants now
      if (!event.repeat) command.run(desk);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [desk]);
  usePushToTalk(desk);
}

/** Whoever is muted is heard as long as they hold the space bar; never while they write. @param {Desk} desk */
function usePushToTalk({ media }) {
  const talking = useRef(false);
  useEffect(() => {
    const stop = () => {
      if (!talking.current) return;
      talking.current = false;
      media.speak(false);
    };
    const onDown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isIn(event.target, PRESSED) || inDialog()) return;
      event.preventDefault(); // nor does the page scroll
      if (event.repeat || talking.current || media.on.value.has("microphone")) return;
      talking.current = media.speak(true);
    };
    const onUp = (/** @type {KeyboardEvent} */ event) => event.key === " " && stop();
    addEventListener("keydown", onDown);
    addEventListener("keyup", onUp);
    addEventListener("blur", stop); // the key comes up elsewhere
    return () => {
      stop();
      removeEventListener("keydown", onDown);
      removeEventListener("keyup", onUp);
      removeEventListener("blur", stop);
    };
  }, [media]);
}

/** What the keys do, and a switch for those that are single letters (WCAG 2.2, 2.1.4). @param {{ desk: Desk }} props */
export function KeySheet({ desk }) {
  const { letters } = desk.viewing.value;
  const close = () => (desk.helping.value = false);
  const names = /** @type {CommandName[]} */ (Object.keys(COMMANDS)).filter((name) => COMMANDS[name].key && (COMMANDS[name].may?.() ?? true));
  return html`<${Dialog} title=${t("call.keys")} onClose=${close} onAction=${close}>
    <dl class="key-list">
      ${names.map((name) => html`<div key=${name}><dt>${t(`keys.${/** @type {Exclude<CommandName, "leave">} */ (name)}`)}</dt><${Combination} command=${COMMANDS[name]} letters=${letters} /></div>`)}
      <div><dt>${t("keys.talk")}</dt><dd><kbd>${t("keys.space")}</kbd></dd></div>
    </dl>
    <label class="choice"><input type="checkbox" role="switch" checked=${letters} onChange=${() => desk.view({ letters: !letters })} />
      <span>${t("keys.letters")}<span class="hint">${t("keys.letters-hint")}</span></span></label>
  <//>`;
}

/** @param {{ command: Command, letters: boolean }} props */
const Combination = ({ command: { key = "", chord }, letters }) =>
  html`<dd>${chord && html`<kbd>${MODIFIER}${chord.toUpperCase()}</kbd>`}${letters && html`<kbd>${key.toUpperCase()}</kbd>`}</dd>`;
