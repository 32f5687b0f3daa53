"""Rooms of several by our media alone: its rules know rooms of twelve, the product's own are pairs."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from benchmarks.sfu.leg import Leg
from benchmarks.sfu.network import ADDRESS
from benchmarks.sfu.ours import lines

_PROGRAM = Path(__file__).with_name("rooms_server.py")


class Many:
    """`legs` are all transports, `senders` those that send; here they are the same."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, rooms: int, people: int) -> None:
        self._process, self._rooms, self._people = process, rooms, people
        self._place = f"http://127.0.0.1:{port}/join"
        self.legs: list[Leg] = []
        self.senders = self.legs

    @property
    def pid(self) -> int:
        return self._process.pid

    async def join(self) -> None:
        async with aiohttp.ClientSession() as http:
            for room in range(self._rooms):
                for subject in range(self._people):
                    leg = Leg()
                    self.legs.append(leg)
                    offer = leg.describe(lines(leg, self._people - 1), setup="actpass")
                    asked = {"room": str(room), "subject": str(subject), "offer": offer}
                    async with http.post(self._place, json=asked) as answer:
                        answer.raise_for_status()
                        await leg.connect(await answer.text())

    async def leave(self) -> None: ...


@contextlib.asynccontextmanager
async def many(_folder: Path, rooms: int, people: int) -> AsyncIterator[Many]:
    """Our media, started, for so many rooms."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, _PROGRAM, ADDRESS, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        yield Many(process, int(await process.stdout.readline()), rooms, people)
    finally:
        process.terminate()
        await process.wait()
