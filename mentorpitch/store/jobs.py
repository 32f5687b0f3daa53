"""Jobs: work that is written down with what wants it, and done later at least once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from mentorpitch.ids import new_id
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.jobs import jobs


class Job(msgspec.Struct, frozen=True, kw_only=True):
    job_id: str
    kind: str
    about: Mapping[str, str]  # ids by name
    attempts: int  # the one under way among them


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt ended: one of the three times."""

    done_at: datetime | None = None
    failed_at: datetime | None = None
    next_at: datetime | None = None
    last_error: str | None = None  # a word


async def add(tx: Writer, kind: str, *, key: str, about: Mapping[str, str], due_at: datetime) -> str:
    """Wish for a job; the same key again is the same job. Returns its id.

    Announce JobsWait after the commit, or it waits until the worker looks by itself.
    """
    await tx.execute(
        insert_or_ignore(jobs)
        .values(job_id=new_id(), kind=kind, key=key, about=dict(about), due_at=due_at, next_at=due_at)
        .on_conflict_do_nothing()
    )
    return str((await tx.execute(select(jobs.c.job_id).where(jobs.c.key == key))).scalar_one())


async def add_all(
    tx: Writer, kind: str, wishes: Mapping[str, Mapping[str, str]], *, due_at: datetime
) -> dict[str, str]:
    """Wish for many that nobody has wished for: `about` by key. Returns the ids by key."""
    ids = {key: new_id() for key in wishes}
    rows = [
        {
            "job_id": ids[key],
            "kind": kind,
            "key": key,
            "about": dict(about),
            "due_at": due_at,
            "next_at": due_at,
        }
        for key, about in wishes.items()
    ]
    if rows:
        await tx.execute(insert(jobs), rows)
    return ids


async def find_next(tx: Reader, kinds: Collection[str]) -> datetime | None:
    """When the next job of these kinds is to be tried; it may lie in the past."""
    query = select(jobs.c.next_at).where(jobs.c.next_at.is_not(None), jobs.c.kind.in_(kinds))
    return (await tx.execute(query.order_by(jobs.c.next_at).limit(1))).scalar_one_or_none()


async def claim(
    tx: Writer, kinds: Collection[str], *, at: datetime, lost_at: datetime, limit: int
) -> list[Job]:
    """Take jobs that are due, the longest overdue first. At `lost_at` they may be taken again."""
    query = select(jobs).where(jobs.c.next_at <= at, jobs.c.kind.in_(kinds))
    rows = list(await tx.execute(query.order_by(jobs.c.next_at, jobs.c.job_id).limit(limit)))
    await tx.execute(
        update(jobs)
        .where(jobs.c.job_id.in_([row.job_id for row in rows]))
        .values(next_at=lost_at, attempts=jobs.c.attempts + 1)
    )
    return [_claimed(row) for row in rows]


async def settle(tx: Writer, job: Job, outcome: Outcome) -> bool:
    """Write down how an attempt ended; False when somebody else has taken the job since."""
    settled = await tx.execute(
        update(jobs)
        .where(jobs.c.job_id == job.job_id, jobs.c.attempts == job.attempts, jobs.c.next_at.is_not(None))
        .values(msgspec.structs.asdict(outcome))
    )
    return settled.rowcount == 1


def _claimed(row: Row[Any]) -> Job:
    return Job(job_id=row.job_id, kind=row.kind, about=row.about, attempts=row.attempts + 1)
