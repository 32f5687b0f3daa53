const EVERY_MS = 60;
const QUIETEST_DB = -60;

/**
 * How loud a track is, 0 to 100, about sixteen times a second, until the returned function is called.
 *
 * @param {MediaStreamTrack} track
 * @param {(level: number) => void} onLevel
 */
export function meter(track, onLevel) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const wake = () => void context.resume(); // a page nobody has touched yet may not run audio
  document.addEventListener("pointerdown", wake);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener("pointerdown", wake);
    void context.close();
  };
}

/** @param {Float32Array} samples */
export function levelOf(samples) {
  let sum = 0;
  for (const one of samples) sum += one * one;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.round(Math.min(100, Math.max(0, (100 * (decibels - QUIETEST_DB)) / -QUIETEST_DB)));
}
