import { signal } from "@preact/signals";

/** The time, to the minute, for every clock on the page. */
export const now = signal(new Date());

const tick = () => {
  now.value = new Date();
  setTimeout(tick, 60_000 - (Date.now() % 60_000) + 50);
};
setTimeout(tick, 60_000 - (Date.now() % 60_000) + 50);
// A laptop that was asleep has not ticked.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now.value = new Date();
});
