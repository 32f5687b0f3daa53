import { signal } from "@preact/signals";

/** Whether somebody looks at this page: only then a message counts as read. */
export const watching = signal(!document.hidden && document.hasFocus());

const look = () => (watching.value = !document.hidden && document.hasFocus());
for (const event of ["focus", "blur"]) addEventListener(event, look);
document.addEventListener("visibilitychange", look);
