import { useEffect } from "preact/hooks";
import { on } from "./socket.js";

/**
 * What screens show of each mentorship: loaded when the first one looks, and again whenever an event may have been
 * missed, until the last one has looked away.
 *
 * @param {(mentorshipId: string) => Promise<unknown>} load
 */
export function watch(load) {
  /** @type {Map<string, number>} */
  const watched = new Map();
  const again = () => watched.forEach((_, id) => void load(id).catch(() => {})); // the next welcome asks again
  on("welcome", again);
  on("resync", again);
  return {
    /** Whether something on screen looks at it. @param {string} mentorshipId */
    has: (mentorshipId) => watched.has(mentorshipId),
    again,
    /** A hook: have these here, and keep them current while this is on screen. @param {readonly string[]} mentorshipIds @param {(problem: unknown) => void} [onProblem] */
    use(mentorshipIds, onProblem = () => {}) {
      useEffect(() => {
        for (const id of mentorshipIds) {
          watched.set(id, (watched.get(id) ?? 0) + 1);
          load(id).catch(onProblem);
        }
        return () => {
          for (const id of mentorshipIds) {
            const left = (watched.get(id) ?? 1) - 1;
            if (left) watched.set(id, left);
            else watched.delete(id);
          }
        };
      }, [mentorshipIds.join()]);
    },
  };
}
