"""What stands on the agendas of meetings, and what somebody said they would do."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from mentorpitch.meetings.shapes import ActionItem, AgendaItem, Origin
from mentorpitch.shapes import MentorshipId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.meetings import actions, agenda_items, meetings

# ── Agenda items ─────────────────────────────────────────────────────────────


async def add_item(tx: Writer, **values: object) -> None:
    """Add it at the end."""
    query = select(func.max(agenda_items.c.position)).where(agenda_items.c.meeting_id == values["meeting_id"])
    last = (await tx.execute(query)).scalar_one()
    position = 0 if last is None else last + 1
    await tx.execute(insert(agenda_items).values({"state": "open"} | values | {"position": position}))


async def list_items(tx: Reader, meeting_ids: Sequence[str]) -> list[tuple[str, AgendaItem]]:
    """Each with the id of its meeting, in the agenda's order."""
    origin = meetings.alias("origin")
    rows = await tx.execute(
        select(
            agenda_items,
            origin.c.local_start.label("origin_start"),
            origin.c.time_zone.label("origin_zone"),
        )
        .outerjoin(origin, origin.c.meeting_id == agenda_items.c.carried_from)
        .where(agenda_items.c.meeting_id.in_(meeting_ids))
        .order_by(agenda_items.c.meeting_id, agenda_items.c.position)
    )
    return [(row.meeting_id, _item(row)) for row in rows]


async def change_item(tx: Writer, item_id: str, **values: object) -> None:
    await tx.execute(update(agenda_items).where(agenda_items.c.item_id == item_id).values(values))


async def put_in_order(tx: Writer, item_ids: Iterable[str]) -> None:
    for position, item_id in enumerate(item_ids):
        await change_item(tx, item_id, position=position)


async def delete_item(tx: Writer, item_id: str) -> None:
    await tx.execute(delete(agenda_items).where(agenda_items.c.item_id == item_id))


async def find_current(tx: Reader, meeting_id: str) -> AgendaItem | None:
    """The item that is talked about, on the clock or not."""
    found = [item for _, item in await list_items(tx, [meeting_id]) if item.current]
    return found[0] if found else None


async def leave_open_items(tx: Writer, meeting_id: str) -> None:
    """The meeting is over: what is open now, and not talked about, was left."""
    await tx.execute(
        update(agenda_items)
        .where(
            agenda_items.c.meeting_id == meeting_id,
            agenda_items.c.state == "open",
            agenda_items.c.current.is_(False),
        )
        .values(state="left")
    )


async def list_left(tx: Reader, mentorship_id: MentorshipId) -> list[Row[Any]]:
    """What was left and stands on no later agenda yet, in the order in which it was to be talked about."""
    rows = await tx.execute(
        select(agenda_items)
        .join(meetings, meetings.c.meeting_id == agenda_items.c.meeting_id)
        .where(
            meetings.c.mentorship_id == mentorship_id,
            agenda_items.c.state == "left",
            agenda_items.c.carried_to.is_(None),
            agenda_items.c.action_id.is_(None),  # an open action comes by itself
        )
        .order_by(meetings.c.starts_at, meetings.c.meeting_id, agenda_items.c.position)
    )
    return list(rows.all())


async def is_action_on(tx: Reader, action_id: str, meeting_id: str) -> bool:
    query = select(agenda_items.c.item_id).where(
        agenda_items.c.action_id == action_id, agenda_items.c.meeting_id == meeting_id
    )
    return (await tx.execute(query.limit(1))).first() is not None


# ── Actions ──────────────────────────────────────────────────────────────────


async def add_action(tx: Writer, **values: object) -> None:
    await tx.execute(insert(actions).values(values))


