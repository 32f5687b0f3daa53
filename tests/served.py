"""The real server in a process of its own, on free ports and a database of its own."""

import asyncio
import contextlib
import functools
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import socketio

from tests.warm import Forked, Warm

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "demo-mentorpitch"
BYTECODE = ROOT / ".pytest_cache" / "bytecode"  # a server that compiles itself takes 4 s to start, else 1 s
PROGRAM = ROOT / "server.py"
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BYTECODE)}
CAN_FORK = hasattr(os, "pidfd_open")


@functools.cache
def warm() -> Warm:
    """Started with the first server that asks for it."""
    return Warm({**os.environ, **COMPILED})


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A server that can be started, killed and started again on the same data.

    A warm one is forked from a process that has imported everything: it starts in a third of the time.
    """

    def __init__(self, folder: Path, *, program: Path = PROGRAM, warm: bool = False) -> None:
        self.folder = folder
        self.program = program
        self._is_warm = warm and CAN_FORK and program is PROGRAM
        self.port = free_port()
        self.media_port = free_port(socket.SOCK_DGRAM)
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "data" / "mentorpitch.sqlite"
        self.log = folder / "server.log"
        self.process: asyncio.subprocess.Process | Forked | None = None
        (folder / "config.toml").write_text("")

    async def run(self, *command: str, **environment: str) -> asyncio.subprocess.Process:
        """A process of its own, from its first line on."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                self.program,
                *command,
                env=self._environment(environment),
                stdout=log,
                stderr=log,
            )

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        settings = {
            "MENTORPITCH_CONFIG": str(self.folder / "config.toml"),
            "MENTORPITCH__SERVER__PORT": str(self.port),
            "MENTORPITCH__MEDIA__HOST": "127.0.0.1",
            "MENTORPITCH__MEDIA__PORT": str(self.media_port),
            "MENTORPITCH__MEDIA__TCP_PORT": "0",
        }
        return {**os.environ, **COMPILED, **settings, **more}

    async def start(self, *options: str, **environment: str) -> None:
        """And wait until it answers."""
        if self._is_warm:
            argv = [str(PROGRAM), "serve", *options]
            self.process = warm().fork(argv, env=self._environment(environment), log=self.log)
        else:
            self.process = await self.run("serve", *options, **environment)
        await self.ready()

    async def ready(self) -> None:
        """Wait until the server answers. Fails with its log when it ends instead."""
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                assert self.process is not None
                assert self.process.returncode is None, self.log.read_text()
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"{self.url}/healthz") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """As the power goes."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """As an administrator does; the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def sign_in(self, email: str) -> str:
        """The value of the Cookie header of a new session."""
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
            http.post(f"{self.url}/api/session", json={"email": email, "password": PASSWORD}) as response,
        ):
            assert response.status == 200, await response.text()
            (cookie,) = response.cookies.values()
            return f"{cookie.key}={cookie.value}"

    async def get(self, path: str, cookie: str) -> dict:
        async with (
            aiohttp.ClientSession(headers={"Cookie": cookie}) as http,
            http.get(self.url + path) as response,
        ):
            assert response.status == 200, await response.text()
            return await response.json()

    async def connect(self, cookie: str, http: aiohttp.ClientSession) -> socketio.AsyncClient:
        """A real Socket.IO client, signed in. It does not come back by itself."""
        client = socketio.AsyncClient(reconnection=False, http_session=http)
        await client.connect(
            self.url,
            headers={"Cookie": cookie, "Origin": self.url},
            transports=["websocket"],
            wait_timeout=15,
        )
        return client


@contextlib.asynccontextmanager
async def serving(
    folder: Path, *options: str, program: Path = PROGRAM, **environment: str
) -> AsyncIterator[Served]:
    """A warm server for as long as the block."""
    served = Served(folder, program=program, warm=True)
    try:
        await served.start(*options, **environment)
        yield served
    finally:
        await served.stop()


@contextlib.asynccontextmanager
async def serve_copy(
    kept: Path, folder: Path, *, program: Path = PROGRAM, **environment: str
) -> AsyncIterator[Served]:
    """A server on a copy of the data that another one left in `kept`."""
    shutil.copytree(kept / "data", folder / "data")
    async with serving(folder, program=program, **environment) as served:
        yield served
