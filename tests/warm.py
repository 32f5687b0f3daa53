"""Servers that start in a fraction of a second: forks of a process that has imported everything already."""

import asyncio
import atexit
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("warm_server.py")


class Warm:
    """The process that is forked. One for each process of pytest, for as long as that runs."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True
        )
        atexit.register(self._close)

    def fork(self, argv: list[str], *, env: dict[str, str], log: Path) -> "Forked":
        return Forked(self, self._ask(argv=argv, env=env, log=str(log)))

    def reap(self, pid: int) -> int:
        """The exit code of a fork that has ended."""
        return self._ask(reap=pid)

    def _ask(self, **question: object) -> int:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(question), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the process that is forked has ended"
        return int(answer)

    def _close(self) -> None:
        self._process.communicate()


class Forked:
    """A server by fork, to be used like an `asyncio.subprocess.Process`."""

    def __init__(self, warm: Warm, pid: int) -> None:
        self.pid = pid
        self._warm = warm
        self._descriptor = os.pidfd_open(pid)  # readable once it has ended
        self._code: int | None = None

    @property
    def returncode(self) -> int | None:
        if self._code is None and select.select([self._descriptor], [], [], 0)[0]:
            self._code = self._warm.reap(self.pid)
            os.close(self._descriptor)
        return self._code

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            signal.pidfd_send_signal(self._descriptor, number)

    async def wait(self) -> int:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        if self.returncode is None:
            loop.add_reader(self._descriptor, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(self._descriptor)
        code = self.returncode
        assert code is not None
        return code
