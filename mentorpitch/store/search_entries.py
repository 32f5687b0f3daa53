"""Entries of the search: making them, finding them, forgetting them.

An entry's number begins with the second of its text, so entries lie in the order of time: a stretch of time
is a stretch of numbers, and the newest twenty are the last twenty.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import BigInteger, ColumnElement, and_, delete, func, insert, select, tuple_, type_coerce

from mentorpitch.search.shapes import Source
from mentorpitch.search.words import Term
from mentorpitch.shapes import UserId
from mentorpitch.store import search_sqlite as dialect
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.search_sources import SOURCES
from mentorpitch.store.tables.base import facts, milliseconds
from mentorpitch.store.tables.search import search_entries as entries
from mentorpitch.store.tables.search import search_waiting as waiting

IN_A_SECOND: Final = 2**20  # entries; a meeting at nine on a Monday is one of thousands
ERASED: Final = "search_erased"
SWEPT: Final = "search_swept"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    entry: int
    source: Source
    thing_id: str
    part: str
    scope: str
    place_id: str
    inside_id: str | None
    person_id: UserId | None
    at: datetime
    text: str


class Narrowing(msgspec.Struct, frozen=True, kw_only=True):
    """What of all that one may read; None or nothing: all of it."""

    sources: Collection[str] = ()
    place_ids: Collection[str] = ()
    person_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # without it itself
    before: int | None = None  # entry


async def find(
    tx: Reader, terms: Sequence[Term], scopes: Collection[str], by: Narrowing, *, limit: int
) -> list[Entry]:
    """Entries of these scopes that hold all the terms, the newest first."""
    wanted: list[ColumnElement[bool]] = [entries.c.scope.in_(scopes)]
    if by.sources:
        wanted.append(entries.c.source.in_(by.sources))
    if by.place_ids:
        wanted.append(entries.c.place_id.in_(by.place_ids))
    if by.person_id is not None:
        wanted.append(entries.c.person_id == by.person_id)
    first = None if by.since is None else _first_of(by.since)
    befores = [each for each in (by.before, None if by.until is None else _first_of(by.until)) if each]
    wanted += dialect.from_entry(first, min(befores, default=None))
    query = dialect.newest_first(dialect.narrow(select(entries).where(*wanted), terms, scopes))
    return [Entry(**row._asdict()) for row in await tx.execute(query.limit(limit))]


def _first_of(moment: datetime) -> int:
    return milliseconds(moment) // 1_000 * IN_A_SECOND


# ── Making them ──────────────────────────────────────────────────────────────


async def is_waiting(tx: Reader) -> bool:
    return (await tx.execute(select(waiting.c.source).limit(1))).first() is not None


async def index_some(tx: Writer, *, limit: int) -> int:
    """Read again what waits, `limit` things of it at most; returns how many."""
    rows = (await tx.execute(select(waiting).order_by(*ORDER).limit(limit))).all()
    last = {source: (thing_id, part) for source, thing_id, part in rows}
    for source, place in last.items():
        # A stretch of the key: a list of places would be compared with all that waits.
        taken = (waiting.c.source == source) & (tuple_(*ORDER[1:]) <= place)
        # One after the other by its key, whatever a planner without statistics thinks of a join.
        known = select(select(entries.c.entry).where(SAME).scalar_subquery()).where(taken)
        await tx.execute(delete(entries).where(entries.c.entry.in_(known)))
        await _add(tx, source, taken)
        await tx.execute(delete(waiting).where(taken))
    return len(rows)


ORDER: Final = (waiting.c.source, waiting.c.thing_id, waiting.c.part)
SAME: Final = and_(*(entries.c[each.name] == each for each in ORDER))


async def _add(tx: Writer, source: str, which: ColumnElement[bool]) -> None:
    """One statement, however many they are; each gets the next number of its second."""
    texts = SOURCES[source].where(which).subquery("texts")
    first = (type_coerce(texts.c.at, BigInteger) // 1_000 * IN_A_SECOND).label("first")
    earlier = entries.alias("earlier")
    taken = select(func.max(earlier.c.entry) - first + 1).where(
        earlier.c.entry >= first, earlier.c.entry < first + IN_A_SECOND
    )
    place = func.row_number().over(partition_by=first, order_by=(texts.c.thing_id, texts.c.part)) - 1
    number = first + place + func.coalesce(taken.scalar_subquery(), 0)
    await tx.execute(
        insert(entries).from_select(
            ["entry", *texts.c.keys()],
            select(number, *texts.c).where(texts.c.text != "").order_by(first),
        )
    )


# ── Leaving no trace ─────────────────────────────────────────────────────────


async def erased_since_sweep(tx: Reader) -> int | None:
    """How many entries were ever taken out, when that is more than at the last sweep."""
    query = select(facts.c.name, facts.c.value).where(facts.c.name.in_((ERASED, SWEPT)))
    counts = {name: int(value) for name, value in await tx.execute(query)}
    erased = counts.get(ERASED, 0)
    return erased if erased > counts.get(SWEPT, 0) else None


async def sweep_some(tx: Writer, *, first: bool) -> bool:
    """A step on the way to an index without what was taken out; False when that is done."""
    return await dialect.sweep(tx, first=first)


async def mark_swept(tx: Writer, erased: int) -> None:
    await tx.execute(delete(facts).where(facts.c.name == SWEPT))
    await tx.execute(insert(facts).values(name=SWEPT, value=str(erased)))
