import { useEffect, useState } from "preact/hooks";
import { problemText } from "../problem-text.js";
import { toast } from "../ui/toast.js";

/**
 * A list that comes in pages.
 *
 * @template T
 * @param {(cursor: string | null) => Promise<{ rows: T[], next_cursor: string | null }>} ask
 * @param {unknown} of what it is of: another, and it begins anew
 * @returns {{ rows: T[] | null, more: (() => void) | null, again: () => void }} rows: null until the first page is here
 */
export function usePaged(ask, of) {
  const [rows, setRows] = useState(/** @type {T[] | null} */ (null));
  const [cursor, setCursor] = useState(/** @type {string | null} */ (null));
  const load = (/** @type {string | null} */ from) =>
    void ask(from).then(
      (page) => {
        setRows((known) => [...(from && known ? known : []), ...page.rows]);
        setCursor(page.next_cursor);
      },
      (problem) => from && toast(problemText(problem), { icon: "circle-alert" }),
    );
  useEffect(() => load(null), [of]);
  return { rows, more: cursor ? () => load(cursor) : null, again: () => load(null) };
}
