import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { ask, on } from "../socket.js";
import { Estimate } from "./estimate.js";

/** The server's clock, for what two screens must show alike. The wall clock of this machine may show anything. */

const AT_FIRST = [0, 150, 400, 900];
const EVERY_MS = 20_000;
const WITHIN_MS = 3_000;
const SETTLE_MS = 5; // after the full second, so that rounding shows the new one

const estimate = new Estimate();
const known = signal(false);
let watchers = 0;
/** @type {ReturnType<typeof setInterval> | undefined} */
let every;

/** Milliseconds since 1970 by the server's clock; null while it is not known. */
export const serverNow = () => estimate.at(performance.now());

async function look() {
  const sent = performance.now();
  try {
    const { at } = await ask("clock", {}, WITHIN_MS);
    estimate.take({ sent, received: performance.now(), at: Date.parse(at) });
    known.value = true;
  } catch {
    // the next one will
  }
}

const lookWell = () => {
  if (watchers && !document.hidden) for (const wait of AT_FIRST) setTimeout(() => void look(), wait);
};
on("welcome", lookWell);
document.addEventListener("visibilitychange", lookWell); // a machine that slept

/** A hook: keep the server's clock known while this is on screen. Whether it is. */
export function useServerClock() {
  useEffect(() => {
    watchers += 1;
    lookWell();
    every ??= setInterval(() => void look(), EVERY_MS);
    return () => {
      watchers -= 1;
      if (watchers) return;
      clearInterval(every);
      every = undefined;
    };
  }, []);
  return known.value;
}

/**
 * A hook: the server's time, anew with each full second since `since`, on every screen at the same moment.
 *
 * @param {number | null} since null: nothing runs, and nothing moves
 * @returns {number | null}
 */
export function useServerSeconds(since) {
  const ready = useServerClock();
  const [, tick] = useState(0);
  useEffect(() => {
    if (since === null || !ready) return;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const go = () => {
      tick((n) => n + 1);
      const spent = /** @type {number} */ (serverNow()) - since;
      timer = setTimeout(go, 1_000 - (((spent % 1_000) + 1_000) % 1_000) + SETTLE_MS);
    };
    go();
    return () => clearTimeout(timer);
  }, [since, ready]);
  return serverNow();
}
