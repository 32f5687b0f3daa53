import { effect } from "@preact/signals";
import { Ladder } from "./ladder.js";
import { quality, sample, silent } from "./quality.js";
/** @import { Call } from "./call.js" */
/** @import { Media } from "./media.js" */
/** @import { Sample } from "./quality.js" */

const EVERY_MS = 2_000;

/** Look at the path every two seconds until the returned function is called: say how good it is, and hold the picture back while it is too narrow. @param {Call} call @param {Media} media */
export function watchPath(call, media) {
  const ladder = new Ladder();
  /** @type {Sample | null} */
  let before = null;
  /** @type {ReadonlySet<string>} */
  let silentBefore = new Set();
  let told = 0;
  let over = false;
  const look = async () => {
    const line = call.line.peek();
    const now = sample(await line.connection.getStats());
    if (over || line !== call.line.peek()) return;
    if (before && now.packets > before.packets) {
      const found = quality(before, now);
      call.quality.value = found;
      media.pictureHeld.value = ladder.step(found.level);
      const silentNow = silent(before, now, call.room.peek(), call.views);
      const both = [...silentNow].filter((mid) => silentBefore.has(mid)); // once may be a moment between two cameras
      if (both.join() !== [...call.starved.peek()].join()) call.starved.value = new Set(both);
      silentBefore = silentNow;
      if (found.level !== told) void call.report(found.level).then(() => (told = found.level), () => {});
    }
    before = now;
  };
  const timer = setInterval(() => void look().catch(() => {}), EVERY_MS);
  // A new line counts from nothing, and the others have not heard yet.
  const stop = effect(() => {
    void call.line.value;
    before = null;
    told = 0;
  });
  return () => {
    over = true;
    clearInterval(timer);
    stop();
    media.pictureHeld.value = false;
  };
}
