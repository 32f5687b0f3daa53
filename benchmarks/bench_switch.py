"""How soon two people hear and see each other again when one of them walks from one network into another.

Two Chromium on our own pages. One of them has two lines to the server, and the one that carries everything,
the socket and the call, goes dead without a word (`lines.py`). `down` is what that one gets, `up` what the
other one gets of them. Prints a table of medians and at last one JSON object. `SWITCHES=5` sets how many are
timed.
usage: sudo .venv/bin/python benchmarks/bench_switch.py
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.async_api import Browser, async_playwright

from benchmarks.lines import HERE, Lines, enter
from tests.browser.conftest import FLAGS, WIDE, Person, chromium_path
from tests.rooms.quality import Sample, first_at
from tests.served import Served

SWITCHES = int(os.environ.get("SWITCHES", "3"))
BOUND_S = 3.0
_SETTLE_S = 8.0
_WATCH_S = 15.0
_FIELDS = "sound", "frames"

WATCH = """() => {
  window.samples = [];
  const look = async () => {
    const sample = { at: 0, sound: 0, frames: 0 };
    (await window.mentorpitch.connection.getStats()).forEach((stat) => {
      if (stat.type !== "inbound-rtp") return;
      if (stat.kind === "audio") sample.sound += stat.packetsReceived;
      else sample.frames += stat.framesDecoded ?? 0;
    });
    sample.at = (performance.timeOrigin + performance.now()) / 1000;
    window.samples.push(sample);
    setTimeout(look, 50);
  };
  void look();
}"""


def back_after(samples: list[Sample], field: str, since: float) -> float:
    """Seconds until it came again, once it had stopped; inf: it did not."""
    after = [sample for sample in samples if sample["at"] >= since]
    # What was on its way still comes for a moment.
    silent_at = first_at(after, lambda was, now: now["at"] - since > 0.2 and now[field] == was[field])
    back_at = first_at(after, lambda was, now: now["at"] > (silent_at or since) and now[field] > was[field])
    return back_at - since if back_at else float("inf")


async def arrive(browser: Browser, url: str, email: str, other: str) -> Person:
    context = await browser.new_context(viewport=WIDE, locale="en-GB", permissions=["camera", "microphone"])
    someone = Person(await context.new_page(), context)
    await someone.sign_in(url, email)
    await someone.open_mentorship(other)
    await someone.join_call()
    return someone


async def switch(folder: Path) -> dict[str, float]:
    served, lines = Served(folder), Lines(folder)
    url = f"http://{HERE}:{served.port}"
    await served.start("--demo")  # the example people are made on this machine alone
    await served.stop()
    lines.open()
    await served.start(
        MENTORPITCH__SERVER__HOST="0.0.0.0",  # of a namespace of our own
        MENTORPITCH__SERVER__PUBLIC_URL=url,
        MENTORPITCH__MEDIA__HOST=HERE,
    )
    flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={url}"]
    try:
        async with async_playwright() as playwright:
            start = playwright.chromium.launch
            here = await start(executable_path=chromium_path(), args=flags)
            there = await start(executable_path=lines.program(chromium_path()), args=flags)
            near = await arrive(here, url, "mentee@demo.example", "Samuel Mwangi")
            far = await arrive(there, url, "mentor@demo.example", "Inês Carvalho")
            await asyncio.sleep(_SETTLE_S)
            for person in (near, far):
                await person.page.evaluate(WATCH)
            await asyncio.sleep(1)
            since = time.time()
            lines.cut()
            await asyncio.sleep(_WATCH_S)
            figures = {}
            for way, person in (("down", far), ("up", near)):
                samples = await person.page.evaluate("() => window.samples")
                for field in _FIELDS:
                    figures[f"{way}_{field}_back_s"] = back_after(samples, field, since)
            await there.close()
            await here.close()
    finally:
        await served.stop()
        lines.close()
    return figures


def main() -> None:
    enter()
    runs = []
    for _ in range(SWITCHES):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(asyncio.run(switch(Path(folder))))
    figures = {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    sounds = [run[f"{way}_sound_back_s"] for run in runs for way in ("down", "up")]
    figures["sound_back_worst_s"] = round(max(sounds), 2)
    print(f"{'figure':26} {'measured':>10} {'bound':>8}")
    for name, value in figures.items():
        print(f"{name:26} {value!s:>10} {BOUND_S if 'sound' in name else '':>8}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
