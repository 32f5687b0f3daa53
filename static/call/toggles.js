import { useEffect } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { Media, Device } from "./media.js" */

const LOOK = /** @type {const} */ ({
  microphone: { on: "mic", off: "mic-off", key: "d" },
  camera: { on: "video", off: "video-off", key: "e" },
});
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const MODIFIER = IS_MAC ? "⌘" : "Ctrl+";

/** Microphone and camera, on or off. What cannot be opened says why when it is tried. @param {{ media: Media, device: Device, onTrouble?: (text: string) => void }} props */
export function Toggle({ media, device, onTrouble }) {
  const { key, ...icons } = LOOK[device];
  const on = media.on.value.has(device);
  const press = async () => {
    const want = !on;
    await media.turn(device, want);
    const trouble = media.trouble.value[device];
    if (want && trouble) onTrouble?.(t(`lobby.${device}-${trouble}`));
  };
  const label = t(`call.${device}-${on ? "off" : "on"}`);
  return html`<button class=${`call-button ${on ? "" : "off"}`} type="button" aria-label=${label} title=${`${label} (${MODIFIER}${key.toUpperCase()})`}
    aria-keyshortcuts=${`${IS_MAC ? "Meta" : "Control"}+${key.toUpperCase()}`} onClick=${press}>
    <${Icon} name=${on ? icons.on : icons.off} />
  </button>`;
}

/** Ctrl/⌘+D and Ctrl/⌘+E, as people know them. @param {Media} media */
export function useShortcuts(media) {
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (!(IS_MAC ? event.metaKey : event.ctrlKey) || event.shiftKey || event.altKey) return;
      const device = event.key.toLowerCase() === "d" ? "microphone" : event.key.toLowerCase() === "e" ? "camera" : null;
      if (!device) return;
      event.preventDefault(); // a bookmark is not what one wants now
      if (!event.repeat) void media.turn(device, !media.on.value.has(device));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [media]);
}
