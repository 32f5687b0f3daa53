import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { QualityLevel } from "../protocol.js" */
/** @import { Quality } from "./quality.js" */

const WORDS = /** @type {const} */ ({ 4: "call.good", 3: "call.fair", 2: "call.weak", 1: "call.very-weak" });

/** The state of one's own path, in a word and in figures. @param {{ quality: Quality | null, lost: boolean }} props */
export function Network({ quality: now, lost }) {
  if (lost) return html`<p class="call-net weak"><${Icon} name="wifi-off" /><span>${t("call.no-connection")}</span></p>`;
  if (!now) return html`<p class="call-net"></p>`;
  const figures = t("call.figures", { rtt: now.rttMs ?? "–", loss: now.lossPercent.toFixed(1), kbps: now.kbps });
  return html`<p class=${`call-net ${now.level < 3 ? "weak" : ""}`} title=${figures}><${Four} level=${now.level} /><span>${t(WORDS[now.level])}</span></p>`;
}

/** How well somebody is connected, as a picture and in a word where there is room; nothing until it is known. @param {{ level?: QualityLevel, words?: boolean }} props */
export function Bars({ level, words = false }) {
  if (!level) return null;
  const how = t("call.connection", { how: t(WORDS[level]) });
  return html`<span class=${`path ${level < 3 ? "weak" : ""}`} title=${how}>
    <${Four} level=${level} />${words && html`<span aria-hidden="true">${t(WORDS[level])}</span>`}<span class="only-for-screen-readers">${how}</span>
  </span>`;
}

/** @param {{ level: QualityLevel }} props */
const Four = ({ level }) => html`<span class=${`bars ${level < 3 ? "weak" : ""}`} data-level=${level} aria-hidden="true"><i></i><i></i><i></i><i></i></span>`;
