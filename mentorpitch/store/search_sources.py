"""Where the texts come from that can be searched: a query for each source, the same on every database.

Each gives the columns of `search_entries` but `entry`, for those of its things that stand in
`search_waiting`. Whoever may read an entry is its scope: those in a conversation (c:), in a mentorship (m:),
or one person alone (u:).
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, literal, null, select
from sqlalchemy.sql.functions import aggregate_strings

from mentorpitch.store.tables.chat import events
from mentorpitch.store.tables.growth import areas, goal_items, goals
from mentorpitch.store.tables.meetings import agenda_items, meetings, private_notes, shared_notes
from mentorpitch.store.tables.search import search_waiting as waiting
from mentorpitch.store.tables.work import documents, work_items

LINE: Final = "\n"
edits = events.alias("edits")


def _is(source: str, thing: ColumnElement[str], part: ColumnElement[bool] | None = None) -> Any:
    """That a thing waits under this name."""
    same = (waiting.c.source == source) & (waiting.c.thing_id == thing)
    return same if part is None else same & part


def _entry(
    source: str,
    thing: ColumnElement[str],
    *,
    place: ColumnElement[str],
    at: ColumnElement[Any],
    text: ColumnElement[str],
    part: ColumnElement[str] | None = None,
    scope: ColumnElement[str] | None = None,
    inside: ColumnElement[str] | None = None,
    person: ColumnElement[str] | None = None,
) -> Select[Any]:
    return select(
        literal(source).label("source"),
        thing.label("thing_id"),
        (literal("") if part is None else part).label("part"),
        (literal("m:") + place if scope is None else scope).label("scope"),
        place.label("place_id"),
        (null() if inside is None else inside).label("inside_id"),
        (null() if person is None else person).label("person_id"),
        at.label("at"),
        text.label("text"),
    )


def _messages() -> Select[Any]:
    its = events.c
    return (
        _entry(
            "message",
            its.conversation_id,
            part=waiting.c.part,
            scope=literal("c:") + its.conversation_id,
            place=its.conversation_id,
            person=its.sender_id,
            at=its.at,
            text=case((its.edited.is_(None), its.body), else_=edits.c.body),
        )
        .select_from(waiting)
        .join(events, _is("message", its.conversation_id, its.seq == cast(waiting.c.part, Integer)))
        .outerjoin(edits, and_(edits.c.conversation_id == its.conversation_id, edits.c.seq == its.edited))
        .where(its.type == "message_sent", its.deleted.is_(None))
    )


def _meetings() -> Select[Any]:
    its = meetings.c
    return (
        _entry(
            "meeting",
            its.meeting_id,
            place=its.mentorship_id,
            inside=its.meeting_id,
            person=its.created_by,
            at=its.starts_at,
            text=its.title + func.coalesce(LINE + its.place, ""),
        )
        .select_from(waiting)
        .join(meetings, _is("meeting", its.meeting_id))
    )


def _agenda() -> Select[Any]:
    its = agenda_items.c
    return (
        _entry(
            "agenda",
            its.item_id,
            place=meetings.c.mentorship_id,
            inside=its.meeting_id,
            person=its.added_by,
            at=meetings.c.starts_at,
            text=its.title,
        )
        .select_from(waiting)
        .join(agenda_items, _is("agenda", its.item_id))
        .join(meetings, meetings.c.meeting_id == its.meeting_id)
    )


def _notes() -> Select[Any]:
    its = shared_notes.c
    return (
        _entry(
            "notes",
            its.meeting_id,
            place=meetings.c.mentorship_id,
            inside=its.meeting_id,
            person=its.changed_by,
            at=meetings.c.starts_at,
            text=its.text,
        )
        .select_from(waiting)
        .join(shared_notes, _is("notes", its.meeting_id))
        .join(meetings, meetings.c.meeting_id == its.meeting_id)
    )


def _own_notes() -> Select[Any]:
    its = private_notes.c
    return (
        _entry(
            "own_notes",
            its.meeting_id,
            part=its.user_id,
            scope=literal("u:") + its.user_id,
            place=meetings.c.mentorship_id,
            inside=its.meeting_id,
            person=its.user_id,
            at=meetings.c.starts_at,
            text=its.text,
        )
        .select_from(waiting)
        .join(private_notes, _is("own_notes", its.meeting_id, its.user_id == waiting.c.part))
        .join(meetings, meetings.c.meeting_id == its.meeting_id)
    )


def _goals() -> Select[Any]:
    its = goals.c
    steps = (
        select(aggregate_strings(goal_items.c.text, LINE))
        .where(goal_items.c.goal_id == its.goal_id, ~goal_items.c.removed)
        .correlate(goals)
        .scalar_subquery()
    )
    return (
        _entry(
            "goal",
            its.goal_id,
            place=its.mentorship_id,
            person=its.created_by,
            at=its.created_at,
            text=its.what + LINE + its.how + func.coalesce(LINE + steps, ""),
        )
        .select_from(waiting)
        .join(goals, _is("goal", its.goal_id))
        .where(~its.removed)
    )


def _areas() -> Select[Any]:
    its = areas.c
    return (
        _entry("area", its.area_id, place=its.mentorship_id, at=its.created_at, text=its.name)
        .select_from(waiting)
        .join(areas, _is("area", its.area_id))
    )


def _work() -> Select[Any]:
    its = work_items.c
    return (
        _entry(
            "work",
            its.work_id,
            place=its.mentorship_id,
            inside=its.work_id,
            person=its.created_by,
            at=its.created_at,
            text=its.title + LINE + its.description,
        )
        .select_from(waiting)
        .join(work_items, _is("work", its.work_id))
    )


def _documents() -> Select[Any]:
    its = documents.c
    return (
        _entry(
            "document",
            its.document_id,
            place=work_items.c.mentorship_id,
            inside=its.work_id,
            person=its.created_by,
            at=its.created_at,
            text=its.name,
        )
        .select_from(waiting)
        .join(documents, _is("document", its.document_id))
        .join(work_items, work_items.c.work_id == its.work_id)
    )


SOURCES: Final[Mapping[str, Select[Any]]] = {
    "message": _messages(),
    "meeting": _meetings(),
    "agenda": _agenda(),
    "notes": _notes(),
    "own_notes": _own_notes(),
    "goal": _goals(),
    "area": _areas(),
    "work": _work(),
    "document": _documents(),
}
