import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { duration } from "./words.js";

const SPEEDS = [1, 1.5, 2];

/** The one that is heard: two voices at once are none. @type {HTMLAudioElement | null} */
let heard = null;

/** A voice note: play and pause, where one is, how fast. @param {{ src: string, durationMs: number, label: string }} props */
export function Player({ src, durationMs, label }) {
  const audio = useRef(/** @type {HTMLAudioElement | null} */ (null));
  const [playing, setPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const [speed, setSpeed] = useState(SPEEDS[0]);
  const [failed, setFailed] = useState(false);
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = () => {
    const one = audio.current;
    if (!one) return;
    if (playing) return one.pause();
    if (heard !== one) heard?.pause();
    heard = one;
    one.playbackRate = speed;
    one.play().catch(() => setFailed(true));
  };
  const seek = (/** @type {number} */ ms) => {
    if (audio.current) audio.current.currentTime = ms / 1_000;
    setAtMs(ms);
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  const shown = playing || atMs ? Math.min(atMs, durationMs) : durationMs;
  return html`<div class="player" role="group" aria-label=${t("files.voice-group", { label, time: duration(durationMs) })}>
    <audio ref=${audio} src=${src} preload="none" onPlay=${() => setPlaying(true)} onPause=${() => setPlaying(false)}
      onTimeUpdate=${() => setAtMs((audio.current?.currentTime ?? 0) * 1_000)} onEnded=${() => (setPlaying(false), setAtMs(0))} onError=${() => setFailed(true)}></audio>
    <button class="button quiet only-icon small" type="button" aria-label=${t(playing ? "files.pause" : "files.play")} onClick=${toggle}><${Icon} name=${playing ? "pause" : "play"} /></button>
    <input type="range" min="0" max=${durationMs} step="100" value=${Math.min(atMs, durationMs)} aria-label=${t("files.position")} aria-valuetext=${t("files.at", { at: duration(atMs), time: duration(durationMs) })}
      onInput=${(/** @type {any} */ event) => seek(Number(event.currentTarget.value))} />
    <span class="player-time">${duration(shown)}</span>
    <button class="player-speed" type="button" aria-label=${t("files.speed", { speed })} onClick=${faster}>${speed}×</button>
    ${failed && html`<p class="field-error"><${Icon} name="circle-alert" /><span>${t("files.not-heard")}</span></p>`}
  </div>`;
}
