import { useRef, useState } from "preact/hooks";
import { html } from "./html.js";

/**
 * Something the server keeps. What was chosen shows at once and stays, whatever else is drawn anew meanwhile,
 * until the server has answered; then what it keeps shows.
 *
 * @template T
 * @param {T} kept
 * @param {(wanted: T) => Promise<unknown>} keep
 * @returns {[T, (wanted: T) => Promise<void>]} what to show, and what to call with a choice
 */
export function useHeld(kept, keep) {
  const [held, setHeld] = useState(/** @type {{ wanted: T } | null} */ (null));
  const asked = useRef(0);
  const choose = async (/** @type {T} */ wanted) => {
    const mine = ++asked.current;
    setHeld({ wanted });
    try {
      await keep(wanted);
    } finally {
      if (mine === asked.current) setHeld(null); // the last of several quick ones decides
    }
  };
  return [held ? held.wanted : kept, choose];
}

/** A box or switch of it. @param {{ checked: boolean, onChoose: (wanted: boolean) => Promise<unknown> } & Record<string, unknown>} props */
export function Tick({ checked, onChoose, ...rest }) {
  const [shown, choose] = useHeld(checked, onChoose);
  return html`<input type="checkbox" checked=${shown} onChange=${(/** @type {any} */ { currentTarget: box }) => choose(box.checked)} ...${rest} />`;
}
