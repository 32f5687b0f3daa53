"""Development areas, and what was said of their levels."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, insert, select, update

from mentorpitch.growth.shapes import Area, AreaId, Evidence, Level, LevelEntry
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.growth import area_levels, areas


async def add(
    tx: Writer,
    area_id: AreaId,
    *,
    mentorship_id: MentorshipId,
    client_id: str,
    asked: str,
    name: str,
    highlighted: bool,
    target: Level | None,
    at: datetime,
    brought_from: MentorshipId | None = None,
) -> Area:
    await tx.execute(
        insert(areas).values(
            area_id=area_id,
            mentorship_id=mentorship_id,
            client_id=client_id,
            asked=asked,
            name=name,
            highlighted=highlighted,
            target=target,
            brought_from=brought_from,
            revision=1,
            created_at=at,
            changed_at=at,
        )
    )
    return await _get(tx, area_id)


async def find_made(tx: Reader, mentorship_id: MentorshipId, client_id: str) -> tuple[AreaId, str] | None:
    """The area that was made with this client_id before, and the fingerprint of what was asked."""
    row = (
        await tx.execute(
            select(areas.c.area_id, areas.c.asked).where(
                areas.c.mentorship_id == mentorship_id, areas.c.client_id == client_id
            )
        )
    ).one_or_none()
    return None if row is None else (row.area_id, row.asked)


async def find(tx: Reader, area_id: AreaId) -> Area | None:
    found = await _read(tx, select(areas).where(areas.c.area_id == area_id))
    return found[0] if found else None


async def list_of(tx: Reader, mentorship_id: MentorshipId) -> tuple[Area, ...]:
    """The oldest first."""
    query = select(areas).where(areas.c.mentorship_id == mentorship_id)
    return tuple(await _read(tx, query.order_by(areas.c.created_at, areas.c.area_id)))


async def change(tx: Writer, area: Area, *, at: datetime, **values: Any) -> Area:
    """Give the area these values and its next revision."""
    await tx.execute(
        update(areas)
        .where(areas.c.area_id == area.area_id)
        .values(revision=area.revision + 1, changed_at=at, **values)
    )
    return await _get(tx, area.area_id)


async def add_entry(tx: Writer, area: Area, entry: LevelEntry, *, client_id: str | None) -> Area:
    """Add a word about its level; the entry's revision becomes the area's."""
    await tx.execute(
        insert(area_levels).values(
            msgspec.structs.asdict(entry)
            | {
                "area_id": area.area_id,
                "client_id": client_id,
                "evidence": msgspec.to_builtins(entry.evidence),
            }
        )
    )
    return await change(tx, area, at=entry.at)


async def find_entry(tx: Reader, area_id: AreaId, user_id: UserId, client_id: str) -> LevelEntry | None:
    """What this person said with this client_id before."""
    found = await tx.execute(
        select(area_levels).where(
            area_levels.c.area_id == area_id,
            area_levels.c.user_id == user_id,
            area_levels.c.client_id == client_id,
        )
    )
    row = found.one_or_none()
    return None if row is None else _entry(row)


async def list_history(tx: Reader, area_id: AreaId) -> tuple[LevelEntry, ...]:
    """The oldest first."""
    query = select(area_levels).where(area_levels.c.area_id == area_id)
    return tuple(_entry(row) for row in await tx.execute(query.order_by(area_levels.c.revision)))


async def _get(tx: Reader, area_id: AreaId) -> Area:
    [area] = await _read(tx, select(areas).where(areas.c.area_id == area_id))
    return area


async def _read(tx: Reader, query: Select[*tuple[Any, ...]]) -> list[Area]:
    rows = (await tx.execute(query)).all()
    said = await tx.execute(
        select(area_levels)
        .where(area_levels.c.area_id.in_([row.area_id for row in rows]))
        .order_by(area_levels.c.revision)
    )
    histories: defaultdict[str, list[LevelEntry]] = defaultdict(list)
    for row in said:
        histories[row.area_id].append(_entry(row))
    return [_area(row, histories[row.area_id]) for row in rows]


def _area(row: Row[*tuple[Any, ...]], history: list[LevelEntry]) -> Area:
    levels = [entry for entry in history if entry.kind in ("set", "accepted")]
    talk = [entry for entry in history if entry.kind != "set"]  # suggestions and the answers to them
    return Area(
        area_id=row.area_id,
        mentorship_id=row.mentorship_id,
        client_id=row.client_id,
        name=row.name,
        highlighted=row.highlighted,
        first=levels[0] if levels else None,
        current=levels[-1] if levels else None,
        target=row.target,
        suggested=talk[-1] if talk and talk[-1].kind == "suggested" else None,
        brought_from=row.brought_from,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def _entry(row: Row[*tuple[Any, ...]]) -> LevelEntry:
    return LevelEntry(
        revision=row.revision,
        user_id=row.user_id,
        kind=row.kind,
        level=row.level,
        note=row.note,
        evidence=msgspec.convert(row.evidence, tuple[Evidence, ...]),
        at=row.at,
    )
