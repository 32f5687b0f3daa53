"""How a call between two Chromium fares where the network is bad, against the bounds that we promise.

One of the two is behind a bad line: a relay that loses, delays and reorders, and the kernel's token bucket
(tbf) where it is narrow; `QUEUE_MS=150` halves what that holds back before it loses. `down` is what that one
sees and hears, `up` what the other one does of them; `machine_busy` near 1 says that the figures may be the
machine's. Prints a table and at last one JSON object.
usage: sudo .venv/bin/python benchmarks/bench_quality.py [scenario ...]
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.async_api import Page

from benchmarks.lines import HERE, RELAY, Lines, enter
from tests.rooms.quality import Sample, Seen, first_at, watch, write_scene, write_voice, written
from tests.rooms.relay import Relay, open_relay
from tests.rooms.test_chromium import EVERYTHING, House, chromium_path

_SETTLE_S = 10.0
_WATCH_S = 30.0
_HALF_RTT_S = 0.05

_LOSSY = {"frozen": 0.05, "longest_freeze_s": 1.0, "concealed": 0.03}
_NARROW = {"layer_down_s": 2.0, "narrow_concealed": 0.01, "layer_up_s": 15.0}

# Sharp pictures take no more than a line of 2.5 Mbit/s carries with its headers, sound and resends.
_SPARE = """async () => {
  const { sender } = call.uplinks.camera;
  const parameters = sender.getParameters();
  parameters.encodings[2].maxBitrate = 1_500_000;
  await sender.setParameters(parameters);
}"""

Figures = dict[str, float | None]


@dataclass
class Call:
    """Far is behind the bad line, near is not. One of them shows a picture, to the `watcher`."""

    far: Page
    near: Page
    watcher: Page
    relay: Relay
    lines: Lines

    def lose(self, share: float) -> None:
        self.relay.up.loss = self.relay.down.loss = share

    def delay(self, delay_s: float, jitter_s: float = 0.0) -> None:
        for road in (self.relay.up, self.relay.down):
            road.delay_s, road.jitter_s = delay_s, jitter_s

    def narrow(self, bitrate_bps: int) -> None:
        self.lines.narrow(bitrate_bps, down=self.watcher is self.far)

    async def written(self, since: float) -> list[Sample]:
        return await written(self.watcher, since=since)


async def steady(call: Call) -> Figures:
    """A while on a line that stays as it is."""
    await asyncio.sleep(_SETTLE_S)
    since = time.time()
    await asyncio.sleep(_WATCH_S)
    return _told(Seen.of(await call.written(since)))


def losing(share: float) -> Callable[[Call], Awaitable[Figures]]:
    async def lossy(call: Call) -> Figures:
        call.delay(_HALF_RTT_S)
        call.lose(share)
        return await steady(call)

    return lossy


async def jitter_200ms(call: Call) -> Figures:
    call.delay(0.01, 0.2)
    return await steady(call)


async def narrow(call: Call) -> Figures:
    """2.5 → 0.5 → 2.5 Mbit/s."""
    call.delay(_HALF_RTT_S / 2)
    call.narrow(2_500_000)
    await asyncio.sleep(_SETTLE_S + 8)
    wide = Seen.of(await call.written(time.time() - 5))
    narrowed_at = time.time()
    call.narrow(500_000)
    await asyncio.sleep(20)
    widened_at = time.time()
    call.narrow(2_500_000)
    await asyncio.sleep(30)
    samples = await call.written(narrowed_at)
    while_narrow = [sample for sample in samples if sample["at"] < widened_at]
    again = [sample for sample in samples if sample["at"] >= widened_at]
    lower_at = first_at(while_narrow, lambda _, now: now["height"] < wide.height)
    higher_at = first_at(again, lambda _, now: now["height"] >= wide.height)
    return {
        "height": wide.height,
        "layer_down_s": _after(narrowed_at, lower_at),
        "layer_up_s": _after(widened_at, higher_at),
        **_told(Seen.of(while_narrow), "narrow_"),
        **_told(Seen.of(again), "again_"),
    }


async def down_150k(call: Call) -> Figures:
    """Sound stays where no picture fits."""
    call.delay(_HALF_RTT_S / 2)
    await asyncio.sleep(_SETTLE_S)
    since = time.time()
    call.narrow(150_000)
    await asyncio.sleep(_WATCH_S)
    samples = await call.written(since)
    later = [sample for sample in samples if sample["at"] > since + 10]
    return _told(Seen.of(samples)) | _told(Seen.of(later), "later_")


async def outage_10s(call: Call) -> Figures:
    """Nothing gets through for ten seconds."""
    call.delay(_HALF_RTT_S / 2)
    await asyncio.sleep(_SETTLE_S)
    call.lose(1.0)
    await asyncio.sleep(10)
    call.lose(0.0)
    mended_at = time.time()
    await asyncio.sleep(20)
    figures: Figures = {}
    for way, page in (("down", call.far), ("up", call.near)):
        samples = await written(page, since=mended_at)
        # What was on its way still comes for a moment: it is back when it comes after a silence.
        pause = first_at(samples, lambda before, now: now["sound"] == before["sound"]) or mended_at
        figures[f"{way}_sound_back_s"] = _after(mended_at, _back(samples, "sound", pause))
        if page is call.watcher:
            figures["picture_back_s"] = _after(mended_at, _back(samples, "frames", pause))
    return figures


def _back(samples: list[Sample], field: str, since: float) -> float | None:
    return first_at(samples, lambda before, now: now["at"] > since and now[field] > before[field])


def _after(since: float, at: float | None) -> float | None:
    return round(at - since, 2) if at is not None else None


@dataclass(frozen=True)
class Scenario:
    run: Callable[[Call], Awaitable[Figures]]
    is_shown_to_far: bool = True  # else to near: one camera is enough for a small machine


SCENARIOS = {
    "clear": Scenario(steady),
    "loss_5_down": Scenario(losing(0.05)),
    "loss_5_up": Scenario(losing(0.05), is_shown_to_far=False),
    "loss_10_down": Scenario(losing(0.10)),
    "loss_10_up": Scenario(losing(0.10), is_shown_to_far=False),
    "loss_20_down": Scenario(losing(0.20)),
    "loss_20_up": Scenario(losing(0.20), is_shown_to_far=False),
    "jitter_200ms_down": Scenario(jitter_200ms),
    "jitter_200ms_up": Scenario(jitter_200ms, is_shown_to_far=False),
    "narrow_down": Scenario(narrow),
    "narrow_up": Scenario(narrow, is_shown_to_far=False),
    "down_150k": Scenario(down_150k),
    "outage_10s": Scenario(outage_10s),
}
BOUNDS = {
    **{f"loss_10_{way}.{figure}": bound for way in ("down", "up") for figure, bound in _LOSSY.items()},
    **{f"narrow_{way}.{figure}": bound for way in ("down", "up") for figure, bound in _NARROW.items()},
}


def _told(seen: Seen, when: str = "") -> Figures:
    return {
        f"{when}frozen": round(seen.frozen, 4),
        f"{when}longest_freeze_s": round(seen.longest_freeze_s, 2),
        f"{when}concealed": round(seen.concealed, 4),
        f"{when}frames_per_s": round(seen.frames_per_s, 1),
        f"{when}height": seen.height,
        f"{when}kbps": round(seen.kbps),
    }


def _idle_ticks() -> tuple[int, int]:
    """Idle and all ticks of this machine so far (proc(5), stat)."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


