"""Documents as PDF, made by a process of their own: fonts take a while to read, and nobody waits for it."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import structlog

from mentorpitch.errors import Problem
from mentorpitch.meetings.recap_words import Block

PROGRAM: Final = Path(__file__).with_name("print_blocks.py")
# DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic; put there by tools/vendor.py.
FONTS: Final = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
TIMEOUT_S: Final = 20.0
AT_ONCE: Final = 1
MOST_WAITING: Final = 10
MOST_BYTES: Final = 4 * 1024 * 1024

log = structlog.get_logger()


class Printer:
    def __init__(self, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def print(self, blocks: Sequence[Block]) -> bytes:
        """The PDF. Raises `unavailable` when many wait already, or it cannot be made."""
        if self._waiting >= MOST_WAITING:
            raise _unavailable()
        self._waiting += 1
        try:
            async with self._turn:
                made = await self._run(msgspec.json.encode(blocks))
        finally:
            self._waiting -= 1
        if not made.startswith(b"%PDF-") or len(made) > MOST_BYTES:
            log.warning("document not printed")
            raise _unavailable()
        return made

    async def _run(self, given: bytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(PROGRAM),
            str(FONTS),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                made, _ = await process.communicate(given)
                return made if process.returncode == 0 else b""
        except TimeoutError:
            return b""
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()


def _unavailable() -> Problem:
    return Problem("unavailable", "This cannot be printed just now.", retry_after_ms=2_000)
