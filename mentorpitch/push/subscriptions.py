"""Which devices get notices: each session names its own, and it ends with the session."""

from typing import Final

from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.consents.shapes import ConsentEntry
from mentorpitch.errors import Conflict
from mentorpitch.push.encryption import ensure_keys
from mentorpitch.push.shapes import PushSettings, PutSubscription
from mentorpitch.store import push as push_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.webhooks.sending import ensure_sendable

MOST_DEVICES: Final = 10  # of one person; the one named longest ago gives way


async def get(db: Database, actor: Actor, *, key: str | None) -> PushSettings:
    async with db.read() as tx:
        return await _settings(tx, actor, key)


async def put(
    db: Database,
    actor: Actor,
    wanted: PutSubscription,
    *,
    key: str | None,
    announce: Announce,
    clock: Clock,
) -> PushSettings:
    """Raises Invalid for an address or keys to which nothing could be sent."""
    if key is None:
        raise Conflict("This server sends no notices.")
    endpoint = ensure_sendable(wanted.endpoint, allow_private=False)
    ensure_keys(wanted.p256dh, wanted.auth)
    noted = []
    async with db.write() as tx:
        before = await push_store.find_of_session(tx, actor.session_id)
        if before != endpoint:
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
        if before is None:  # a browser that has got another address asks for nothing new
            noted.append(await _note(tx, actor, given=True, clock=clock))
        settings = await _settings(tx, actor, key)
    ledger.tell(announce, noted, (actor.user_id,))
    return settings


async def remove(
    db: Database, actor: Actor, *, key: str | None, announce: Announce, clock: Clock
) -> PushSettings:
    noted = []
    async with db.write() as tx:
        if await push_store.find_of_session(tx, actor.session_id) is not None:
            await push_store.remove_of_session(tx, actor.session_id)
            noted.append(await _note(tx, actor, given=False, clock=clock))
        settings = await _settings(tx, actor, key)
    ledger.tell(announce, noted, (actor.user_id,))
    return settings


async def _note(tx: Writer, actor: Actor, *, given: bool, clock: Clock) -> ConsentEntry:
    chain = ledger.of_person(actor.user_id)
    return await ledger.note(tx, chain, actor.user_id, "push", given=given, at=clock())


async def _settings(tx: Reader, actor: Actor, key: str | None) -> PushSettings:
    return PushSettings(key=key, is_on=await push_store.find_of_session(tx, actor.session_id) is not None)
