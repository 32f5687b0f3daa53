"""Jobs: work that is written down with what wants it, and done later at least once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from mentorpitch.ids import new_id
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.jobs import jobs


class Job(msgspec.Struct, frozen=True, kw_only=True):
    job_id: str
    kind: str
    about: Mapping[str, str]  # ids by name
    attempts: int  # the one under way among them


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    key: str  # the same key again is the same job
    about: Mapping[str, str]
    due_at: datetime


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


async def add_missing(tx: Writer, kind: str, wishes: Iterable[Wish]) -> None:
    """Wish for those that nobody has wished for yet."""
    rows = [
        msgspec.structs.asdict(wish) | {"job_id": new_id(), "kind": kind, "next_at": wish.due_at}
        for wish in wishes
    ]
    if rows:
        await tx.execute(insert_or_ignore(jobs).on_conflict_do_nothing(), rows)


async def find_next(tx: Reader, kinds: Collection[str]) -> datetime | None:
    """When the next job of these kinds is to be tried; it may lie in the past."""
    query = select(jobs.c.next_at).where(jobs.c.next_at.is_not(None), jobs.c.kind.in_(kinds))
    return (await tx.execute(query.order_by(jobs.c.next_at).limit(1))).scalar_one_or_none()


async def list_due(tx: Reader, kinds: Collection[str], *, at: datetime, limit: int) -> list[Job]:
    """Jobs that are due, the longest overdue first."""
    query = select(jobs).where(jobs.c.next_at <= at, jobs.c.kind.in_(kinds))
    rows = await tx.execute(query.order_by(jobs.c.next_at, jobs.c.job_id).limit(limit))
    return [_job(row) for row in rows]


async def claim(
    tx: Writer, kinds: Collection[str], *, at: datetime, lost_at: datetime, limit: int
) -> list[Job]:
    """Take what is due. At `lost_at` it may be taken again."""
    due = await list_due(tx, kinds, at=at, limit=limit)
    await tx.execute(
        update(jobs)
        .where(jobs.c.job_id.in_([job.job_id for job in due]))
        .values(next_at=lost_at, attempts=jobs.c.attempts + 1)
    )
    return due


async def settle(tx: Writer, outcomes: Iterable[tuple[Job, Outcome]]) -> set[str]:
    """Write down how attempts ended. Returns the ids of those jobs that nobody else has taken since."""
    alike: defaultdict[tuple[int, Outcome], list[str]] = defaultdict(list)
    for job, outcome in outcomes:
        alike[job.attempts, outcome].append(job.job_id)
    settled: set[str] = set()
    for (attempts, outcome), job_ids in alike.items():
        rows = await tx.execute(
            update(jobs)
            .where(jobs.c.job_id.in_(job_ids), jobs.c.attempts == attempts, jobs.c.next_at.is_not(None))
            .values(msgspec.structs.asdict(outcome))
            .returning(jobs.c.job_id)
        )
        settled.update(rows.scalars())
    return settled


async def finish(tx: Writer, done: Iterable[Job], *, at: datetime) -> None:
    """They were done in this transaction, by nobody who had to claim them."""
    await tx.execute(
        update(jobs)
        .where(jobs.c.job_id.in_([job.job_id for job in done]))
        .values(done_at=at, next_at=None, last_error=None, attempts=jobs.c.attempts + 1)
    )


async def forget(tx: Writer, kind: str, *, due_before: datetime) -> None:
    """Those of one kind that were settled and that nobody can wish for again."""
    await tx.execute(
        delete(jobs).where(jobs.c.kind == kind, jobs.c.due_at < due_before, jobs.c.next_at.is_(None))
    )


def _job(row: Row[Any]) -> Job:
    return Job(job_id=row.job_id, kind=row.kind, about=row.about, attempts=row.attempts + 1)
