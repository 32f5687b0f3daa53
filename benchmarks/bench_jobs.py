"""Ten thousand reminders, over a restart and the hour that clocks show twice: each once, and on time.

Five thousand pairs meet around the jump of Lisbon's clocks on the night in October when they go back: half
of them at one instant, the others within ten seconds of it on either side. The server's own worker does its
part on a clock that begins shortly before the first reminder and runs like any other; in between it is
stopped, and another one opens the same database. Late is how long after its time a reminder is announced to
its person; the letters go to a mail server that takes them at once.
Prints a table and, as its last line, one JSON object. `PAIRS=500` makes it shorter.
usage: make bench, or .venv/bin/python benchmarks/bench_jobs.py
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, insert, select

from mentorpitch.announcements import Announcement, Told
from mentorpitch.jobs import Worker
from mentorpitch.meetings.local_time import local_of
from mentorpitch.reminders import planning
from mentorpitch.reminders.due import BEFORE
from mentorpitch.reminders.giving import MAIL_KIND, Giving
from mentorpitch.store.database import Database
from mentorpitch.store.jobs import Job
from mentorpitch.store.tables.chat import conversations
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.store.tables.meetings import meetings
from mentorpitch.store.tables.mentorships import mentorships
from mentorpitch.store.tables.people import users
from mentorpitch.store.tables.reminders import reminders
from mentorpitch.store.upgrade import upgrade
from tests.world import World

PAIRS = int(os.environ.get("PAIRS", "5000"))
BOUND_S = 2.0  # of the latest reminder in a hundred
ZONE = "Europe/Lisbon"
EDGE = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # 02:00 in Lisbon becomes 01:00
SPREAD_S = 20
LEAD_S = 1.0  # from the start of the worker to the first reminder


class RunningClock:
    """Shows `start` when it is made, and goes on from there."""

    def __init__(self, start: datetime) -> None:
        self._offset = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        now = datetime.now(UTC) + self._offset
        return now.replace(microsecond=now.microsecond // 1_000 * 1_000)


class TakesLetters:
    """A mail server that takes everything at once."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()

    async def do(self, job: Job) -> None:
        self.sent[job.job_id] += 1

    async def told(self, _tx: object, _job: Job) -> None:
        return None


def starts(pairs: int) -> list[datetime]:
    """When they meet: the crowd at the jump itself, the others around it."""
    crowd = [EDGE] * (pairs // 2)
    others = pairs - len(crowd)
    first = EDGE - timedelta(seconds=SPREAD_S / 2)
    return crowd + [first + timedelta(seconds=SPREAD_S * n / others) for n in range(others)]


def due_by_user(pairs: int) -> dict[str, datetime]:
    """When each person is to be reminded that it begins soon."""
    return {
        f"{role}-{n}": at - BEFORE["soon"]
        for n, at in enumerate(starts(pairs))
        for role in ("mentor", "mentee")
    }


async def fill(world: World, pairs: int) -> None:
    """Each pair with one meeting, arranged long before."""
    pair = await world.mentorship()
    at = EDGE - timedelta(days=30)
    person = {"time_zone": ZONE, "password_hash": "", "created_at": at, "is_admin": False, "is_demo": False}
    rows: dict[object, list[dict[str, object]]] = {
        users: [],
        conversations: [],
        mentorships: [],
        meetings: [],
    }
    for n, starts_at in enumerate(starts(pairs)):
        for role in ("mentor", "mentee"):
            rows[users].append(
                {"user_id": f"{role}-{n}", "email": f"{role}-{n}@world.example", "name": role, **person}
            )
        rows[conversations].append({"conversation_id": f"c-{n}", "created_at": at, "last_seq": 0})
        rows[mentorships].append(
            {
                "mentorship_id": f"m-{n}",
                "programme_id": pair.programme_id,
                "mentor_id": f"mentor-{n}",
                "mentee_id": f"mentee-{n}",
                "conversation_id": f"c-{n}",
                "status": "active",
                "created_at": at,
                "pause_reason": "",
            }
        )
        rows[meetings].append(
            {
                "meeting_id": f"meeting-{n}",
                "mentorship_id": f"m-{n}",
                "title": "Talk",
                "kind": "video",
                "local_start": local_of(starts_at, ZONE),
                "time_zone": ZONE,
                "minutes": 30,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=30),
                "created_by": f"mentee-{n}",
                "created_at": at,
                "revision": 1,
            }
        )
    async with world.db.write() as tx:
        for table, values in rows.items():
            await tx.execute(insert(table), values)


class Measure:
    """What was announced to whom, and how late."""

    def __init__(self, due: dict[str, datetime], clock: RunningClock) -> None:
        self._due = due
        self._clock = clock
        self.late_s: dict[str, float] = {}
        self.twice = 0

    def announce(self, said: Announcement) -> None:
        assert isinstance(said, Told)
        for user_id in said.user_ids:
            self.twice += user_id in self.late_s
            self.late_s[user_id] = (self._clock() - self._due[user_id]).total_seconds()


async def run(path: Path, clock: RunningClock, measure: Measure, letters: TakesLetters, until: int) -> None:
    """A server's worker, until so many are reminded and no job is left that is due; then it is stopped."""
    async with Database(path) as db:
        worker = Worker(
            db,
            {MAIL_KIND: letters},
            stored={planning.KIND: Giving(sends_mail=True, clock=clock)},
            announce=measure.announce,
            clock=clock,
        )
        worker.start()
        while len(measure.late_s) < until:
            await asyncio.sleep(0.05)
        if until == 2 * PAIRS:
            while sum(letters.sent.values()) < 2 * PAIRS:
                await asyncio.sleep(0.05)
        await worker.close()


async def bench(folder: Path) -> dict[str, float]:
    path = folder / "bench.sqlite"
    upgrade(path)
    due = due_by_user(PAIRS)
    world = World(path)
    async with world.db:
        await fill(world, PAIRS)
        world.clock.now = min(due.values()) - timedelta(hours=1)
        began = time.perf_counter()
        await planning.plan_all(world.db, clock=world.clock)
        planned_s = time.perf_counter() - began
    clock = RunningClock(min(due.values()) - timedelta(seconds=LEAD_S))
    measure, letters = Measure(due, clock), TakesLetters()
    await run(path, clock, measure, letters, until=PAIRS // 3)
    stopped = time.perf_counter()
    async with Database(path) as db:  # what a server does at its start
        await planning.plan_all(db, clock=clock)
    down_s = time.perf_counter() - stopped
    await run(path, clock, measure, letters, until=2 * PAIRS)
    async with Database(path) as db, db.read() as tx:
        given = (await tx.execute(select(func.count()).select_from(reminders))).scalar_one()
        waiting = (
            await tx.execute(select(func.count()).select_from(jobs).where(jobs.c.next_at.is_not(None)))
        ).scalar_one()
    late = sorted(measure.late_s.values())
    return {
        "reminders": given,
        "announced": len(late),
        "twice": measure.twice,
        "jobs_left": waiting,
        "letters": len(letters.sent),
        "letters_twice": sum(count - 1 for count in letters.sent.values()),
        "planned_s": round(planned_s, 2),
        "down_s": round(down_s, 2),
        "late_s_p50": round(statistics.median(late), 3),
        "late_s_p99": round(statistics.quantiles(late, n=100)[98], 3),
        "late_s_max": round(late[-1], 3),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(bench(Path(folder)))
    print(f"{2 * PAIRS} reminders, half of them at one instant; the bound of p99 is {BOUND_S:.0f} s late")
    for name, figure in figures.items():
        print(f"{name:15} {figure:>10}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
