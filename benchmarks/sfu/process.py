"""A server in a process of its own, and what it takes."""

import asyncio
import contextlib
import os
import time
from pathlib import Path


def cpu_s(pid: int) -> float:
    """CPU time of all threads of a process, also of those that ended (clock_getcpuclockid(3))."""
    return time.clock_gettime(~pid << 3 | 2)


def resident_kb(pid: int) -> int:
    """Resident memory (proc(5), VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def favour(pid: int, core: int) -> None:
    """Put a process on a core, before whatever else the machine does, where the system allows it.

    A server that is kept waiting finds more to do at once: that is cheaper, and later.
    """
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(int(task.name), os.SCHED_RR, os.sched_param(1))


async def listening(port: int) -> None:
    """Until somebody listens on that TCP port of the loopback."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
