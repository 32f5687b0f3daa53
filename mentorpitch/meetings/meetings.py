"""Meetings: arranging one or a series, moving it, cancelling it.

Either of the two may do each of these. What is over stays as it was.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mentorpitch.access import access_meeting, access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.bots.scopes import MAKES_MEETINGS
from mentorpitch.bots.withheld import seen_by
from mentorpitch.calendars.inviting import invite_to_next, tell_calendars
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, Invalid
from mentorpitch.ids import new_id
from mentorpitch.meetings import series
from mentorpitch.meetings.answering import accept_as_arranger
from mentorpitch.meetings.carrying import carry_over
from mentorpitch.meetings.item_clock import put_clock_away
from mentorpitch.meetings.local_time import FORM, instant_of, next_turn, parse_local
from mentorpitch.meetings.shapes import Kind, LocalTime, Meeting
from mentorpitch.meetings.view import tell, view, view_by_id
from mentorpitch.people.particulars import valid_time_zone
from mentorpitch.reminders.planning import plan
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, MentorshipId, Shape, UserId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.meetings import Series, StoredMeeting
from mentorpitch.texts import line

MOST_AHEAD = 200  # that one pair may have arranged
FARTHEST = timedelta(days=2 * 366)  # ahead

Minutes = Annotated[int, Meta(ge=5, le=480)]
Scope = Literal["this", "following"]  # of a series: this one, or this and all that follow
OVER = "This meeting is over."


class NewMeeting(Shape, frozen=True):
    """Arrange a meeting, or a series of them; the same client_id again happens once."""

    client_id: Id
    title: str
    local_start: LocalTime
    time_zone: str  # IANA
    kind: Kind = "video"
    place: str | None = None  # needed, when in person
    minutes: Minutes = 30
    every_weeks: Annotated[int, Meta(ge=1, le=4)] | None = None
    times: Annotated[int, Meta(ge=2, le=52)] | None = None  # of a series; None: until it is cancelled


class ChangeMeeting(Shape, frozen=True):
    """Only what is given changes. `revision`: refuse when somebody has changed it since."""

    title: str | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    place: str | UnsetType | None = UNSET
    local_start: LocalTime | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET
    scope: Scope = "this"
    revision: int | None = None


async def create(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: NewMeeting,
    *,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    """Arrange it; of a series, the first is returned."""
    async with db.write() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="change", bots=MAKES_MEETINGS)
        at = clock()
        if made := await find_made(tx, actor, mentorship_id, new.client_id, new):
            return seen_by(actor, await view(tx, made, at=at))
        if await meetings_store.count_upcoming(tx, mentorship_id, at=at) >= MOST_AHEAD:
            raise Conflict(f"You have arranged {MOST_AHEAD} meetings. Cancel one first.")
        touched = await _make(tx, actor, mentorship_id, new, at=at)
        await remember_made(tx, actor, mentorship_id, new.client_id, new, made_id=touched[0])
        await accept_as_arranger(tx, actor, touched, at=at)
        await plan(tx, touched, at=at)
        await tell_calendars(tx, touched, first_of=touched[0], at=at)
        touched.append(await carry_over(tx, mentorship_id, at=at) or touched[0])
        first = await view(tx, touched[0], at=at)
        changed = await view_by_id(tx, touched, at=at)
    tell(announce, changed)
    return seen_by(actor, first)


async def change(
    db: Database,
    actor: Actor,
    meeting_id: str,
    wanted: ChangeMeeting,
    *,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    """Change what is given, here or from here on. Raises Conflict for one that is over or cancelled.

    A new time for the following ones also takes back the ones that were moved by themselves.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        _ensure_not_over(meeting, at=at)
        if wanted.revision not in (None, meeting.revision):
            raise Conflict("Somebody has changed this meeting since.")
        given = {
            name: value
            for name, value in msgspec.structs.asdict(wanted).items()
            if name not in ("scope", "revision") and value is not UNSET
        }
        touched = await _change(tx, meeting, given, scope=wanted.scope, at=at)
        await accept_as_arranger(tx, actor, touched, at=at)
        await plan(tx, touched, at=at)
        await tell_calendars(tx, touched, at=at)
        touched.append(await carry_over(tx, meeting.mentorship_id, at=at) or meeting_id)
        changed = await view_by_id(tx, touched, at=at)
        now = await view(tx, meeting_id, at=at)
    tell(announce, changed)
    return now


