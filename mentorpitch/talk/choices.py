"""The mentee asks for talk balance, either ends it at once; then everything that was counted is erased."""

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, TalkAgreed, Told
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.shapes import MentorshipId, Shape
from mentorpitch.store import talk as talk_store
from mentorpitch.store.database import Database
from mentorpitch.talk.shapes import TalkChoice


class SayOnTalk(Shape, frozen=True):
    """What one says oneself; the other's word stays."""

    agrees: bool


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId) -> TalkChoice:
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return await talk_store.get_choice(tx, mentorship_id)


async def say(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    said: SayOnTalk,
    *,
    announce: Announce,
    clock: Clock,
) -> TalkChoice:
    """A no is always possible, however the mentorship stands. The same again changes nothing."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change" if said.agrees else "read")
        is_mentee = actor.user_id == pair.mentee.user_id
        before = await talk_store.get_choice(tx, mentorship_id)
        if said.agrees == (before.mentee_agrees if is_mentee else before.mentor_agrees):
            return before
        choice = TalkChoice(
            mentorship_id=mentorship_id,
            mentee_agrees=said.agrees if is_mentee else before.mentee_agrees,
            mentor_agrees=before.mentor_agrees if is_mentee else said.agrees,
            revision=before.revision + 1,
        )
        await talk_store.put_choice(tx, choice)
        if not choice.is_on:
            await talk_store.erase(tx, mentorship_id)
        chain = ledger.of_pair(mentorship_id)
        noted = await ledger.note(tx, chain, actor.user_id, "talk_balance", given=said.agrees, at=clock())
    announce(TalkAgreed(mentorship_id=mentorship_id))
    announce(Told(event="talk_choice_changed", payload=choice, user_ids=pair.user_ids))
    ledger.tell(announce, [noted], pair.user_ids)
    return choice
