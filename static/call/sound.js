import { useEffect, useRef } from "preact/hooks";
import { html } from "../ui/html.js";
/** @import { Line } from "./line.js" */

/** All sound of a call: one element for each audio slot, whatever feeds it. @param {{ line: Line, speaker: string }} props */
export const Sound = ({ line, speaker }) =>
  html`<div hidden>${line.slots("audio").map((mid) => html`<${Player} key=${mid} stream=${line.streams.get(mid)} speaker=${speaker} />`)}</div>`;

/** @param {{ stream: MediaStream, speaker: string }} props */
function Player({ stream, speaker }) {
  const ref = useRef(/** @type {HTMLAudioElement | null} */ (null));
  useEffect(() => {
    const player = ref.current;
    if (!player) return;
    player.srcObject = stream;
    void player.play().catch(() => {}); // Joining was a click, so browsers let it play
  }, [stream]);
  useEffect(() => {
    if (ref.current && "setSinkId" in ref.current) void ref.current.setSinkId(speaker).catch(() => {});
  }, [speaker]);
  return html`<audio ref=${ref} autoplay></audio>`;
}
