"""How well somebody sees and hears, from what their browser says ten times a second (W3C webrtc-stats)."""

import array
import math
import random
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Page

# `gap_s`: for how long at most no new picture was shown, as of this sample and since the last one.
# The page waits for resends as the product's does.
WATCH = """async () => {
  const { Patience } = await import("/patience.js");
  const { sample: count } = await import("/quality.js");
  window.samples = [];
  const patience = new Patience();
  let before = null;
  setInterval(async () => {
    const now = count(await window.call.connection.getStats());
    if (before) {
      const wait = patience.step(before, now);
      for (const receiver of window.call.connection.getReceivers()) receiver.jitterBufferTarget = wait;
    }
    before = now;
  }, 2000);
  let longest = 0;
  const shown = new Map();
  const follow = (video) => {
    const next = () => {
      const now = performance.now();
      longest = Math.max(longest, now - (shown.get(video) ?? now));
      shown.set(video, now);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  };
  document.querySelectorAll("video").forEach(follow);
  const look = async () => {
    const stats = [...(await window.call.connection.getStats()).values()];
    const now = performance.now();
    for (const at of shown.values()) longest = Math.max(longest, now - at);
    const sample = { at: (performance.timeOrigin + now) / 1000, gap_s: longest / 1000, height: 0 };
    const add = (name, value = 0) => (sample[name] = (sample[name] ?? 0) + value);
    for (const stat of stats) {
      if (stat.type === "inbound-rtp" && stat.kind === "video") {
        if (stat.packetsReceived) sample.height = Math.max(sample.height, stat.frameHeight ?? 0);
        add("frozen_s", stat.totalFreezesDuration);
        add("frames", stat.framesDecoded);
        add("picture_octets", stat.bytesReceived);
        add("keyframes", stat.keyFramesDecoded);
        add("nacks", stat.nackCount);
        add("plis", stat.pliCount);
      } else if (stat.type === "inbound-rtp") {
        add("sound", stat.packetsReceived);
        add("samples", stat.totalSamplesReceived);
        add("concealed", stat.concealedSamples);
        add("silent", stat.silentConcealedSamples);
      } else if (stat.type === "outbound-rtp" && stat.kind === "video") {
        add("sent_frames", stat.framesEncoded);
        add("resent", stat.retransmittedPacketsSent);
      } else if (stat.type === "candidate-pair" && stat.nominated) {
        sample.available = stat.availableOutgoingBitrate ?? 0;
      }
    }
    window.samples.push(sample);
    longest = 0;
    setTimeout(look, 100);
  };
  void look();
}"""

Sample = dict[str, float]


@dataclass(frozen=True)
class Seen:
    """A while of a call. Shares from 0 to 1."""

    frozen: float
    longest_freeze_s: float
    concealed: float  # of the sound, silence apart
    frames_per_s: float
    height: float
    kbps: float  # of pictures

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "Seen":
        first, last = samples[0], samples[-1]
        took_s = last["at"] - first["at"]

        def grew(field: str) -> float:
            return last[field] - first[field]

        return cls(
            frozen=grew("frozen_s") / took_s,
            longest_freeze_s=max(sample["gap_s"] for sample in samples[1:]),
            concealed=(grew("concealed") - grew("silent")) / max(1, grew("samples")),
            frames_per_s=grew("frames") / took_s,
            height=sorted(sample["height"] for sample in samples)[len(samples) // 2],
            kbps=grew("picture_octets") * 8 / took_s / 1000,
        )


async def watch(page: Page) -> None:
    """Begin to write it down, once the page is in a call."""
    await page.evaluate(WATCH)


async def written(page: Page, *, since: float = 0) -> list[Sample]:
    """What was written down since that moment, in Unix seconds."""
    samples: list[dict[str, Any]] = await page.evaluate(
        "(since) => samples.filter((s) => s.at >= since)", since
    )
    return samples


def first_at(samples: Sequence[Sample], holds: Callable[[Sample, Sample], object]) -> float | None:
    """When it first held of a sample and the one before it; None: never."""
    return next((now["at"] for before, now in pairwise(samples) if holds(before, now)), None)


def write_voice(path: Path, *, seconds: int = 10) -> None:
    """A sound as lively as speech that never pauses: a hummed note that rises, falls, and beats."""
    rate, phase = 48_000, 0.0
    samples = array.array("h")
    for at in range(seconds * rate):
        second = at / rate
        phase += 2 * math.pi * (160 + 60 * math.sin(2 * math.pi * 0.7 * second)) / rate
        loudness = 0.35 + 0.25 * math.sin(2 * math.pi * 4 * second)
        samples.append(round(12_000 * loudness * (math.sin(phase) + 0.6 * math.sin(3 * phase))))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


def write_scene(path: Path, *, seconds: int = 2) -> None:
    """A picture that costs as much as a lively one, at half the work for its encoder (YUV4MPEG2).

    Bands of grain move against each other, and some of them are anew in each frame. Of 540 lines there are
    still three layers.
    """
    width, height, rate = 960, 540, 15
    chance = random.Random(5)
    grains = [b"".join(bytes([chance.randrange(116, 140)]) * 8 for _ in range(200)) for _ in range(height)]
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(seconds * rate):
            file.write(b"FRAME\n")
            for row in range(height):
                band = row // 24
                shift = 3 * frame * (1 + band % 3) % 600 if (band + frame) % 24 else 75 * (frame % 8)
                file.write(grains[row // 8][shift : shift + width])
            file.write(bytes([128]) * (width * height // 2))
