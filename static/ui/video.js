import { useEffect, useRef } from "preact/hooks";
import { html } from "./html.js";

/** A picture without its sound: sound has elements of its own. @param {{ stream: MediaStream | null, onElement?: (element: HTMLVideoElement) => (() => void) | void, class?: string }} props */
export function Video({ stream, onElement, class: extra = "" }) {
  const ref = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useEffect(() => {
    if (ref.current && ref.current.srcObject !== stream) ref.current.srcObject = stream;
  }, [stream]);
  useEffect(() => (ref.current && onElement ? onElement(ref.current) : undefined), [onElement]);
  return html`<video class=${`video ${extra}`} ref=${ref} autoplay playsinline muted aria-hidden="true"></video>`;
}
