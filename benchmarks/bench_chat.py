"""Chat beside a bare python-socketio echo that stores nothing, and beside Prosody, which stores what we do.

All in one run, each server on one core and the load on another; rooms of two, 120-byte messages, in turn,
round after round, each ratio from the figures of one. Prints a table and, as its last line, one JSON object.
usage: make bench-chat, or .venv/bin/python benchmarks/bench_chat.py [--quick]
"""

import asyncio
import json
import statistics
import sys
import tempfile
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.chat import prosody, scenes
from benchmarks.chat.driving import BUSY, Phase, climb, load
from benchmarks.chat.servers import bare_echo, ours
from tests.crowd import fill

QUICK = "--quick" in sys.argv
CLIENTS = 500
MENTEES = 20  # of one mentor, for the flood
SECONDS = 2 if QUICK else 5
CLIMB_S = 1 if QUICK else 3  # at each step
ROUNDS = 1 if QUICK else 3
PROSODY_PER_S = 200  # where its CPU is compared with ours
OURS, ECHO, PROSODY = "mentorpitch", "bare echo", "prosody"
STEADY: dict[str, tuple[int, ...]] = {
    OURS: (PROSODY_PER_S, 1_000, 3_000),
    ECHO: (3_000,),
    PROSODY: (PROSODY_PER_S,),
}
CLIMB_FROM = {OURS: 3_000, ECHO: 2_000, PROSODY: 100}


@dataclass
class Measured:
    """One server in one round."""

    at: dict[int, Phase]  # by rate
    most: Phase | None  # the fastest that it kept up with
    missed: Phase | None

    @property
    def most_per_s(self) -> int:
        return self.most["acked_per_s"] if self.most else 0

    @property
    def wrong(self) -> int:
        """Phases in which something was refused, or came out of order."""
        return sum(bool(phase["disorder"] or phase["refused"]) for phase in self.at.values())


async def measure(name: str, server: AbstractAsyncContextManager[dict[str, Any]]) -> Measured:
    async with server as plan, load(plan) as running:
        at = {rate: await running.phase(rate, SECONDS) for rate in STEADY[name]}
        # What it owes after a phase that it could not follow would spoil the climb.
        owes = any(phase["acked"] < phase["sent"] for phase in at.values())
        most, missed = (
            (None, None)
            if owes
            else await climb(running, start=CLIMB_FROM[name], seconds=CLIMB_S, fine=not QUICK)
        )
    for phase in (*at.values(), most, missed):
        print(f"{name:12} {phase}", file=sys.stderr)
    if missed and missed["load_cpu_share"] > BUSY:
        print(f"{name:12} the load program was the limit, not the server", file=sys.stderr)
    return Measured(at, most, missed)


async def compare(kept: Path, people: scenes.People) -> dict[str, list[Measured]]:
    names = [OURS, ECHO]
    if prosody.is_here():
        names.append(PROSODY)
    else:
        print(f"{prosody.ABSENT}. Its figures are left out.", file=sys.stderr)
    rounds: dict[str, list[Measured]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                servers = {
                    OURS: lambda path: ours(path, kept=kept, people=people[:CLIENTS]),
                    ECHO: lambda path: bare_echo(path, CLIENTS),
                    PROSODY: lambda path: prosody.prosody(path, CLIENTS),
                }
                rounds[name].append(await measure(name, servers[name](Path(folder))))
    return rounds


def figures_of(rounds: dict[str, list[Measured]]) -> dict[str, Any]:
    def median(name: str, value: Any) -> float:
        return statistics.median(value(each) for each in rounds[name])

    def ratio(name: str, value: Any) -> float | None:
        """Ours over theirs, each time of the same round."""
        pairs = zip(rounds[OURS], rounds.get(name, ()), strict=False)
        ratios = [value(mine) / value(theirs) for mine, theirs in pairs if value(theirs)]
        return round(statistics.median(ratios), 2) if ratios else None

    def most(each: Measured) -> float:
        return each.most_per_s

    def at(rate: int, key: str) -> Any:
        return lambda each: each.at[rate][key]

    mine = rounds[OURS]
    return {
        "throughput_ratio_to_bare_echo": ratio(ECHO, most),
        "throughput_ratio_to_prosody": ratio(PROSODY, most),
        "cpu_ratio_to_bare_echo_3k": ratio(ECHO, at(3_000, "cpu_us_per_message")),
        "cpu_ratio_to_prosody": ratio(PROSODY, at(PROSODY_PER_S, "cpu_us_per_message")),
        "most_per_s": median(OURS, most),
        "echo_most_per_s": median(ECHO, most),
        "prosody_most_per_s": median(PROSODY, most) if PROSODY in rounds else None,
        "load_was_the_limit": sum(
            bool(each.missed and each.missed["load_cpu_share"] > BUSY) for each in mine
        ),
        "ack_p50_ms_1k": median(OURS, at(1_000, "ack_p50_ms")),
        "ack_p99_ms_1k": median(OURS, at(1_000, "ack_p99_ms")),
        "ack_p50_ms_3k": median(OURS, at(3_000, "ack_p50_ms")),
        "ack_p99_ms_3k": median(OURS, at(3_000, "ack_p99_ms")),
        "delivery_p99_ms_3k": median(OURS, at(3_000, "delivery_p99_ms")),
        "cpu_us_1k": median(OURS, at(1_000, "cpu_us_per_message")),
        "cpu_us_3k": median(OURS, at(3_000, "cpu_us_per_message")),
        "echo_cpu_us_3k": median(ECHO, at(3_000, "cpu_us_per_message")),
        "lost_doubled_or_disordered": sum(each.wrong for each in mine),
    }


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept.sqlite"
        everybody = await fill(kept, pairs=1_000, of_one_mentor=MENTEES)
        people, mentor = everybody[: -2 * MENTEES], everybody[-2 * MENTEES :]
        figures = figures_of(await compare(kept, people))
        figures["kb_per_idle_connection"] = round(await scenes.idle_kb(kept, people), 1)
        by_crowd = await scenes.delivery_p99_ms(kept, people, seconds=SECONDS)
        figures |= {f"delivery_p99_ms_{crowd}": ms for crowd, ms in by_crowd.items()}
        ratio = await scenes.stalled_p99_ratio(kept, people, mentor, seconds=SECONDS, pairs=ROUNDS)
        figures["stalled_reader_p99_ratio"] = round(ratio, 2)
        back = await scenes.reconnect(kept, people)
        figures["reconnect_2000_s"] = round(back["seconds"], 1)
        figures["reconnect_2000_cpu_s"] = round(back["cpu_s"], 1)
        figures["reconnect_lag_p99_ms"] = round(back["lag_p99_ms"], 1)
    for name, value in figures.items():
        print(f"{name:32} {value!s:>10}")
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
