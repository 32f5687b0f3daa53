"""Our server and Janus, the same traffic through each in turn: CPU time for each packet, delay, loss, memory;
a room of six by our media alone; and how chat fares beside it.

Prints a table and, as its last line, one JSON object. `RATES=3,12` (thousands of packets a second),
`SECONDS=8`, `ONLY=ours` narrow it down. The server is pinned to one core, the clients to another.
usage: make bench-sfu (Linux, and Debian's `janus` for the comparison)
"""

import asyncio
import contextlib
import gc
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.chat.driving import load
from benchmarks.sfu import network
from benchmarks.sfu.janus import Janus, janus
from benchmarks.sfu.many import Many, many
from benchmarks.sfu.ours import Ours, ours
from benchmarks.sfu.process import cpu_s, favour, resident_kb
from benchmarks.sfu.traffic import PACKETS_PER_S, Traffic

RATES = [float(rate) for rate in os.environ.get("RATES", "1,3,6,12").split(",")]
SECONDS = float(os.environ.get("SECONDS", "8"))
SERVERS = os.environ.get("ONLY", "ours,janus" if shutil.which("janus") else "ours").split(",")
_WARM_UP_S, _DRAIN_S = 3.0, 0.7
_SERVER_CORE, _CLIENT_CORE = 0, 1
_CHAT_PER_S = 100
_SIX = 6


@contextlib.asynccontextmanager
async def flowing(server: Ours | Many | Janus) -> AsyncIterator[Traffic]:
    """Everybody has joined, and sends for as long as the block."""
    favour(server.pid, _SERVER_CORE)
    favour(os.getpid(), _CLIENT_CORE)
    await server.join()
    traffic = Traffic(server.legs, server.senders)
    gc.freeze()
    running = asyncio.create_task(asyncio.to_thread(traffic.run))
    await asyncio.sleep(_WARM_UP_S)
    yield traffic
    traffic.stop()
    await running
    await server.leave()
    for leg in server.legs:
        leg.socket.close()


async def measure(server: Ours | Many | Janus, *, people: int = 2) -> dict[str, float]:
    pid = server.pid
    before_kb = resident_kb(pid)
    async with flowing(server) as traffic:
        cpu, own = cpu_s(pid), cpu_s(os.getpid())
        traffic.begin()
        await asyncio.sleep(SECONDS)
        cpu, own = cpu_s(pid) - cpu, cpu_s(os.getpid()) - own
        traffic.end()
        after_kb = resident_kb(pid)
        await asyncio.sleep(_DRAIN_S)
    forwarded = traffic.received
    delays = sorted(traffic.delays)
    return {
        "packets_per_s": round(forwarded / SECONDS),
        "cpu_us": round(cpu / max(1, forwarded) * 1e6, 2),
        "cpu_percent": round(cpu / SECONDS * 100, 1),
        "p50_us": round(delays[len(delays) // 2] * 1e6),
        "p99_us": round(delays[len(delays) * 99 // 100] * 1e6),
        "lost": traffic.sent * (people - 1) - forwarded,
        "reordered": traffic.reordered,
        "wrong": traffic.wrong,
        "kb_per_peer": round((after_kb - before_kb) / len(server.senders)),
        "reports": traffic.reports,
        "clients_cpu_percent": round(own / SECONDS * 100),
        "late_ms": round(traffic.latest_s * 1e3, 1),
    }


async def chat_beside_media() -> dict[str, float]:
    """How soon the same people's messages are acked by the same process, at 6,000 packets a second."""
    with tempfile.TemporaryDirectory() as folder:
        async with ours(Path(folder), rooms_for(6)) as server, flowing(server) as traffic:
            async with load(server.plan) as chat:
                favour(chat.pid, _CLIENT_CORE)
                traffic.begin()
                phase = await chat.phase(_CHAT_PER_S, SECONDS, warm_s=_WARM_UP_S)
                traffic.end()
            await asyncio.sleep(_DRAIN_S)
    return {
        "chat_ack_p50_ms_6k": phase["ack_p50_ms"],
        "chat_ack_p99_ms_6k": phase["ack_p99_ms"],
        "chat_lost_6k": phase["sent"] - phase["acked"],
        "media_lost_beside_chat": traffic.sent - traffic.received,
    }


def rooms_for(rate: float) -> int:
    """Rooms of two for so many thousands of packets a second."""
    return max(1, round(rate * 1000 / 2 / PACKETS_PER_S))


async def six_together() -> dict[str, dict[str, float]]:
    """One room of six: each packet goes to five, 4,800 a second in all."""
    found: dict[str, dict[str, float]] = {}
    for name in SERVERS:
        with tempfile.TemporaryDirectory() as folder:
            make = {"ours": many, "janus": janus}[name]
            async with make(Path(folder), 1, _SIX) as server:
                figures = found[name] = await measure(server, people=_SIX)
        print(f"{name:6} of six  " + "  ".join(f"{k} {v}" for k, v in figures.items()), flush=True)
    return found


async def rounds() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for rate in RATES:
        for name in SERVERS:
            with tempfile.TemporaryDirectory() as folder:
                make = {"ours": ours, "janus": janus}[name]
                async with make(Path(folder), rooms_for(rate)) as server:
                    figures = await measure(server)
            print(f"{name:6} {rate:>4g}k  " + "  ".join(f"{k} {v}" for k, v in figures.items()), flush=True)
            found[f"{name}_{rate:g}k"] = figures
    return found


def main() -> None:
    network.enter()
    found = asyncio.run(rounds())
    summary: dict[str, float] = {}
    for rate in RATES:
        a, b = found.get(f"ours_{rate:g}k"), found.get(f"janus_{rate:g}k")
        if a and b:
            summary[f"cpu_ratio_to_janus_{rate:g}k"] = round(a["cpu_us"] / b["cpu_us"], 3)
            summary[f"p50_delay_ratio_to_janus_{rate:g}k"] = round(a["p50_us"] / b["p50_us"], 3)
    summary["loss"] = sum(figures["lost"] for name, figures in found.items() if name.startswith("ours"))
    six = asyncio.run(six_together())
    if len(six) > 1:
        summary["cpu_ratio_to_janus_of_six"] = round(six["ours"]["cpu_us"] / six["janus"]["cpu_us"], 3)
        summary["p50_delay_ratio_to_janus_of_six"] = round(six["ours"]["p50_us"] / six["janus"]["p50_us"], 3)
    if "ours" in SERVERS:
        summary |= asyncio.run(chat_beside_media())
    print(json.dumps(summary | {"runs": found, "of_six": six}))


if __name__ == "__main__":
    sys.exit(main())
