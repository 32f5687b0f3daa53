"""Goals, their checklists and what became of them."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, func, insert, select, update

from mentorpitch.growth.shapes import ChecklistItem, Goal, GoalActivity, GoalActivityKind, GoalId, ItemId
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.growth import goal_activity, goal_items, goals
from mentorpitch.store.tables.mentorships import mentorships


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a request that made a goal or an item."""

    made_id: str
    asked: str  # fingerprint
    removed: bool


async def add(
    tx: Writer,
    goal_id: GoalId,
    *,
    mentorship_id: MentorshipId,
    created_by: UserId,
    client_id: str,
    asked: str,
    what: str,
    how: str,
    due_on: date | None,
    at: datetime,
    brought_from: MentorshipId | None = None,
) -> None:
    await tx.execute(
        insert(goals).values(
            goal_id=goal_id,
            mentorship_id=mentorship_id,
            created_by=created_by,
            client_id=client_id,
            asked=asked,
            what=what,
            how=how,
            due_on=due_on,
            brought_from=brought_from,
            status="open",
            progress=0,
            revision=0,
            created_at=at,
            changed_at=at,
        )
    )


async def find_made(tx: Reader, mentorship_id: MentorshipId, user_id: UserId, client_id: str) -> Made | None:
    """The goal that this person made with this client_id before."""
    found = await tx.execute(
        select(goals.c.goal_id, goals.c.asked, goals.c.removed).where(
            goals.c.mentorship_id == mentorship_id,
            goals.c.created_by == user_id,
            goals.c.client_id == client_id,
        )
    )
    row = found.one_or_none()
    return None if row is None else Made(made_id=row.goal_id, asked=row.asked, removed=row.removed)


async def find(tx: Reader, goal_id: GoalId) -> Goal | None:
    found = await _read(tx, _goals().where(goals.c.goal_id == goal_id))
    return found[0] if found else None


async def list_of(tx: Reader, mentorship_id: MentorshipId) -> tuple[Goal, ...]:
    """The oldest first."""
    return tuple(await _read(tx, _goals().where(goals.c.mentorship_id == mentorship_id)))


async def change(
    tx: Writer,
    goal: Goal,
    kind: GoalActivityKind,
    *,
    by: UserId,
    detail: str | None,
    at: datetime,
    **values: Any,
) -> Goal:
    """Give the goal these values and its next revision, which the activity remembers."""
    revision = goal.revision + 1
    await tx.execute(
        insert(goal_activity).values(
            goal_id=goal.goal_id, revision=revision, user_id=by, kind=kind, detail=detail, at=at
        )
    )
    await tx.execute(
        update(goals)
        .where(goals.c.goal_id == goal.goal_id)
        .values(revision=revision, changed_at=at, **values)
    )
    [changed] = await _read(tx, _goals().where(goals.c.goal_id == goal.goal_id))
    return changed


async def erase(tx: Writer, goal_id: GoalId) -> None:
    """Leave nothing but the place of its client_id."""
    for table in (goal_items, goal_activity):
        await tx.execute(delete(table).where(table.c.goal_id == goal_id))
    await tx.execute(
        update(goals)
        .where(goals.c.goal_id == goal_id)
        .values(what="", how="", asked="", due_on=None, removed=True)
    )


async def list_activity(tx: Reader, goal_id: GoalId) -> tuple[GoalActivity, ...]:
    """The oldest first."""
    rows = await tx.execute(
        select(
            goal_activity.c.revision,
            goal_activity.c.user_id,
            goal_activity.c.kind,
            goal_activity.c.detail,
            goal_activity.c.at,
        )
        .where(goal_activity.c.goal_id == goal_id)
        .order_by(goal_activity.c.revision)
    )
    return tuple(GoalActivity(**row._asdict()) for row in rows)


# ── Checklists ───────────────────────────────────────────────────────────────


async def add_item(
    tx: Writer,
    item_id: ItemId,
    goal_id: GoalId,
    *,
    created_by: UserId,
    client_id: str,
    text: str,
    asked: str,
) -> None:
    """Add it at the end."""
    last = select(func.coalesce(func.max(goal_items.c.position), 0)).where(goal_items.c.goal_id == goal_id)
    await tx.execute(
        insert(goal_items).values(
            item_id=item_id,
            goal_id=goal_id,
            position=(await tx.execute(last)).scalar_one() + 1,
            created_by=created_by,
            client_id=client_id,
            text=text,
            asked=asked,
        )
    )


async def find_made_item(tx: Reader, goal_id: GoalId, user_id: UserId, client_id: str) -> Made | None:
    found = await tx.execute(
        select(goal_items.c.item_id, goal_items.c.asked, goal_items.c.removed).where(
            goal_items.c.goal_id == goal_id,
            goal_items.c.created_by == user_id,
            goal_items.c.client_id == client_id,
        )
    )
    row = found.one_or_none()
    return None if row is None else Made(made_id=row.item_id, asked=row.asked, removed=row.removed)


async def change_item(tx: Writer, item: ChecklistItem) -> None:
    await tx.execute(
        update(goal_items).where(goal_items.c.item_id == item.item_id).values(text=item.text, done=item.done)
    )


async def remove_item(tx: Writer, item_id: ItemId) -> None:
    """Erase its text; the place of its client_id stays."""
    await tx.execute(
        update(goal_items)
        .where(goal_items.c.item_id == item_id)
        .values(text="", asked="", done=False, removed=True)
    )


# ── Reading ──────────────────────────────────────────────────────────────────


def _goals() -> Select[*tuple[Any, ...]]:
    return (
        select(goals, mentorships.c.mentor_id, mentorships.c.mentee_id)
        .join(mentorships, mentorships.c.mentorship_id == goals.c.mentorship_id)
        .where(goals.c.removed.is_(False))
        .order_by(goals.c.created_at, goals.c.goal_id)
    )


async def _read(tx: Reader, query: Select[*tuple[Any, ...]]) -> list[Goal]:
    rows = (await tx.execute(query)).all()
    items = await tx.execute(
        select(goal_items)
        .where(goal_items.c.goal_id.in_([row.goal_id for row in rows]), goal_items.c.removed.is_(False))
        .order_by(goal_items.c.position)
    )
    checklists: defaultdict[str, list[ChecklistItem]] = defaultdict(list)
    for item in items:
        checklists[item.goal_id].append(ChecklistItem(item_id=item.item_id, text=item.text, done=item.done))
    return [_goal(row, tuple(checklists[row.goal_id])) for row in rows]


def _goal(row: Row[*tuple[Any, ...]], checklist: tuple[ChecklistItem, ...]) -> Goal:
    agreed = ((row.mentor_id, row.agreed_by_mentor), (row.mentee_id, row.agreed_by_mentee))
    return Goal(
        goal_id=row.goal_id,
        mentorship_id=row.mentorship_id,
        created_by=row.created_by,
        client_id=row.client_id,
        what=row.what,
        how=row.how,
        due_on=row.due_on,
        status=row.status,
        progress=percent_done(checklist) if checklist else row.progress,
        checklist=checklist,
        agreed_by=tuple(user_id for user_id, is_agreed in agreed if is_agreed),
        removal_proposed_by=row.removal_proposed_by,
        brought_from=row.brought_from,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def percent_done(checklist: tuple[ChecklistItem, ...]) -> int:
    """Rounded down, so that 100 means all of it."""
    return 100 * sum(item.done for item in checklist) // len(checklist)
