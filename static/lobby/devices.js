import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { chime } from "./chime.js";
import { meter } from "./meter.js";
/** @import { Media, Device } from "../call/media.js" */

/** Microphone with its level, camera, loudspeaker with its test: in the lobby and during a call. @param {{ media: Media }} props */
export const Devices = ({ media }) =>
  html`<${Choice} media=${media} device="microphone" kind="audioinput" icon="mic" label=${t("lobby.microphone")}><${Level} media=${media} /><//>
    <${Choice} media=${media} device="camera" kind="videoinput" icon="video" label=${t("lobby.camera")}>${media.canBlur.value && html`<${Blur} media=${media} />`}<//>
    <${Choice} media=${media} device="speaker" kind="audiooutput" icon="volume-2" label=${t("lobby.speaker")}>
      <button class="button small" type="button" onClick=${() => void chime(media.choices.value.speaker)}>${t("lobby.test-sound")}</button>
    <//>`;

/** @param {{ media: Media, device: Device | "speaker", kind: MediaDeviceKind, icon: string, label: string, children?: any }} props */
function Choice({ media, device, kind, icon, label, children }) {
  // Before one is asked, a browser tells neither names nor ids.
  const known = media.devices.value.filter((d) => d.kind === kind && d.deviceId && d.deviceId !== "default");
  const inUse = device === "speaker" ? undefined : media.tracks.value[device]?.getSettings().deviceId;
  const canChoose = device !== "speaker" || "setSinkId" in HTMLMediaElement.prototype;
  const value = [inUse, media.choices.value[device]].find((id) => known.some((d) => d.deviceId === id)) ?? "";
  return html`<div class="device">
    <${Icon} name=${icon} />
    <select class="input" aria-label=${label} value=${value} disabled=${!canChoose} onChange=${(/** @type {any} */ event) => void media.choose(device, event.currentTarget.value)}>
      <option value="">${t("lobby.default-device")}</option>
      ${canChoose && known.map((d, i) => html`<option key=${d.deviceId} value=${d.deviceId}>${d.label || t("lobby.nameless", { label, count: i + 1 })}</option>`)}
    </select>
    ${children && html`<div class="below">${children}</div>`}
  </div>`;
}

/** @param {{ media: Media }} props */
const Blur = ({ media }) =>
  html`<label class="choice"><input type="checkbox" role="switch" checked=${media.choices.value.blur} onChange=${() => media.blur(!media.choices.value.blur)} /><span>${t("lobby.blur")}</span></label>`;

const FALLS_BY = 0.88;
const HEARD = 25;
const HEARD_FOR_MS = 2_500;

/** @param {{ media: Media }} props */
function Level({ media }) {
  const bar = useRef(/** @type {HTMLMeterElement | null} */ (null));
  const [heard, setHeard] = useState(false);
  const { microphone } = media.tracks.value;
  const on = media.wanted.value.microphone;
  useEffect(() => {
    setHeard(false);
    if (!microphone || !on) return undefined;
    let until = 0;
    let shown = 0;
    const stop = meter(microphone, (level) => {
      shown = Math.max(level, shown * FALLS_BY); // up at once, down softly
      if (bar.current) bar.current.value = shown;
      if (level > HEARD) until = performance.now() + HEARD_FOR_MS;
      setHeard(performance.now() < until);
    });
    return () => {
      stop();
      if (bar.current) bar.current.value = 0;
    };
  }, [microphone, on]);
  const trouble = media.trouble.value.microphone;
  if (trouble) return html`<p class="field-error"><${Icon} name="circle-alert" /><span>${t(`lobby.microphone-${trouble}`)}</span></p>`;
  return html`<meter class="level" min="0" max="100" low="8" high="92" optimum="50" value="0" ref=${bar} aria-label=${t("lobby.level")}></meter>
    <span class="level-word">${t(!on ? "lobby.muted" : heard ? "lobby.heard" : "lobby.say-something")}</span>`;
}
