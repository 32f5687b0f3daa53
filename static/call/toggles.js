import { useEffect } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { commandOf, keysOf } from "./shortcuts.js";
/** @import { Media, Device } from "./media.js" */

const LOOK = /** @type {const} */ ({ microphone: { icon: "mic", chord: "d" }, camera: { icon: "video", chord: "e" } });

/** Microphone and camera, on or off, before one has joined. @param {{ media: Media, device: Device }} props */
export function Toggle({ media, device }) {
  const on = media.on.value.has(device);
  const label = t(`call.${device}-${on ? "off" : "on"}`);
  const { words, aria } = keysOf(LOOK[device], false);
  return html`<button class=${`call-button ${on ? "" : "off"}`} type="button" aria-label=${label} title=${`${label} (${words})`} aria-keyshortcuts=${aria} onClick=${() => media.turn(device, !on)}>
    <${Icon} name=${on ? LOOK[device].icon : `${LOOK[device].icon}-off`} />
  </button>`;
}

/** Ctrl/⌘+D and Ctrl/⌘+E, as in the call. @param {Media} media */
export function useShortcuts(media) {
  useEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const device = commandOf(event, LOOK, { letters: false, inField: false });
      if (!device) return;
      event.preventDefault(); // a bookmark is not what one wants now
      if (!event.repeat) void media.turn(device, !media.on.value.has(device));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [media]);
}
