"""The recap of a past meeting: what its agenda, actions, notes and attendance say, nothing made up.

While it is a draft, it is made anew whenever somebody looks. An approval is of one version of it, named by
the hash of its content, and so it falls off by itself when anything changes. What both approved is kept.
"""

import hashlib
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings.feedback import ensure_past
from mentorpitch.meetings.item_clock import spent_minutes
from mentorpitch.meetings.shapes import Held, ItemState, Kind
from mentorpitch.meetings.view import view
from mentorpitch.shapes import MentorshipId, Shape, UserId
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import notes as notes_store
from mentorpitch.store import recaps as recaps_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.meetings import StoredMeeting

CHANGED = "This recap has changed since you read it."
KEPT = "You both approved this recap. It stays as it is."


class RecapItem(Shape, frozen=True):
    title: str
    minutes: int | None  # planned
    state: ItemState
    spent_minutes: int = 0  # talked about, by the agenda's clock; something is never nothing


class RecapAction(Shape, frozen=True):
    text: str
    owner: str  # name
    due_on: date | None


class RecapContent(Shape, frozen=True):
    """Names as they were when it was made; texts as the two wrote them."""

    title: str
    kind: Kind
    place: str | None
    local_start: str
    time_zone: str
    minutes: int
    mentor: str
    mentee: str
    held: Held
    agenda: tuple[RecapItem, ...]
    actions: tuple[RecapAction, ...]  # agreed on in this meeting
    notes: str


class Recap(Shape, frozen=True):
    meeting_id: str
    mentorship_id: MentorshipId
    content: RecapContent
    version: str  # of the content
    approved_by: tuple[UserId, ...]  # this version
    kept_at: datetime | None  # None: a draft, which changes with what it is made of


class Approval(Shape, frozen=True):
    """A yes to what was read."""

    version: Annotated[str, Meta(min_length=1, max_length=64)]


class RecapChanged(Shape, frozen=True):
    """An approval was given or taken back: ask for it again. Its words change with the meeting and notes."""

    meeting_id: str
    mentorship_id: MentorshipId


async def get(db: Database, actor: Actor, meeting_id: str, *, clock: Clock) -> Recap:
    """Raises NotFound while the meeting is not past: there is none yet."""
    async with db.read() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="read")
        at = clock()
        if at < meeting.ends_at:
            raise NotFound("recap")
        return await _make(tx, meeting, at=at)


async def approve(
    db: Database, actor: Actor, meeting_id: str, approval: Approval, *, announce: Announce, clock: Clock
) -> Recap:
    """Say yes; the second yes to the same version keeps it. Again, it changes nothing.

    Raises Conflict when it says something else by now.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        recap = await _make(tx, meeting, at=at)
        if recap.version != approval.version:
            raise Conflict(CHANGED)
        if actor.user_id in recap.approved_by:
            return recap
        await recaps_store.approve(tx, meeting_id, actor.user_id, recap.version, at=at)
        if len(recap.approved_by) == 1:
            await recaps_store.keep(tx, meeting_id, msgspec.json.encode(recap.content).decode(), at=at)
        recap = await _make(tx, meeting, at=at)
    _tell(announce, meeting)
    return recap


async def take_back(
    db: Database, actor: Actor, meeting_id: str, *, announce: Announce, clock: Clock
) -> Recap:
    """No yes any more, while it is a draft; without one, it changes nothing."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        recap = await _make(tx, meeting, at=clock())
        if recap.kept_at:
            raise Conflict(KEPT)
        if actor.user_id not in recap.approved_by:
            return recap
        await recaps_store.take_back(tx, meeting_id, actor.user_id)
        recap = await _make(tx, meeting, at=clock())
    _tell(announce, meeting)
    return recap


async def _make(tx: Reader, meeting: StoredMeeting, *, at: datetime) -> Recap:
    """Raises Conflict while the meeting is not past."""
    ensure_past(meeting, at=at)
    kept = await recaps_store.find_kept(tx, meeting.meeting_id)
    content = msgspec.json.decode(kept[0], type=RecapContent) if kept else await _draft(tx, meeting, at=at)
    version = hashlib.sha256(msgspec.json.encode(content)).hexdigest()
    return Recap(
        meeting_id=meeting.meeting_id,
        mentorship_id=meeting.mentorship_id,
        content=content,
        version=version,
        approved_by=tuple(await recaps_store.list_approving(tx, meeting.meeting_id, version)),
        kept_at=kept[1] if kept else None,
    )


async def _draft(tx: Reader, meeting: StoredMeeting, *, at: datetime) -> RecapContent:
    seen = await view(tx, meeting.meeting_id, at=at)
    notes = await notes_store.get_shared(tx, meeting)
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    assert pair is not None
    names = {person.user_id: person.name for person in (pair.mentor, pair.mentee)}
    return RecapContent(
        title=seen.title,
        kind=seen.kind,
        place=seen.place,
        local_start=seen.local_start,
        time_zone=seen.time_zone,
        minutes=seen.minutes,
        mentor=pair.mentor.name,
        mentee=pair.mentee.name,
        held=seen.held,
        agenda=tuple(
            RecapItem(
                title=each.title,
                minutes=each.minutes,
                state=each.state,
                spent_minutes=spent_minutes(each),
            )
            for each in seen.agenda
        ),
        # Whether they are done shows on the agendas that follow: that changes, and a recap should not.
        actions=tuple(
            RecapAction(text=each.text, owner=names[each.owner_id], due_on=each.due_on)
            for each in seen.actions
            if each.meeting_id == meeting.meeting_id
        ),
        notes=notes.text,
    )


def _tell(announce: Announce, meeting: StoredMeeting) -> None:
    payload = RecapChanged(meeting_id=meeting.meeting_id, mentorship_id=meeting.mentorship_id)
    announce(Told(event="recap_changed", payload=payload, user_ids=meeting.user_ids))
