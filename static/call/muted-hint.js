import { useEffect, useState } from "preact/hooks";
import { meter } from "../lobby/meter.js";
/** @import { Media } from "./media.js" */

const SPEECH = 55;
const SPOKEN_FOR = 5; // readings, about 0.3 s: a cough is no speech
const SHOWN_MS = 4_000;

/** True for a while when one speaks although one is muted. Listens in this browser alone. @param {Media} media */
export function useMutedHint(media) {
  const [shown, setShown] = useState(false);
  const { microphone } = media.tracks.value;
  const muted = microphone !== null && !media.wanted.value.microphone;
  useEffect(() => {
    setShown(false);
    if (!microphone || !muted) return undefined;
    const ear = microphone.clone(); // the muted one gives silence, to us as well
    ear.enabled = true;
    let spoken = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const stop = meter(ear, (level) => {
      spoken = level > SPEECH ? spoken + 1 : 0;
      if (spoken !== SPOKEN_FOR) return;
      setShown(true);
      clearTimeout(timer);
      timer = setTimeout(() => setShown(false), SHOWN_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
      ear.stop();
    };
  }, [microphone, muted]);
  return shown;
}
