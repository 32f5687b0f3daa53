"""Direct messages: two people who share a programme have one conversation, outside of any mentorship.

It is a conversation like every other, read and written as they are (messages.py). Who shares a programme no
more reads on and writes no more. That it was opened is nobody's but the opener's until something is said.
"""

import unicodedata
from datetime import datetime

from mentorpitch import cursors
from mentorpitch.access import access_conversation, access_fellow
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, FellowsChanged, Told
from mentorpitch.chat.conversations import get_state
from mentorpitch.ids import new_id
from mentorpitch.limits import OPEN_DIRECT, Limits
from mentorpitch.shapes import ConversationId, DirectChanged, DirectConversation, Fellow, Shape, UserId
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import direct as direct_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.direct import DirectPair

IN_CURSOR = 60  # letters of a name; of those that begin alike the id decides


class FellowPage(Shape, frozen=True):
    """To whom one may write, by name."""

    fellows: tuple[Fellow, ...]
    next_cursor: str | None


async def list_mine(db: Database, actor: Actor) -> tuple[DirectConversation, ...]:
    """Those of the actor's in which something was said, or which they have opened; the oldest first."""
    async with db.read() as tx:
        return tuple(
            [await _view(tx, actor, pair) for pair in await direct_store.list_of_user(tx, actor.user_id)]
        )


async def open_with(
    db: Database, actor: Actor, user_id: UserId, *, at: datetime, limits: Limits, announce: Announce
) -> DirectConversation:
    """The one conversation with this person, which begins to exist if it did not; asked twice, the same.

    Raises NotFound for somebody with whom the actor neither shares a programme nor has written before, and
    `rate_limited` for who opens many in an hour. A block is no reason here: it is told to who writes.
    """
    async with db.write() as tx:
        pair = await direct_store.find_between(tx, actor.user_id, user_id)
        is_new = pair is None or not pair.is_seen
        if is_new:
            pair = await _open(tx, actor, user_id, pair, at=at, limits=limits)
        assert pair is not None
        opened = await _view(tx, actor, pair)
    if is_new:
        announce(Told(event="direct_changed", payload=DirectChanged(), user_ids=(actor.user_id,)))
    return opened


async def page_fellows(
    db: Database, actor: Actor, *, q: str = "", cursor: str | None = None, limit: int = 20
) -> FellowPage:
    """Those whose name has `q` in it, whatever its case and accents. Raises Invalid for a strange cursor."""
    after = cursors.decode_words(cursor)
    wanted = _folded(q)
    async with db.read() as tx:
        fellows = await direct_store.list_fellows(tx, actor.user_id)
    # Here and not in SQL: SQLite knows no case but that of ASCII, and a programme has some hundred people.
    named = [(_folded(each.person.name), each) for each in fellows]
    placed = sorted(((name[:IN_CURSOR], each.person.user_id), each) for name, each in named if wanted in name)
    found = [(place, each) for place, each in placed if not after or place > after]
    return FellowPage(
        fellows=tuple(each for _, each in found[:limit]),
        next_cursor=cursors.encode(found[limit - 1][0]) if len(found) > limit else None,
    )


async def fellows_changed(tx: Reader, user_id: UserId) -> FellowsChanged:
    """To be announced when this person has joined or left a programme."""
    return FellowsChanged(user_ids=(user_id, *await direct_store.list_partners(tx, user_id)))


async def _open(
    tx: Writer,
    actor: Actor,
    user_id: UserId,
    pair: DirectPair | None,
    *,
    at: datetime,
    limits: Limits,
) -> DirectPair:
    other = await access_fellow(tx, actor, user_id)
    limits.take(OPEN_DIRECT, actor.user_id)
    if pair:
        await direct_store.open_to_both(tx, pair.conversation_id)
        return pair
    conversation_id, both = ConversationId(new_id()), (actor.user_id, user_id)
    await conversations_store.add(tx, conversation_id, both, at=at)
    await direct_store.add(tx, conversation_id, both, by=actor.user_id, at=at)
    return DirectPair(conversation_id=conversation_id, other=other, is_seen=True)


async def _view(tx: Reader, actor: Actor, pair: DirectPair) -> DirectConversation:
    place = await access_conversation(tx, actor, pair.conversation_id, to="read")
    return DirectConversation(
        other=pair.other,
        conversation=await get_state(tx, pair.conversation_id, actor.user_id),
        apart=place.apart,
        blocked=place.blocks,
    )


def _folded(text: str) -> str:
    """Without case and accents: who looks for "ines" finds Inês."""
    parts = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
