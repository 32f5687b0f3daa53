"""Chat beside a bare python-socketio echo that stores nothing: what a durable ack costs.

Both servers in one run, each on one core, the load on the other; rooms of two, 120-byte messages, each rate
for a few seconds, alternated. Prints a table and, as its last line, one JSON object.
usage: make bench-chat, or .venv/bin/python benchmarks/bench_chat.py [--quick]
"""

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mentorpitch.store.upgrade import upgrade
from tests.served import Served, free_port
from tests.world import World

QUICK = "--quick" in sys.argv
CLIENTS = 500
SECONDS = 3 if QUICK else 5
ROUNDS = 1 if QUICK else 3
RATES = (1_000, 3_000)
CLIMB = tuple(range(3_000, 20_000, 1_000))  # until it cannot follow
MOST_ACK_P99_MS = 250


async def fill(folder: Path) -> list[dict[str, str]]:
    """A database with CLIENTS people in pairs, all signed in."""
    database = folder / "data" / "mentorpitch.sqlite"
    upgrade(database)
    clients = []
    world = World(database)
    world.clock.now = datetime.now(UTC)
    async with world.db:
        programme_id = await world.programme()
        manager = await world.user()
        for _ in range(CLIENTS // 2):
            pair = await world.mentorship(programme_id=programme_id, manager=manager)
            clients += [
                {"cookie": f"mentorpitch={world.secret(actor)}", "conversation_id": pair.conversation_id}
                for actor in (pair.mentor, pair.mentee)
            ]
    return clients


def pin(pid: int, core: int) -> None:
    with contextlib.suppress(OSError):
        os.sched_setaffinity(pid, {core})


@contextlib.asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[dict[str, Any]]:
    """MentorPitch itself, through its front door."""
    clients = await fill(folder)
    served = Served(folder)
    try:
        await served.start()
        assert served.process
        yield {"url": served.url, "pid": served.process.pid, "clients": clients}
    finally:
        await served.stop()


@contextlib.asynccontextmanager
async def bare_echo(folder: Path) -> AsyncIterator[dict[str, Any]]:
    served = Served(folder)
    served.port = free_port()
    served.url = f"http://127.0.0.1:{served.port}"
    served.process = await asyncio.create_subprocess_exec(
        sys.executable, ROOT / "benchmarks/chat/bare_echo.py", str(served.port)
    )
    try:
        await served.ready()
        clients = [{"cookie": "", "conversation_id": f"room-{n // 2}"} for n in range(CLIENTS)]
        yield {"url": served.url, "pid": served.process.pid, "clients": clients, "joins": True}
    finally:
        await served.stop()


async def drive(plan: dict[str, Any], phases: list[dict[str, float]]) -> list[dict[str, Any]]:
    """Run the load on a core of its own; one result for each phase that it came to."""
    pin(plan["pid"], 0)
    for task in os.listdir(f"/proc/{plan['pid']}/task"):
        pin(int(task), 0)
    load = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "benchmarks/chat/load.py",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    pin(load.pid, (os.cpu_count() or 1) - 1)
    output, _ = await load.communicate((json.dumps({**plan, "phases": phases}) + "\n").encode())
    assert load.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


def resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def keeps_up(phase: dict[str, Any]) -> bool:
    return (
        phase["acked"] == phase["sent"]
        and phase["ack_p99_ms"] <= MOST_ACK_P99_MS
        and phase["acked_per_s"] >= 0.95 * phase["rate"]
    )


async def measure(name: str, server: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        async with server(Path(folder)) as plan:
            warm = [{"rate": 500, "seconds": 1}]
            steady = [{"rate": rate, "seconds": SECONDS} for rate in RATES]
            phases = await drive(plan, [*warm, *steady])
            climb = await drive(plan, [*warm, *({"rate": rate, "seconds": 2} for rate in CLIMB)])
    for phase in phases[1:]:
        print(f"{name:12} {phase}", file=sys.stderr)
    most = max((phase["acked_per_s"] for phase in climb[1:] if keeps_up(phase)), default=0)
    print(f"{name:12} most {most}/s; then {climb[-1]}", file=sys.stderr)
    steady_by_rate = {phase["rate"]: phase for phase in phases[1:]}
    wrong = [phase for phase in (*phases, *climb) if phase["disorder"] or phase["refused"]]
    return {"most": most, "at": steady_by_rate, "wrong": wrong}


@contextlib.asynccontextmanager
async def connected(plan: dict[str, Any], clients: list[dict[str, str]]) -> AsyncIterator[None]:
    """These clients, signed in and silent, for as long as the block."""
    load = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "benchmarks/chat/load.py",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert load.stdin
    assert load.stdout
    phases = [{"rate": 1, "seconds": 2}]
    load.stdin.write((json.dumps({**plan, "clients": clients, "phases": phases}) + "\n").encode())
    await load.stdout.readline()
    yield
    load.stdin.close()
    await load.wait()


async def idle_kb(connections: int = 1_000) -> float:
    """What one more signed-in connection that says nothing keeps in memory."""
    with tempfile.TemporaryDirectory() as folder:
        async with ours(Path(folder)) as plan:
            clients = plan["clients"]
            async with connected(plan, clients[:100]):  # what is loaded once belongs to none of them
                before = resident_kb(plan["pid"])
                async with connected(plan, (clients * 3)[100 : 100 + connections]):
                    after = resident_kb(plan["pid"])
    return (after - before) / connections


async def main() -> None:
    servers = {"mentorpitch": ours, "bare echo": bare_echo}
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            rounds[name].append(await measure(name, server))

    def median(name: str, value: Any) -> float:
        return statistics.median(value(each) for each in rounds[name])

    def both(value: Any) -> tuple[float, float]:
        return median("mentorpitch", value), median("bare echo", value)

    most, echo_most = both(lambda each: each["most"])
    cpu, echo_cpu = both(lambda each: each["at"][3_000]["cpu_us_per_message"])
    figures = {
        "throughput_ratio_to_bare_echo": round(most / echo_most, 2) if echo_most else None,
        "cpu_ratio_to_bare_echo_3k": round(cpu / echo_cpu, 2),
        "ack_p99_ms_3k": median("mentorpitch", lambda each: each["at"][3_000]["ack_p99_ms"]),
        "kb_per_idle_connection": round(await idle_kb(), 1),
        "most_per_s": most,
        "echo_most_per_s": echo_most,
        "cpu_us_3k": cpu,
        "echo_cpu_us_3k": echo_cpu,
        "cpu_us_1k": median("mentorpitch", lambda each: each["at"][1_000]["cpu_us_per_message"]),
        "ack_p50_ms_3k": median("mentorpitch", lambda each: each["at"][3_000]["ack_p50_ms"]),
        "delivery_p99_ms_3k": median("mentorpitch", lambda each: each["at"][3_000]["delivery_p99_ms"]),
        "lost_doubled_or_disordered": sum(len(each["wrong"]) for each in rounds["mentorpitch"]),
    }
    for name, value in figures.items():
        print(f"{name:32} {value!s:>10}")
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
