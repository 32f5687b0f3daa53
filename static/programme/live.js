import { useEffect, useRef, useState } from "preact/hooks";
import { on } from "../socket.js";

/** Managers are not told when pairs write; so what is shown is asked again while somebody looks at it. */
const AGAIN_MS = 60_000;
/** Hints may come in bursts. */
const APART_MS = 3_000;
const HINTS = ["programme_changed", "welcome", "resync"];

/**
 * What the server says, kept current.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @param {unknown} of what it is of: another, and it is asked anew
 * @param {string[]} [hints] further events after which it may be different
 * @returns {{ shown: T | null, error: any, again: () => Promise<void> }} shown: null until the first answer
 */
export function useAsked(ask, of, hints = []) {
  const [{ shown, error }, set] = useState({ shown: /** @type {T | null} */ (null), error: /** @type {any} */ (null) });
  const asking = useRef(ask);
  asking.current = ask;
  const load = useRef(async () => {});
  useEffect(() => {
    let over = false;
    let last = 0;
    let timer = 0;
    load.current = async () => {
      clearTimeout(timer);
      timer = 0;
      last = Date.now();
      await asking.current().then(
        (answer) => over || set({ shown: answer, error: null }),
        (problem) => over || set((known) => ({ ...known, error: problem })),
      );
    };
    const soon = () => {
      if (!timer && !document.hidden) timer = setTimeout(() => load.current(), Math.max(0, last + APART_MS - Date.now()));
    };
    const seen = () => !document.hidden && Date.now() - last >= AGAIN_MS && soon();
    const stop = [...HINTS, ...hints].map((event) => on(event, soon));
    const beat = setInterval(soon, AGAIN_MS);
    document.addEventListener("visibilitychange", seen);
    void load.current();
    return () => {
      over = true;
      clearTimeout(timer);
      clearInterval(beat);
      document.removeEventListener("visibilitychange", seen);
      stop.forEach((undo) => undo());
    };
  }, [of]);
  return { shown, error, again: () => load.current() };
}
