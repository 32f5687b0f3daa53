"""What else is asked of a chat server: silent clients, many, slow ones, and all of them coming back."""

import contextlib
import statistics
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from benchmarks.chat.driving import load
from benchmarks.chat.lagging import lags_s
from benchmarks.chat.load import cpu_s, percentile
from benchmarks.chat.servers import ours
from tests.served import ROOT

People = list[dict[str, Any]]

MODEST_PER_S = 200
CROWDS = (50, 500, 2_000)
FLOOD_PER_S, FLOOD_BYTES = 400, 4_000  # 1.6 MB/s to each of two connections
WARM_S = 3  # until what one does not read has filled the kernel's buffers and ours


@contextlib.asynccontextmanager
async def served(kept: Path, people: People, **options: Any) -> AsyncIterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        async with ours(Path(folder), kept=kept, people=people, **options) as plan:
            yield plan | {"folder": folder}


def resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def idle_kb(kept: Path, people: People) -> float:
    """What one more signed-in connection that says nothing keeps in memory."""
    async with served(kept, people) as plan:
        pid = plan["pid"]
        async with load(plan | {"clients": people[:100]}):  # what is loaded once belongs to none of them
            before = resident_kb(pid)
            async with load(plan | {"clients": people[100:1_100]}):
                return (resident_kb(pid) - before) / 1_000


async def delivery_p99_ms(kept: Path, people: People, *, seconds: float) -> dict[int, float]:
    """At the same modest rate, by how many are connected."""
    found = {}
    for crowd in CROWDS:
        async with served(kept, people) as plan, load(plan | {"clients": people[:crowd]}) as running:
            found[crowd] = (await running.phase(MODEST_PER_S, seconds))["delivery_p99_ms"]
    return found


async def stalled_p99_ratio(
    kept: Path, people: People, mentor: People, *, seconds: float, pairs: int
) -> float:
    """p99 of everybody else's deliveries beside readers that stall, over the same beside readers that read.

    One mentor's mentees flood two connections of that mentor's: one takes nothing, one a tenth. Medians of as
    many pairs on one server, in turn, because what else a disk has to do moves a p99 more than a reader does.
    """
    flood_bytes = FLOOD_PER_S * FLOOD_BYTES
    reading, stalling = (None, None), (0, flood_bytes // 10)
    writers = [{**each, "body_bytes": FLOOD_BYTES} for each in mentor[1::2]]
    found: dict[Any, list[float]] = {reading: [], stalling: []}
    async with (
        served(kept, people) as plan,
        load(plan | {"clients": people[:480]}) as others,
        load(plan | {"clients": writers}) as flood,
    ):
        for n in range(pairs):
            for reads in (reading, stalling)[:: -1 if n % 2 else 1]:
                readers = [{**mentor[0], "reads_per_s": each} for each in reads]
                async with load(plan | {"clients": readers}):
                    flood.say(rate=FLOOD_PER_S, seconds=WARM_S + seconds)
                    figures = await others.phase(1_000, seconds, warm_s=WARM_S)
                    found[reads].append(figures["delivery_p99_ms"])
                    await flood.answer()
    return statistics.median(found[stalling]) / statistics.median(found[reading])


async def reconnect(kept: Path, people: People) -> dict[str, float]:
    """Everybody's line is cut; `seconds` until all have synced, the server's CPU, how late its loop was."""
    program = ROOT / "benchmarks/chat/lagging.py"
    async with served(kept, people, program=program) as plan, load(plan) as running:
        before = cpu_s(plan["pid"])
        took = await running.ask(reconnect=True)
        used = cpu_s(plan["pid"]) - before
        lags = lags_s(Path(plan["folder"]) / "lag.log", took["began"], took["began"] + took["seconds"])
    return {"seconds": took["seconds"], "cpu_s": used, "lag_p99_ms": percentile(lags, 0.99) * 1e3}
