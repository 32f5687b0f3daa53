"""Mentorships: making a pair, seeing one's own, pausing, ending."""

from datetime import datetime

from mentorpitch.access import access_mentorship, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import (
    Announce,
    MentorshipCreated,
    MentorshipEnded,
    MentorshipPaused,
    MentorshipResumed,
)
from mentorpitch.chat.conversations import get_state
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, Invalid
from mentorpitch.ids import new_id
from mentorpitch.meetings.meetings import cancel_all
from mentorpitch.meetings.shapes import Meeting
from mentorpitch.meetings.view import tell
from mentorpitch.programmes.telling import programme_changed
from mentorpitch.shapes import (
    ConversationId,
    Mentorship,
    MentorshipId,
    MentorshipOverview,
    Pause,
    ProgrammeId,
    UserId,
)
from mentorpitch.store import blocks as blocks_store
from mentorpitch.store import bot_places as places_store
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.mentorships import Pair
from mentorpitch.texts import any_text
from mentorpitch.webhooks.noting import note_pair


async def create(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    *,
    mentor_id: UserId,
    mentee_id: UserId,
    announce: Announce,
    clock: Clock,
) -> MentorshipOverview:
    """Bring two members of the programme together, with a conversation of their own."""
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        if mentor_id == mentee_id:
            raise Invalid("A pair is two people.", field="mentee_id")
        await ensure_may_pair(tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id)
        mentorship_id, conversation_id = await begin(
            tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id, conversation_id=None, at=clock()
        )
        await concerns_store.log(tx, mentorship_id, actor.user_id, "paired", acted_as="manager", at=clock())
        made = await mentorships_store.get_overview(tx, mentorship_id)
        everybody = await programmes_store.list_member_ids(tx, programme_id)
    announce(programme_changed(programme_id, everybody))  # a place is taken
    announce(
        MentorshipCreated(
            mentorship_id=mentorship_id, conversation_id=conversation_id, user_ids=(mentor_id, mentee_id)
        )
    )
    return made


async def ensure_may_pair(
    tx: Reader, programme_id: ProgrammeId, *, mentor_id: UserId, mentee_id: UserId
) -> None:
    """Raises Invalid unless the two have their roles, and Conflict when they are a pair already."""
    if not await programmes_store.has_role(tx, programme_id, mentor_id, "mentor"):
        raise Invalid("That person is not a mentor of this programme.", field="mentor_id")
    if not await programmes_store.has_role(tx, programme_id, mentee_id, "mentee"):
        raise Invalid("That person is not a mentee of this programme.", field="mentee_id")
    if await mentorships_store.is_there_a_living_pair(
        tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id
    ):
        raise Conflict("These two are a pair already.")


async def begin(
    tx: Writer,
    programme_id: ProgrammeId,
    *,
    mentor_id: UserId,
    mentee_id: UserId,
    conversation_id: ConversationId | None,
    at: datetime,
) -> tuple[MentorshipId, ConversationId]:
    """Make the pair inside a transaction whose caller has asked for permission.

    Without a conversation that the two have already, they get one.
    """
    mentorship_id = MentorshipId(new_id())
    if conversation_id is None:
        conversation_id = ConversationId(new_id())
        await conversations_store.add(tx, conversation_id, (mentor_id, mentee_id), at=at)
    await mentorships_store.add(
        tx,
        mentorship_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        conversation_id=conversation_id,
        at=at,
    )
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    assert pair is not None
    await note_pair(tx, pair, "mentorship.began", at=at)
    return mentorship_id, conversation_id


async def list_mine(db: Database, actor: Actor) -> tuple[Mentorship, ...]:
    """The mentorships that the actor is one of the two of, whatever their state, the oldest first."""
    async with db.read() as tx:
        pairs = await mentorships_store.list_of_user(tx, actor.user_id)
        return tuple([await _as_seen_by(tx, actor, pair) for pair in pairs])


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Mentorship:
    async with db.read() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        return await _as_seen_by(tx, actor, pair)


async def end(
    db: Database, actor: Actor, mentorship_id: MentorshipId, *, announce: Announce, clock: Clock
) -> None:
    """End it, for good: what was said can still be read. Raises Conflict when it has ended before."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="end")
        cancelled = await end_inside(tx, actor, pair, at=clock())
        everybody = await programmes_store.list_member_ids(tx, pair.programme.programme_id)
    tell_ended(announce, pair, cancelled)
    announce(programme_changed(pair.programme.programme_id, everybody))  # a place is free again


async def end_inside(tx: Writer, actor: Actor, pair: Pair, *, at: datetime) -> list[Meeting]:
    """End it inside a transaction whose caller has asked for permission, and calls `tell_ended` after it."""
    await mentorships_store.end(tx, pair.mentorship_id, at=at)
    await note_pair(tx, pair, "mentorship.ended", at=at)
    cancelled = await cancel_all(tx, pair.mentorship_id, by=actor.user_id, at=at)
    if actor.user_id not in pair.user_ids:
        await concerns_store.log(tx, pair.mentorship_id, actor.user_id, "ended", acted_as="manager", at=at)
    return cancelled


def tell_ended(announce: Announce, pair: Pair, cancelled: list[Meeting]) -> None:
    tell(announce, cancelled)
    announce(
        MentorshipEnded(
            mentorship_id=pair.mentorship_id, conversation_id=pair.conversation_id, user_ids=pair.user_ids
        )
    )


async def pause(
    db: Database, actor: Actor, mentorship_id: MentorshipId, *, reason: str, at: datetime, announce: Announce
) -> None:
    """Rest for a while: the room closes, the chat stays open. Raises Conflict unless it is active."""
    any_text(reason, field="reason")
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if pair.status != "active":
            raise Conflict("This mentorship is paused already.")
        by = Pause(by=actor.user_id, reason=reason, at=at)
        await mentorships_store.pause(tx, mentorship_id, by)
    announce(MentorshipPaused(mentorship_id=mentorship_id, user_ids=pair.user_ids))


async def resume(
    db: Database, actor: Actor, mentorship_id: MentorshipId, *, at: datetime, announce: Announce
) -> None:
    """Go on, whoever paused it; the reason is forgotten. Raises Conflict unless it is paused."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if pair.status != "paused":
            raise Conflict("This mentorship is not paused.")
        await mentorships_store.resume(tx, mentorship_id, at=at)
    announce(MentorshipResumed(mentorship_id=mentorship_id, user_ids=pair.user_ids))


async def _as_seen_by(tx: Reader, actor: Actor, pair: Pair) -> Mentorship:
    is_mentor = actor.user_id == pair.mentor.user_id
    return Mentorship(
        mentorship_id=pair.mentorship_id,
        programme=pair.programme,
        status=pair.status,
        role="mentor" if is_mentor else "mentee",
        other=pair.mentee if is_mentor else pair.mentor,
        conversation=await get_state(tx, pair.conversation_id, actor.user_id),
        began_at=pair.began_at,
        ended_at=pair.ended_at,
        pause=pair.pause,
        blocked=await blocks_store.find_between(tx, actor.user_id, pair.user_ids) == "by_me",
        bots=await places_store.list_names(tx, pair.mentorship_id),
    )
