"""Mentorships: making a pair, seeing one's own, ending one."""

from mentorpitch.access import access_mentorship, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, MentorshipCreated, MentorshipEnded
from mentorpitch.clock import Clock
from mentorpitch.conversations import get_state
from mentorpitch.errors import Conflict, Invalid
from mentorpitch.ids import new_id
from mentorpitch.meeting_view import tell
from mentorpitch.meetings import cancel_all
from mentorpitch.shapes import (
    ConversationId,
    ConversationState,
    Mentorship,
    MentorshipId,
    MentorshipOverview,
    ProgrammeId,
    UserId,
)
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database
from mentorpitch.store.mentorships import Pair


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
    mentorship_id, conversation_id = MentorshipId(new_id()), ConversationId(new_id())
    user_ids = (mentor_id, mentee_id)
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        if mentor_id == mentee_id:
            raise Invalid("A pair is two people.", field="mentee_id")
        if not await programmes_store.has_role(tx, programme_id, mentor_id, "mentor"):
            raise Invalid("That person is not a mentor of this programme.", field="mentor_id")
        if not await programmes_store.has_role(tx, programme_id, mentee_id, "mentee"):
            raise Invalid("That person is not a mentee of this programme.", field="mentee_id")
        if await mentorships_store.is_there_a_living_pair(
            tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id
        ):
            raise Conflict("These two are a pair already.")
        await conversations_store.add(tx, conversation_id, user_ids, at=clock())
        await mentorships_store.add(
            tx,
            mentorship_id,
            programme_id=programme_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            conversation_id=conversation_id,
            at=clock(),
        )
        made = await mentorships_store.get_overview(tx, mentorship_id)
    announce(
        MentorshipCreated(mentorship_id=mentorship_id, conversation_id=conversation_id, user_ids=user_ids)
    )
    return made


async def list_mine(db: Database, actor: Actor) -> tuple[Mentorship, ...]:
    """The mentorships that the actor is one of the two of, whatever their state, the oldest first."""
    async with db.read() as tx:
        pairs = await mentorships_store.list_of_user(tx, actor.user_id)
        return tuple(
            [
                _as_seen_by(actor, pair, await get_state(tx, pair.conversation_id, actor.user_id))
                for pair in pairs
            ]
        )


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Mentorship:
    async with db.read() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        return _as_seen_by(actor, pair, await get_state(tx, pair.conversation_id, actor.user_id))


async def end(
    db: Database, actor: Actor, mentorship_id: MentorshipId, *, announce: Announce, clock: Clock
) -> None:
    """End it, for good: what was said can still be read. Raises Conflict when it has ended before."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="end")
        await mentorships_store.end(tx, mentorship_id, at=clock())
        cancelled = await cancel_all(tx, mentorship_id, by=actor.user_id, at=clock())
    tell(announce, cancelled)
    announce(
        MentorshipEnded(
            mentorship_id=mentorship_id, conversation_id=pair.conversation_id, user_ids=pair.user_ids
        )
    )


def _as_seen_by(actor: Actor, pair: Pair, conversation: ConversationState) -> Mentorship:
    is_mentor = actor.user_id == pair.mentor.user_id
    return Mentorship(
        mentorship_id=pair.mentorship_id,
        programme=pair.programme,
        status=pair.status,
        role="mentor" if is_mentor else "mentee",
        other=pair.mentee if is_mentor else pair.mentor,
        conversation=conversation,
    )
