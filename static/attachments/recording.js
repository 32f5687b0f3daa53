import { useEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Player } from "./player.js";
import { LONGEST_MS, Recorder } from "./recorder.js";
import { duration } from "./words.js";

/** Where one speaks instead of writing: stop, listen again, delete, send. @param {{ onSend: (blob: Blob) => void, onClose: () => void }} props */
export function RecordingBar({ onSend, onClose }) {
  const recorder = useMemo(() => new Recorder(), []);
  const stop = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const send = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const now = recorder.now.value;
  useEffect(() => {
    void recorder.start();
    return () => recorder.close();
  }, [recorder]);
  useEffect(() => (now.state === "recorded" ? send : stop).current?.focus(), [now.state]);
  const blob = now.state === "recorded" ? now.blob : null;
  const url = useMemo(() => blob && URL.createObjectURL(blob), [blob]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onClose();
  };
  return html`<div class="recording composer-box" role="group" aria-label=${t("files.recorder")} onKeyDown=${onKeyDown}>
    <span class="only-for-screen-readers" role="status">${t(now.state === "recording" ? "files.recording" : now.state === "recorded" ? "files.recorded" : "files.asking")}</span>
    <button class="button quiet" type="button" aria-label=${t("files.throw-away")} title=${t("files.throw-away")} onClick=${onClose}><${Icon} name=${now.state === "recorded" ? "trash-2" : "x"} /></button>
    ${now.state === "asking" && html`<p class="recording-words">${t("files.asking")}</p>`}
    ${now.state === "failed" && html`<p class="recording-words field-error" role="alert"><${Icon} name="mic-off" /><span>${t(`files.mic-${now.why}`)}</span></p>`}
    ${now.state === "recording" &&
    html`<p class="recording-words"><span class="recording-dot" aria-hidden="true"></span><span class="player-time">${duration(now.ms)}</span><span class="quiet-text only-wide">${t("files.of-time", { time: duration(LONGEST_MS) })}</span></p>
      <button class="button primary" type="button" ref=${stop} aria-label=${t("files.stop")} title=${t("files.stop")} onClick=${() => recorder.stop()}><${Icon} name="square" /></button>`}
    ${now.state === "recorded" &&
    html`<${Player} src=${url ?? ""} durationMs=${now.ms} label=${t("files.voice")} />
      <button class="button primary" type="button" ref=${send} aria-label=${t("files.send-voice")} title=${t("files.send-voice")} onClick=${() => onSend(now.blob)}><${Icon} name="send-horizontal" class="turns" /></button>`}
  </div>`;
}