async def measure(name: str, folder: Path) -> Figures:
    scenario = SCENARIOS[name]
    voice, scene = folder / "voice.wav", folder / "scene.y4m"
    write_voice(voice)
    write_scene(scene)
    house, lines = House(), Lines(folder)
    lines.open()
    flags = f"--use-file-for-fake-audio-capture={voice}", f"--use-file-for-fake-video-capture={scene}"
    await house.open(*flags, host=HERE)
    try:
        house.ways["far"] = RELAY
        async with open_relay(RELAY, (HERE, house.rooms.port)) as relay:
            there = await house.launch(str(lines.program(chromium_path())))
            shows, watches = EVERYTHING, ["microphone"]
            if not scenario.is_shown_to_far:
                shows, watches = watches, shows
            near = await house.visitor("near", on=shows)
            far = await house.visitor("far", on=watches, browser=there)
            watcher = far if scenario.is_shown_to_far else near
            await (near if scenario.is_shown_to_far else far).evaluate(_SPARE)
            for page in (far, near):
                await watch(page)
            before = _idle_ticks()
            figures = await scenario.run(Call(far, near, watcher, relay, lines))
            after = _idle_ticks()
            figures["machine_busy"] = round(1 - (after[0] - before[0]) / (after[1] - before[1]), 2)
            (Path(tempfile.gettempdir()) / f"quality-{name}.json").write_text(
                json.dumps([await written(far), await written(near)])
            )
            await there.close()
    finally:
        await house.close()
        lines.close()
    return {f"{name}.{figure}": value for figure, value in figures.items()}


def main() -> None:
    enter()
    figures: Figures = {}
    for name in sys.argv[1:] or SCENARIOS:
        with tempfile.TemporaryDirectory() as folder:
            figures |= asyncio.run(measure(name, Path(folder)))
    print(f"{'figure':40} {'measured':>10} {'bound':>8}")
    for name, value in figures.items():
        print(f"{name:40} {value!s:>10} {BOUNDS.get(name, ''):>8}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
