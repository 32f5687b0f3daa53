import { useEffect, useState } from "preact/hooks";

const NEAR_MS = 12 * 3_600_000;

/** What is left, as clocks show it and as `<time>` wants it: "12:40" and "PT12M40S", "1:05:00" and "PT1H5M0S". @param {number} ms */
export function left(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return { text: h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`, duration: `PT${h ? `${h}H` : ""}${m}M${s}S` };
}

/** The time until something that begins soon, second by second; null when it is far off or has begun. @param {Date | null} at */
export function useCountdown(at) {
  const [now, setNow] = useState(Date.now());
  const ms = at ? at.getTime() - now : 0;
  const runs = ms > 0 && ms <= NEAR_MS;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [runs]);
  return runs ? left(ms) : null;
}
