"""Actions: what somebody will do until they meet again. Open ones come onto the next agenda by themselves."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from mentorpitch.access import access_meeting, access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, Invalid, NotFound
from mentorpitch.ids import new_id
from mentorpitch.meetings.carrying import carry_over
from mentorpitch.meetings.item_clock import put_settled_clock_away
from mentorpitch.meetings.shapes import ActionItem, Meeting
from mentorpitch.meetings.view import tell, view, view_by_id
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, MentorshipId, Shape, UserId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.texts import line

MOST_OPEN = 100  # of one pair
LONGEST_TEXT = 500


class NewAction(Shape, frozen=True):
    """Agree on something to do; the same client_id again happens once."""

    client_id: Id
    text: str
    owner_id: UserId  # one of the two
    due_on: date | None = None


class ChangeAction(Shape, frozen=True):
    """Only what is given changes."""

    text: str | UnsetType = UNSET
    owner_id: UserId | UnsetType = UNSET
    due_on: date | UnsetType | None = UNSET
    done: bool | UnsetType = UNSET


class Actions(Shape, frozen=True):
    actions: tuple[ActionItem, ...]  # the open ones first


async def add(
    db: Database, actor: Actor, meeting_id: str, new: NewAction, *, announce: Announce, clock: Clock
) -> Meeting:
    """Agree on it in this meeting, or afterwards.

    It comes onto the next agenda when the meeting is over; at once, when no meeting is going on.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        if await find_made(tx, actor, meeting_id, new.client_id, new):
            return await view(tx, meeting_id, at=at)
        _ensure_one_of_the_two(meeting, new.owner_id)
        known = await agendas_store.list_actions_of(tx, meeting.mentorship_id)
        if sum(action.done_at is None for action in known) >= MOST_OPEN:
            raise Conflict(f"{MOST_OPEN} actions are open. Finish one first.")
        action_id = new_id()
        await agendas_store.add_action(
            tx,
            action_id=action_id,
            mentorship_id=meeting.mentorship_id,
            meeting_id=meeting_id,
            text=line(new.text, field="text", most=LONGEST_TEXT),
            owner_id=new.owner_id,
            due_on=str(new.due_on) if new.due_on else None,
            created_by=actor.user_id,
            created_at=at,
        )
        await remember_made(tx, actor, meeting_id, new.client_id, new, made_id=action_id)
        await meetings_store.change(tx, meeting_id)
        touched = [meeting_id]
        if not await meetings_store.is_there_a_current(tx, meeting.mentorship_id, at=at):
            touched.append(await carry_over(tx, meeting.mentorship_id, at=at) or meeting_id)
        changed = await view_by_id(tx, touched, at=at)
        now = await view(tx, meeting_id, at=at)
    tell(announce, changed)
    return now


async def change(
    db: Database,
    actor: Actor,
    meeting_id: str,
    action_id: str,
    wanted: ChangeAction,
    *,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    """Also of a meeting that is past. What is done is done on every agenda that is still ahead."""

    async def apply(tx: Writer, meeting: StoredMeeting, at: datetime) -> None:
        given = {
            name: value
            for name, value in msgspec.structs.asdict(wanted).items()
            if name != "done" and value is not UNSET
        }
        if wanted.text is not UNSET:
            given["text"] = line(wanted.text, field="text", most=LONGEST_TEXT)
            await agendas_store.rename_action(tx, action_id, given["text"])
        if wanted.owner_id is not UNSET:
            _ensure_one_of_the_two(meeting, wanted.owner_id)
        if wanted.done is not UNSET:
            given["done_at"] = at if wanted.done else None
        if given:
            await agendas_store.change_action(tx, action_id, **given)
        if wanted.done is True:
            await agendas_store.settle_action(tx, action_id)

    return await _write(db, actor, meeting_id, action_id, apply, announce=announce, clock=clock)


async def remove(
    db: Database, actor: Actor, meeting_id: str, action_id: str, *, announce: Announce, clock: Clock
) -> Meeting:
    """Take it back, from every agenda it stands on."""

    async def apply(tx: Writer, _meeting: StoredMeeting, _at: datetime) -> None:
        await agendas_store.delete_action(tx, action_id)

    return await _write(db, actor, meeting_id, action_id, apply, announce=announce, clock=clock)


async def list_of_pair(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Actions:
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return Actions(actions=await agendas_store.list_actions_of(tx, mentorship_id))


async def _write(
    db: Database,
    actor: Actor,
    meeting_id: str,
    action_id: str,
    apply: Callable[[Writer, StoredMeeting, datetime], Awaitable[None]],
    *,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    """Change an action through a meeting that shows it; all the meetings that do have changed with it."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        await _ensure_shown(tx, meeting_id, action_id)
        at = clock()
        touched = await agendas_store.list_meetings_of_action(tx, action_id)
        await apply(tx, meeting, at)
        for each in touched:
            await put_settled_clock_away(tx, each, at=at)
        for each in touched:
            await meetings_store.change(tx, each)
        changed = await view_by_id(tx, touched, at=at)
        now = await view(tx, meeting_id, at=at)
    tell(announce, changed)
    return now


async def _ensure_shown(tx: Reader, meeting_id: str, action_id: str) -> None:
    shown = await agendas_store.list_actions(tx, [meeting_id])
    if all(action.action_id != action_id for _, action in shown):
        raise NotFound("action")


def _ensure_one_of_the_two(meeting: StoredMeeting, user_id: UserId) -> None:
    if user_id not in meeting.user_ids:
        raise Invalid("One of you two does it.", field="owner_id")
