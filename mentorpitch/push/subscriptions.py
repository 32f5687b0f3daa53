"""Which devices get notices: each session names its own, and it ends with the session."""

from typing import Final

from mentorpitch.actors import Actor
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict
from mentorpitch.push.encryption import ensure_keys
from mentorpitch.push.shapes import PushSettings, PutSubscription
from mentorpitch.store import push as push_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.webhooks.sending import ensure_sendable

MOST_DEVICES: Final = 10  # of one person; the one named longest ago gives way


async def get(db: Database, actor: Actor, *, key: str | None) -> PushSettings:
    async with db.read() as tx:
        return await _settings(tx, actor, key)


async def put(
    db: Database, actor: Actor, wanted: PutSubscription, *, key: str | None, clock: Clock
) -> PushSettings:
    """Raises Invalid for an address or keys to which nothing could be sent."""
    if key is None:
        raise Conflict("This server sends no notices.")
    endpoint = ensure_sendable(wanted.endpoint, allow_private=False)
    ensure_keys(wanted.p256dh, wanted.auth)
    async with db.write() as tx:
        if await push_store.find_of_session(tx, actor.session_id) != endpoint:
            await push_store.put(
                tx,
                user_id=actor.user_id,
                session_id=actor.session_id,
                endpoint=endpoint,
                p256dh=wanted.p256dh,
                auth=wanted.auth,
                most=MOST_DEVICES,
                at=clock(),
            )
        return await _settings(tx, actor, key)


async def remove(db: Database, actor: Actor, *, key: str | None) -> PushSettings:
    async with db.write() as tx:
        await push_store.remove_of_session(tx, actor.session_id)
        return await _settings(tx, actor, key)


async def _settings(tx: Reader, actor: Actor, key: str | None) -> PushSettings:
    return PushSettings(key=key, is_on=await push_store.find_of_session(tx, actor.session_id) is not None)
