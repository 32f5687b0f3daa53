"""Strangers' bytes are read by a process that lives for one file: it may crash, hang or swell, alone.

See inspection.py for what it does and the limits it sets itself. What it says is believed only as far as it
is of the promised shape.
"""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import structlog
from msgspec import Meta

from mentorpitch.errors import Invalid, Problem

PROGRAM: Final = Path(__file__).with_name("inspection.py")
TIMEOUT_S: Final = 20.0
AT_ONCE: Final = 2  # processes; each may take a core and 1 GB
MOST_WAITING: Final = 40
MOST_SAID: Final = 16 * 1024  # bytes of an answer
# How large a picture is at most, in pixels: sharp on a large screen, or sharp beside a message.
SIZES: Final = {"page": (1_400, 2_000), "preview": (720, 720)}
UNREADABLE: Final = "This file cannot be read. It may be damaged."

Natural = Annotated[int, Meta(ge=0, le=2_000_000)]

Size = Literal["page", "preview"]

log = structlog.get_logger()


class Inspected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file is; `is_made`: an image or a voice was written anew, and that is what is kept."""

    media_type: Annotated[str, Meta(max_length=127, pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$")] = ""
    pages: Natural = 0
    width: Natural = 0
    height: Natural = 0
    duration_ms: Natural = 0
    is_made: bool = False
    refused: str | None = None


class Sandbox:
    def __init__(self, *, timeout_s: float = TIMEOUT_S, program: Path = PROGRAM) -> None:
        self._timeout_s = timeout_s
        self._program = program
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def inspect(self, given: Path, made: Path) -> Inspected:
        """What the file is. Raises Invalid for one that is not taken or cannot be read."""
        return await self._run("inspect", str(given), str(made))

    async def draw(
        self, given: Path, media_type: str, number: int, out: Path, *, size: Size = "page"
    ) -> None:
        """Draw a page, from 1, as WebP into `out`. Raises Invalid when it cannot be drawn."""
        await self._run("draw", str(given), media_type, str(number), str(out), *map(str, SIZES[size]))

    async def _run(self, *arguments: str) -> Inspected:
        if self._waiting >= MOST_WAITING:
            raise Problem("unavailable", "The server is busy.", retry_after_ms=2_000)
        self._waiting += 1
        try:
            async with self._turn:
                said = await self._ask(*arguments)
        finally:
            self._waiting -= 1
        try:
            answer = msgspec.json.decode(said, type=Inspected)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            log.info("file not readable", command=arguments[0], reason=type(error).__name__)
            raise Invalid(UNREADABLE) from error
        if answer.refused is not None:
            raise Invalid(answer.refused)
        return answer

    async def _ask(self, *arguments: str) -> bytes:
        # -I: no path, no variable and no start-up file of this account's reaches it.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(self._program),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        )
        assert process.stdout is not None
        said = b""
        try:
            async with asyncio.timeout(self._timeout_s):
                while len(said) <= MOST_SAID and (more := await process.stdout.read(MOST_SAID)):
                    said += more
                if len(said) > MOST_SAID:
                    return b""
                return said if await process.wait() == 0 else b""
        except TimeoutError:
            return b""
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                # asyncio calls it ended only when what it had said has been read.
                while await process.stdout.read(MOST_SAID):
                    pass
                await process.wait()
