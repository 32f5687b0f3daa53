"""The servers that are compared, each in a process of its own, with a plan for the load program."""

import asyncio
import contextlib
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.served import ROOT, Served, free_port


@contextlib.asynccontextmanager
async def ours(
    folder: Path, *, kept: Path, people: list[dict[str, Any]], program: Path = ROOT / "server.py"
) -> AsyncIterator[dict[str, Any]]:
    """MentorPitch itself, through its front door, on a copy of the database `kept`."""
    served = Served(folder)
    served.program = program
    served.database.parent.mkdir()
    shutil.copy(kept, served.database)
    try:
        await served.start(LAG_LOG=str(folder / "lag.log"))
        assert served.process
        yield {"url": served.url, "pid": served.process.pid, "clients": people}
    finally:
        await served.stop()


@contextlib.asynccontextmanager
async def bare_echo(folder: Path, clients: int) -> AsyncIterator[dict[str, Any]]:
    served = Served(folder)
    served.port = free_port()
    served.url = f"http://127.0.0.1:{served.port}"
    served.process = await asyncio.create_subprocess_exec(
        sys.executable, ROOT / "benchmarks/chat/bare_echo.py", str(served.port)
    )
    try:
        await served.ready()
        places = [{"cookie": "", "conversation_id": f"room-{n // 2}"} for n in range(clients)]
        yield {"url": served.url, "pid": served.process.pid, "clients": places, "joins": True}
    finally:
        await served.stop()
