"""Stored rows made into meetings as the two see them, with everything that hangs on them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from mentorpitch.announcements import Announce, Told
from mentorpitch.meetings import held
from mentorpitch.meetings.held import Stay
from mentorpitch.meetings.local_time import local_of, state_of
from mentorpitch.meetings.shapes import ActionItem, AgendaItem, Answer, Attendance, Held, Meeting
from mentorpitch.shapes import UserId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import answers as answers_store
from mentorpitch.store import attendance as attendance_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Reader
from mentorpitch.store.meetings import StoredMeeting

Witness = tuple[tuple[Attendance, Attendance], Held]  # of the mentor and the mentee, and the judgement


async def view(tx: Reader, meeting_id: str, *, at: datetime) -> Meeting:
    """The meeting as it stands at `at`; the caller knows that it exists and may be seen."""
    [meeting] = await view_by_id(tx, [meeting_id], at=at)
    return meeting


async def view_by_id(tx: Reader, meeting_ids: Sequence[str], *, at: datetime) -> list[Meeting]:
    """In the order of time."""
    return await view_all(tx, await meetings_store.list_by_id(tx, meeting_ids), at=at)


async def view_all(tx: Reader, stored: Sequence[StoredMeeting], *, at: datetime) -> list[Meeting]:
    """In the order given, with as many queries as for one."""
    if not stored:
        return []
    ids = [each.meeting_id for each in stored]
    agenda: defaultdict[str, list[AgendaItem]] = defaultdict(list)
    for meeting_id, item in await agendas_store.list_items(tx, ids):
        agenda[meeting_id].append(item)
    actions: defaultdict[str, list[ActionItem]] = defaultdict(list)
    for meeting_id, action in await agendas_store.list_actions(tx, ids):
        actions[meeting_id].append(action)
    witnesses = await witness_all(tx, stored)
    return [
        _meeting(
            each,
            at=at,
            witness=witnesses[each.meeting_id],
            agenda=tuple(agenda[each.meeting_id]),
            actions=tuple(actions[each.meeting_id]),
        )
        for each in stored
    ]


async def witness_all(tx: Reader, stored: Sequence[StoredMeeting]) -> dict[str, Witness]:
    """What is known of each meeting's taking place, by its id."""
    ids = [each.meeting_id for each in stored]
    said = {(row.meeting_id, row.user_id): row.attended for row in await attendance_store.list_said(tx, ids)}
    stays: defaultdict[tuple[str, UserId], list[Stay]] = defaultdict(list)
    for row in await attendance_store.list_presences(tx, ids):
        stays[row.meeting_id, row.user_id].append((row.joined_at, row.left_at))
    answers = await answers_store.list_said(tx, ids)
    return {each.meeting_id: _witness(each, answers, said, stays) for each in stored}


def tell(announce: Announce, meetings: Sequence[Meeting]) -> None:
    """Call after the commit: both screens of each pair get these meetings as they are now."""
    for meeting in meetings:
        user_ids = tuple(each.user_id for each in meeting.attendance)
        announce(Told(event="meeting_changed", payload=meeting, user_ids=user_ids))


def _witness(
    meeting: StoredMeeting,
    answers: dict[tuple[str, UserId], Answer],
    said: dict[tuple[str, UserId], bool],
    stays: dict[tuple[str, UserId], list[Stay]],
) -> Witness:
    within = held.window(meeting.starts_at, meeting.ends_at)
    keys = [(meeting.meeting_id, user_id) for user_id in meeting.user_ids]
    seen = [held.merged(stays.get(key, ()), within=within) for key in keys]
    mentor, mentee = (
        Attendance(
            user_id=key[1],
            answer=answers.get(key),
            attended=said.get(key),
            present_s=int(held.length(stay).total_seconds()),
        )
        for key, stay in zip(keys, seen, strict=True)
    )
    together = held.time_together(*seen) >= held.LONG_ENOUGH
    return (mentor, mentee), held.judge(mentor.attended, mentee.attended, together=together)


def _meeting(
    stored: StoredMeeting,
    *,
    at: datetime,
    witness: Witness,
    agenda: tuple[AgendaItem, ...],
    actions: tuple[ActionItem, ...],
) -> Meeting:
    attendance, took_place = witness
    return Meeting(
        meeting_id=stored.meeting_id,
        mentorship_id=stored.mentorship_id,
        series_id=stored.series_id,
        title=stored.title,
        kind=stored.kind,
        place=stored.place,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        local_start=local_of(stored.starts_at, stored.time_zone),
        local_end=local_of(stored.ends_at, stored.time_zone),
        time_zone=stored.time_zone,
        minutes=stored.minutes,
        every_weeks=stored.every_weeks,
        state=state_of(stored.starts_at, stored.ends_at, cancelled=stored.cancelled_at is not None, at=at),
        cancelled_by=stored.cancelled_by,
        created_by=stored.created_by,
        revision=stored.revision,
        held=took_place,
        attendance=attendance,
        agenda=agenda,
        actions=actions,
    )
