/** Two soft notes on the chosen loudspeaker. @param {string} speaker a device id, "" for the default */
export async function chime(speaker) {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  [523.25, 659.25].forEach((frequency, i) => {
    const start = context.currentTime + i * 0.28;
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.25, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.7);
    const note = new OscillatorNode(context, { type: "sine", frequency });
    note.connect(volume).connect(destination);
    note.start(start);
    note.stop(start + 0.75);
  });
  const player = new Audio();
  player.srcObject = destination.stream;
  if (speaker && "setSinkId" in player) await player.setSinkId(speaker).catch(() => {});
  await player.play().catch(() => {});
  setTimeout(() => {
    player.srcObject = null;
    void context.close();
  }, 1_500);
}
