import { effect } from "@preact/signals";
import { outbox } from "../chat/conversations.js";
import { connection } from "../socket.js";
import { t } from "../strings/index.js";
import { toast } from "../ui/toast.js";
import { Ladder } from "./ladder.js";
import { Patience } from "./patience.js";
import { quality, sample, silent, soundLoss } from "./quality.js";
import { somebodySpeaks } from "./room.js";
/** @import { Call } from "./call.js" */
/** @import { Media } from "./media.js" */
/** @import { Sample } from "./quality.js" */

const EVERY_MS = 2_000;
const NOTE_WAITS_MS = 10_000;

/** Look at the path every two seconds until the returned function is called: say how good it is, and leave out what it is too narrow for. @param {Call} call @param {Media} media */
export function watchPath(call, media) {
  const ladder = new Ladder();
  const patience = new Patience();
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
    const down = call.path.peek() === "down";
    const came = !down && before !== null && now.packets > before.packets;
    if (before && came) {
      const found = quality(before, now);
      call.quality.value = found;
      line.wait(patience.step(before, now));
      const silentNow = silent(before, now, call.room.peek(), call.views);
      const both = [...silentNow].filter((mid) => silentBefore.has(mid)); // once may be a moment between two cameras
      if (both.join() !== [...call.starved.peek()].join()) call.starved.value = new Set(both);
      silentBefore = silentNow;
      if (found.level !== told) void call.report(found.level).then(() => (told = found.level), () => {});
    }
    const room = call.room.peek();
    const speaks = room !== null && somebodySpeaks(room); // so sound should come in
    if (down || (before && (came || speaks))) {
      step(came ? (call.quality.peek()?.level ?? null) : null, down || !before ? 100 : soundLoss(before, now, speaks));
    }
    before = now;
  };
  /** @param {import("./quality.js").Quality["level"] | null} level @param {number} lost */
  const step = (level, lost) => {
    const rung = call.rung.peek();
    const next = ladder.step({ level, soundLoss: lost, reached: connection.peek() === "ready", noteWaits: noteWaits() });
    if (next === rung) return;
    call.rung.value = next;
    media.pictureHeld.value = next !== "video";
    call.view(call.views);
    if (next === "sound" && rung !== "video") toast(t("ladder.sound-back"), { icon: "headphones" });
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

/** A voice note that could not be sent for a while. */
const noteWaits = () => (outbox()?.entries.peek() ?? []).some((entry) => !entry.failed && entry.files?.length && Date.now() - Date.parse(entry.written_at) > NOTE_WAITS_MS);
