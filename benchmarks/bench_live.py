"""How soon the other's screen shows what one of the two has changed: two windows, every kind of change.

Prints a table and, as its last line, one JSON object. `ROUNDS=5` sets how often the story is told.
usage: make bench, or MENTORPITCH_CHROMIUM=… .venv/bin/python benchmarks/bench_live.py
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.async_api import async_playwright

from tests.browser.conftest import Person, launch
from tests.browser.live_story import live_together
from tests.served import serving

ROUNDS = int(os.environ.get("ROUNDS", "5"))
BOUND_MS = 300


async def tell(folder: Path) -> dict[str, float]:
    """The story once, on a server and in browsers of its own."""
    async with serving(folder, "--demo") as served, async_playwright() as playwright:
        browser = await launch(playwright)
        people = []
        for email in ("mentee@demo.example", "mentor@demo.example"):
            context = await browser.new_context()
            people.append(Person(await context.new_page(), context))
            await people[-1].come_in(served, email)
        took = await live_together(*people, served.url)
        await browser.close()
    return took


def main() -> None:
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(asyncio.run(tell(Path(folder))))
    print(f"milliseconds from the write to the other's screen, {ROUNDS} times; the bound is {BOUND_MS}")
    print(f"{'change':28} {'median':>8} {'worst':>8}")
    for what in rounds[0]:
        took = [found[what] for found in rounds]
        print(f"{what:28} {statistics.median(took):>8.0f} {max(took):>8.0f}")
    everything = [ms for found in rounds for ms in found.values()]
    figures = {
        "live_ms_median": round(statistics.median(everything), 1),
        "live_ms_p95": round(statistics.quantiles(everything, n=100)[94], 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