async def list_actions(tx: Reader, meeting_ids: Sequence[str]) -> list[tuple[str, ActionItem]]:
    """Those made in a meeting or standing on its agenda, each with the id of that meeting, oldest first."""
    shown = (
        select(actions.c.meeting_id.label("shown_in"), actions.c.action_id)
        .where(actions.c.meeting_id.in_(meeting_ids))
        .union(
            select(agenda_items.c.meeting_id, agenda_items.c.action_id).where(
                agenda_items.c.meeting_id.in_(meeting_ids), agenda_items.c.action_id.is_not(None)
            )
        )
        .subquery()
    )
    rows = await tx.execute(
        select(actions, shown.c.shown_in)
        .join(shown, shown.c.action_id == actions.c.action_id)
        .order_by(actions.c.created_at, actions.c.action_id)
    )
    return [(row.shown_in, _action(row)) for row in rows]


async def list_actions_of(tx: Reader, mentorship_id: MentorshipId) -> tuple[ActionItem, ...]:
    """Every action of a pair: the open ones first, then the newest done."""
    rows = await tx.execute(
        select(actions)
        .where(actions.c.mentorship_id == mentorship_id)
        .order_by(actions.c.done_at.is_not(None), actions.c.done_at.desc(), actions.c.created_at)
    )
    return tuple(_action(row) for row in rows)


async def list_open_actions(tx: Reader, mentorship_id: MentorshipId, *, not_on: str) -> list[ActionItem]:
    """The open ones that have not been brought to the meeting `not_on`, oldest first."""
    rows = await tx.execute(
        select(actions)
        .where(
            actions.c.mentorship_id == mentorship_id,
            actions.c.done_at.is_(None),
            actions.c.carried_to.is_distinct_from(not_on),
            actions.c.meeting_id != not_on,
        )
        .order_by(actions.c.created_at, actions.c.action_id)
    )
    return [_action(row) for row in rows]


async def change_action(tx: Writer, action_id: str, **values: object) -> None:
    if isinstance(values.get("due_on"), date):
        values["due_on"] = str(values["due_on"])
    await tx.execute(update(actions).where(actions.c.action_id == action_id).values(values))


async def delete_action(tx: Writer, action_id: str) -> None:
    await tx.execute(delete(agenda_items).where(agenda_items.c.action_id == action_id))
    await tx.execute(delete(actions).where(actions.c.action_id == action_id))


async def rename_action(tx: Writer, action_id: str, text: str) -> None:
    """On agendas that are still ahead; those that are over keep the words of their time."""
    await tx.execute(
        update(agenda_items)
        .where(agenda_items.c.action_id == action_id, agenda_items.c.state == "open")
        .values(title=text)
    )


async def settle_action(tx: Writer, action_id: str) -> None:
    """It is done: on agendas that are still ahead, too."""
    await tx.execute(
        update(agenda_items)
        .where(agenda_items.c.action_id == action_id, agenda_items.c.state == "open")
        .values(state="done")
    )


async def list_meetings_of_action(tx: Reader, action_id: str) -> list[str]:
    """The ids of the meetings that show it."""
    made_in = select(actions.c.meeting_id).where(actions.c.action_id == action_id)
    on = select(agenda_items.c.meeting_id).where(agenda_items.c.action_id == action_id)
    return list((await tx.execute(made_in.union(on))).scalars())


def _item(row: Row[Any]) -> AgendaItem:
    carried_from = None
    if row.carried_from is not None:
        carried_from = Origin(
            meeting_id=row.carried_from, local_start=row.origin_start, time_zone=row.origin_zone
        )
    return AgendaItem(
        item_id=row.item_id,
        title=row.title,
        minutes=row.minutes,
        goal_id=row.goal_id,
        action_id=row.action_id,
        state=row.state,
        added_by=row.added_by,
        carried_from=carried_from,
        more_minutes=row.more_minutes,
        spent_ms=row.spent_ms,
        current=row.current,
        running_since=row.running_since,
    )


def _action(row: Row[Any]) -> ActionItem:
    done_at: datetime | None = row.done_at
    return ActionItem(
        action_id=row.action_id,
        mentorship_id=row.mentorship_id,
        meeting_id=row.meeting_id,
        text=row.text,
        owner_id=row.owner_id,
        due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        done_at=done_at,
        created_by=row.created_by,
    )
