"""Blocking: one wants to hear no more from somebody, without ending anything.

While a block stands, nothing new goes between the two, in either direction: a closed door, not a megaphone.
Whoever is blocked is refused with a sentence that is true and names no cause (see access.py); nothing of
theirs is taken and quietly dropped. What is there can be read, and either may end the mentorship.
"""

from datetime import datetime

from mentorpitch.access import access_person
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, PeopleBlocked, PeopleUnblocked, Told
from mentorpitch.people.shapes import Block, BlocksChanged
from mentorpitch.shapes import UserId
from mentorpitch.store import blocks as blocks_store
from mentorpitch.store.database import Database


async def list_mine(db: Database, actor: Actor) -> tuple[Block, ...]:
    """Whom the actor blocks, the oldest first."""
    async with db.read() as tx:
        return await blocks_store.list_by(tx, actor.user_id)


async def block(
    db: Database, actor: Actor, user_id: UserId, *, at: datetime, announce: Announce
) -> tuple[Block, ...]:
    """Block somebody whom one knows; a call of the two ends. Raises NotFound for anybody else."""
    async with db.write() as tx:
        await access_person(tx, actor, user_id)
        await blocks_store.add(tx, actor.user_id, user_id, at=at)
        mentorship_ids = await blocks_store.list_mentorships(tx, actor.user_id, user_id)
        mine = await blocks_store.list_by(tx, actor.user_id)
    announce(PeopleBlocked(user_ids=(actor.user_id, user_id), mentorship_ids=mentorship_ids))
    announce(Told(event="blocks_changed", payload=BlocksChanged(), user_ids=(actor.user_id,)))
    return mine


async def unblock(db: Database, actor: Actor, user_id: UserId, *, announce: Announce) -> tuple[Block, ...]:
    """Undo it. For anybody who is not blocked nothing happens."""
    async with db.write() as tx:
        was_blocked = await blocks_store.remove(tx, actor.user_id, user_id)
        mine = await blocks_store.list_by(tx, actor.user_id)
    if was_blocked:
        announce(PeopleUnblocked(user_ids=(actor.user_id, user_id)))
        announce(Told(event="blocks_changed", payload=BlocksChanged(), user_ids=(actor.user_id,)))
    return mine
