import { useEffect, useState } from "preact/hooks";

/** True once `state` has been true for a while: what passes at once is not worth a word. @param {boolean} state @param {number} ms */
export function useLasting(state, ms) {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!state) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [state, ms]);
  return state && lasting;
}
