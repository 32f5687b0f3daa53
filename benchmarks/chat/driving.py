"""Runs the load program on a core that the server does not have, and finds the most that gets through."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

Phase = dict[str, Any]

MOST_ACK_P99_MS = 250
COARSE, FINE = 1.25, 1.05  # from one step of a climb to the next
BUSY = 0.9  # of a core: the load program itself is the limit


class Load:
    """The load program with its clients connected."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, **asked: Any) -> Phase:
        self.say(**asked)
        return await self.answer()

    def say(self, **asked: Any) -> None:
        """Ask, and leave the answer for later."""
        assert self._process.stdin
        self._process.stdin.write((json.dumps(asked) + "\n").encode())

    async def answer(self) -> Phase:
        assert self._process.stdout
        line = await self._process.stdout.readline()
        assert line, "the load program has ended"
        answer: Phase = json.loads(line)
        return answer

    async def phase(self, rate: float, seconds: float, *, warm_s: float = 1) -> Phase:
        """Figures of some seconds at a rate, after as much as it takes to get used to it."""
        await self.ask(rate=rate, seconds=warm_s)
        return await self.ask(rate=rate, seconds=seconds)


@contextlib.asynccontextmanager
async def load(plan: dict[str, Any]) -> AsyncIterator[Load]:
    """Its clients are connected for as long as the block."""
    pin(plan["pid"], 0)
    for task in os.listdir(f"/proc/{plan['pid']}/task"):
        pin(int(task), 0)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        Path(__file__).with_name("load.py"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    pin(process.pid, (os.cpu_count() or 1) - 1)
    try:
        assert process.stdin
        process.stdin.write((json.dumps(plan) + "\n").encode())
        running = Load(process)
        await running.answer()  # all are connected
        yield running
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


def pin(pid: int, core: int) -> None:
    with contextlib.suppress(OSError):
        os.sched_setaffinity(pid, {core})


def keeps_up(phase: Phase) -> bool:
    return bool(
        phase["acked"] == phase["sent"]
        and phase["ack_p99_ms"] <= MOST_ACK_P99_MS
        and phase["acked_per_s"] >= 0.95 * phase["rate"]
    )


async def climb(
    running: Load, *, start: float, seconds: float, fine: bool
) -> tuple[Phase | None, Phase | None]:
    """The fastest phase that it kept up with, and the slowest that it did not.

    In steps of a quarter, then of a twentieth. A step that is missed is tried once more: what else the
    machine does should not end a climb.
    """
    best: Phase | None = None
    missed: Phase | None = None
    rate = start
    for step in (COARSE, FINE) if fine else (COARSE,):
        while True:
            phase = await _attempt(running, rate, seconds)
            if not keeps_up(phase):
                missed = phase
                break
            best, rate = phase, rate * step
        if best is None or missed["acked"] < missed["sent"]:
            break
        rate = best["rate"] * FINE
    return best, missed


async def _attempt(running: Load, rate: float, seconds: float) -> Phase:
    first = await running.phase(rate, seconds, warm_s=seconds / 3)
    if keeps_up(first) or first["acked"] < first["sent"]:  # what it still owes would spoil a second one
        return first
    return await running.phase(rate, seconds, warm_s=seconds / 3)
