import { useLayoutEffect } from "preact/hooks";

/** What opens over or beside the rest gives the focus back to where it was, if it still has it when it goes. @param {{ current: Element | null }} ref */
export function useFocusBack(ref) {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && ref.current?.contains(document.activeElement)) before.focus();
    };
  }, []);
}
