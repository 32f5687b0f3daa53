"""Debian's coturn on the loopback, with a secret that is shared with nobody else."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from mentorpitch.mentorships.relays import Relays
from tests.served import free_port

SECRET = "as-in-the-settings"


def turnserver_path() -> str:
    path = os.environ.get("MENTORPITCH_TURNSERVER") or shutil.which("turnserver")
    if not path:  # `make test` brings it where packages can be installed
        pytest.skip("No coturn on this machine. Run: sudo apt-get install coturn")
    return path


@contextlib.asynccontextmanager
async def turnserver(folder: Path) -> AsyncIterator[Relays]:
    """For as long as the block; what a server would be told of it in its settings."""
    port = free_port()
    settings = {
        "listening-ip": "127.0.0.1",
        "relay-ip": "127.0.0.1",
        "listening-port": port,
        "static-auth-secret": SECRET,
        "realm": "mentorpitch",
        "pidfile": folder / "turnserver.pid",
        "log-file": "stdout",
    }
    flags = ("use-auth-secret", "no-tls", "no-dtls", "no-cli", "allow-loopback-peers")
    (folder / "turnserver.conf").write_text(
        "\n".join([*flags, *(f"{key}={value}" for key, value in settings.items())])
    )
    process = await asyncio.create_subprocess_exec(
        turnserver_path(),
        *("-c", str(folder / "turnserver.conf")),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        async with asyncio.timeout(30):
            while not await _listens(port):
                assert process.returncode is None, "coturn ended at once"
                await asyncio.sleep(0.05)
        yield Relays(urls=(f"turn:127.0.0.1:{port}?transport=udp",), secret=SECRET, life=timedelta(hours=1))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
