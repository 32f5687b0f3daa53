"""A bot at the doors: whether it may come in, and the line in the access log that both members read.

The line is on the disk before the bot reads anything. There is one for each kind of use and day (UTC): a bot
that asks all day writes no more than one that asks once, so the log stays one that people read, and nobody
can bury a line in it.
"""

from datetime import datetime

from mentorpitch.access import access_as_guest, ensure_scope
from mentorpitch.actors import Actor
from mentorpitch.bots.scopes import Deed, Scopes, deeds_of
from mentorpitch.bots.shapes import BotSelf, Place
from mentorpitch.errors import Unauthenticated
from mentorpitch.shapes import MentorshipId
from mentorpitch.store import bot_places as places_store
from mentorpitch.store import bots as bots_store
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store.bot_places import Kind, Reach
from mentorpitch.store.database import Database, Reader


async def admit(
    db: Database, actor: Actor, scopes: Scopes, *, kind: Kind | None, thing_id: str, at: datetime
) -> None:
    """Let a bot use these of its scopes on a thing; people are let through.

    Raises Forbidden for a bot without any of them, NotFound where it is no guest.
    """
    ensure_scope(actor, scopes)
    if actor.scopes is None or kind is None:
        return
    async with db.read() as tx:
        reach = await access_as_guest(tx, actor, kind, thing_id, scopes)
    await note(db, actor, reach.mentorship_id, actor.scopes & scopes, at=at)


async def note(
    db: Database, actor: Actor, mentorship_id: MentorshipId, scopes: Scopes, *, at: datetime
) -> None:
    """Write down what the bot does there, unless it stands there for today."""
    async with db.read() as tx:
        if not await _new_deeds(tx, actor, mentorship_id, scopes, at=at):
            return  # without a write, which would wait for the disk
    async with db.write() as tx:
        for did in sorted(await _new_deeds(tx, actor, mentorship_id, scopes, at=at)):
            await concerns_store.log(tx, mentorship_id, actor.user_id, did, acted_as="bot", at=at)


async def get_self(db: Database, actor: Actor) -> BotSelf:
    """Who the bot is, and where it is a guest now."""
    async with db.read() as tx:
        stored = await bots_store.find(tx, actor.user_id)
        if stored is None:
            raise Unauthenticated()
        return BotSelf(
            bot_id=actor.user_id,
            name=stored.bot.name,
            scopes=stored.bot.scopes,
            places=place_all(actor, await places_store.list_reaches(tx, actor.user_id)),
        )


def place_all(actor: Actor, reaches: list[Reach]) -> tuple[Place, ...]:
    """What a bot may know of where it is."""
    scopes = actor.scopes or frozenset()
    return tuple(
        Place(
            mentorship_id=reach.mentorship_id,
            conversation_id=reach.conversation_id if scopes & {"chat:read", "chat:write"} else None,
            last_seq=reach.last_seq if "chat:read" in scopes else None,
            user_ids=reach.user_ids,
        )
        for reach in reaches
    )


async def _new_deeds(
    tx: Reader, actor: Actor, mentorship_id: MentorshipId, scopes: Scopes, *, at: datetime
) -> frozenset[Deed]:
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return frozenset(
        [
            did
            for did in deeds_of(scopes)
            if not await places_store.is_logged(tx, actor.user_id, mentorship_id, did, since=today)
        ]
    )
