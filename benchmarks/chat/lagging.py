"""The server, but it notes how late its event loop is: a line in the file LAG_LOG each hundredth of a second.

An entry point for benchmarks, which `server.py` knows nothing of. A line: monotonic time, seconds late.
"""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import server
from signalling.live import Live

EVERY_S = 0.01


async def note_lag(path: str) -> None:
    with open(path, "w", buffering=1) as log:  # noqa: ASYNC230 (microseconds)
        while True:
            asked = time.monotonic()
            await asyncio.sleep(EVERY_S)
            now = time.monotonic()
            log.write(f"{now:.4f} {now - asked - EVERY_S:.5f}\n")


class LaggingLive(Live):
    def start(self, *arguments: Any) -> None:
        super().start(*arguments)
        self._lag = asyncio.create_task(note_lag(os.environ["LAG_LOG"]), name="lag")


def lags_s(log: Path, began: float, ended: float) -> list[float]:
    """How late the loop was between two monotonic times."""
    samples = [line.split() for line in log.read_text().splitlines()]
    return [float(late) for at, late in samples if began <= float(at) <= ended]


if __name__ == "__main__":
    server.Live = LaggingLive  # type: ignore[misc]
    server.cli()