async def cancel(
    db: Database, actor: Actor, meeting_id: str, scope: Scope, *, announce: Announce, clock: Clock
) -> Meeting:
    """It does not take place; what was open on its agenda comes onto the next one."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        _ensure_not_over(meeting, at=at)
        touched = [meeting_id]
        if scope == "following" and meeting.series_id is not None and meeting.n is not None:
            following = await meetings_store.list_following(tx, meeting.series_id, after_n=meeting.n, at=at)
            touched += [each.meeting_id for each in following]
            await meetings_store.change_series(tx, meeting.series_id, last_n=meeting.n)
        await _cancel(tx, touched, by=actor.user_id, at=at)
        await invite_to_next(tx, meeting, at=at)
        touched.append(await carry_over(tx, meeting.mentorship_id, at=at) or meeting_id)
        changed = await view_by_id(tx, touched, at=at)
        now = await view(tx, meeting_id, at=at)
    tell(announce, changed)
    return now


async def cancel_all(tx: Writer, mentorship_id: MentorshipId, *, by: UserId, at: datetime) -> list[Meeting]:
    """The mentorship ends: nothing of it lies ahead any more. Returns what changed, to be told."""
    ahead = await meetings_store.list_near(tx, mentorship_id, ends_after=at, starts_before=at + 2 * FARTHEST)
    coming = [each for each in ahead if each.starts_at > at]
    await _cancel(tx, [each.meeting_id for each in coming], by=by, at=at)
    return await view_by_id(tx, [each.meeting_id for each in coming], at=at)


async def _make(
    tx: Writer, actor: Actor, mentorship_id: MentorshipId, new: NewMeeting, *, at: datetime
) -> list[str]:
    """The ids of what was made, the first first."""
    starts_at, ends_at = _times(new.local_start, new.time_zone, new.minutes, at=at)
    arranged = {
        "title": line(new.title, field="title", most=200),
        "kind": new.kind,
        "place": _place(new.kind, new.place),
        "time_zone": new.time_zone,
        "minutes": new.minutes,
        "created_by": actor.user_id,
        "mentorship_id": mentorship_id,
    }
    if new.every_weeks is None:
        if new.times is not None:
            raise Invalid("Say also every how many weeks.", field="every_weeks")
        meeting_id = new_id()
        await meetings_store.add(
            tx,
            meeting_id=meeting_id,
            local_start=new.local_start,
            starts_at=starts_at,
            ends_at=ends_at,
            turns_at=next_turn(starts_at, ends_at, at=at),
            created_at=at,
            **arranged,
        )
        return [meeting_id]
    rule = Series(
        series_id=new_id(),
        every_weeks=new.every_weeks,
        anchor_n=0,
        anchor_local=new.local_start,
        made_n=-1,
        last_n=None if new.times is None else new.times - 1,
        **arranged,  # type: ignore[arg-type]
    )
    await meetings_store.add_series(tx, rule)
    return await series.extend(tx, rule.series_id, at=at)


async def _change(
    tx: Writer, meeting: StoredMeeting, given: dict[str, object], *, scope: Scope, at: datetime
) -> list[str]:
    if "title" in given:
        given["title"] = line(str(given["title"]), field="title", most=200)
    new = msgspec.structs.replace(meeting, **given)
    if given.keys() & {"kind", "place"}:
        given["place"] = _place(new.kind, new.place)
    is_moved = bool(given.keys() & {"local_start", "time_zone", "minutes"})
    when: dict[str, object] = {}
    if is_moved:
        starts_at, ends_at = _times(new.local_start, new.time_zone, new.minutes, at=at)
        when = _when(starts_at, ends_at, at=at)
        if starts_at > at:
            await put_clock_away(tx, meeting.meeting_id, at=at)
    if scope == "following" or any(getattr(meeting, name) != value for name, value in given.items()):
        when |= meetings_store.NEXT_SEQUENCE
    await meetings_store.change(tx, meeting.meeting_id, **given, **when)
    if scope == "this" or meeting.series_id is None or meeting.n is None:
        return [meeting.meeting_id]
    rule_changes = {name: value for name, value in given.items() if name != "local_start"}
    if is_moved:
        rule_changes |= {"anchor_n": meeting.n, "anchor_local": new.local_start}
    if rule_changes:
        await meetings_store.change_series(tx, meeting.series_id, **rule_changes)
    rule = await meetings_store.get_series(tx, meeting.series_id)
    touched = [meeting.meeting_id]
    for each in await meetings_store.list_following(tx, meeting.series_id, after_n=meeting.n, at=at):
        assert each.n is not None
        if is_moved:
            when |= _when(*series.times(rule, each.n), at=at)
            given["local_start"] = series.local_start(rule, each.n).strftime(FORM)
        await meetings_store.change(tx, each.meeting_id, **given, **when)
        touched.append(each.meeting_id)
    return touched


async def _cancel(tx: Writer, meeting_ids: list[str], *, by: UserId, at: datetime) -> None:
    for meeting_id in meeting_ids:
        await put_clock_away(tx, meeting_id, at=at)
        await agendas_store.leave_open_items(tx, meeting_id)
        await meetings_store.change(
            tx,
            meeting_id,
            cancelled_by=by,
            cancelled_at=at,
            turns_at=None,
            **meetings_store.NEXT_SEQUENCE,
        )
    await tell_calendars(tx, meeting_ids, at=at)


def _times(local_start: str, time_zone: str, minutes: int, *, at: datetime) -> tuple[datetime, datetime]:
    local = parse_local(local_start)
    zone = valid_time_zone(time_zone)
    if not at.year - 1 <= local.year <= at.year + 3:  # what is farther away need not be computed
        raise Invalid("A meeting lies within the next two years.", field="local_start")
    starts_at = instant_of(local, zone)
    ends_at = starts_at + timedelta(minutes=minutes)
    if ends_at <= at:
        raise Invalid("That time has passed.", field="local_start")
    if starts_at > at + FARTHEST:
        raise Invalid("A meeting lies within the next two years.", field="local_start")
    return starts_at, ends_at


def _when(starts_at: datetime, ends_at: datetime, *, at: datetime) -> dict[str, object]:
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "turns_at": next_turn(starts_at, ends_at, at=at),
    }


def _place(kind: Kind, place: str | None) -> str | None:
    """Where people meet in person; any other kind has no place."""
    if kind != "in_person":
        return None
    if place is None or not place.strip():
        raise Invalid("Where do you meet?", field="place")
    return line(place, field="place", most=200)


def _ensure_not_over(meeting: StoredMeeting, *, at: datetime) -> None:
    if meeting.ends_at <= at:
        raise Conflict(OVER)
