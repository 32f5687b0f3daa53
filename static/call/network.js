import { useEffect, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { quality, sample } from "./quality.js";
/** @import { Line } from "./line.js" */
/** @import { Quality } from "./quality.js" */

const EVERY_MS = 2_000;
const WORDS = /** @type {const} */ ({ 4: "call.good", 3: "call.fair", 2: "call.weak", 1: "call.very-weak" });

/** The state of one's own path, in a word and in figures. @param {{ line: Line, lost: boolean }} props */
export function Network({ line, lost }) {
  const now = useQuality(line);
  if (lost) return html`<p class="call-net weak"><${Icon} name="wifi-off" /><span>${t("call.no-connection")}</span></p>`;
  if (!now) return html`<p class="call-net"></p>`;
  const figures = t("call.figures", { rtt: now.rttMs ?? "–", loss: now.lossPercent.toFixed(1), kbps: now.kbps });
  return html`<p class=${`call-net ${now.level < 3 ? "weak" : ""}`} title=${figures}>
    <span class="bars" data-level=${now.level} aria-hidden="true"><i></i><i></i><i></i><i></i></span><span>${t(WORDS[now.level])}</span>
  </p>`;
}

/** @param {Line} line */
function useQuality(line) {
  const [now, setNow] = useState(/** @type {Quality | null} */ (null));
  useEffect(() => {
    let over = false;
    let before = /** @type {import("./quality.js").Sample | null} */ (null);
    const look = async () => {
      const current = sample(await line.connection.getStats());
      if (over) return;
      if (before && current.packets > before.packets) setNow(quality(before, current));
      before = current;
    };
    const timer = setInterval(() => void look().catch(() => {}), EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [line]);
  return now;
}
