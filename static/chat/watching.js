import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether somebody looks at this page: only then a message counts as read. */
export const watching = signal(!document.hidden && document.hasFocus());

const look = () => (watching.value = !document.hidden && document.hasFocus());
for (const event of ["focus", "blur"]) addEventListener(event, look);
document.addEventListener("visibilitychange", look);

/** Conversations that are on this page's screen now. @type {Set<string>} */
export const shownHere = new Set();

/** A hook: this one is. @param {string} conversationId */
export const useShown = (conversationId) =>
  useEffect(() => {
    shownHere.add(conversationId);
    return () => void shownHere.delete(conversationId);
  }, [conversationId]);
