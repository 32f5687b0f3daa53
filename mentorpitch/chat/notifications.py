"""When one wants to be told of messages: of which conversations, and at which hours not."""

from mentorpitch.access import access_conversation
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Invalid
from mentorpitch.shapes import ConversationId, NotificationLevel, NotificationSettings, QuietHours
from mentorpitch.store import notifications as notifications_store
from mentorpitch.store.database import Database, Writer


async def get_mine(db: Database, actor: Actor) -> NotificationSettings:
    async with db.read() as tx:
        return await notifications_store.get(tx, actor.user_id)


async def put_level(
    db: Database,
    actor: Actor,
    conversation_id: ConversationId,
    level: NotificationLevel,
    *,
    announce: Announce,
) -> NotificationSettings:
    """Of which messages of this conversation one wants to be told."""
    async with db.write() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")
        old = await notifications_store.get(tx, actor.user_id)
        if level == old.levels.get(conversation_id, "all"):
            return old
        await notifications_store.put_level(tx, actor.user_id, conversation_id, level)
        new = await _put(tx, actor, quiet=old.quiet_hours, revision=old.revision + 1)
    announce(_told(actor, new))
    return new


async def put_quiet_hours(
    db: Database, actor: Actor, quiet: QuietHours | None, *, announce: Announce
) -> NotificationSettings:
    """None: every hour is good. Raises Invalid for hours that end when they begin."""
    if quiet and quiet.begins == quiet.ends:
        raise Invalid("Quiet hours end at another time than they begin.", field="ends")
    async with db.write() as tx:
        old = await notifications_store.get(tx, actor.user_id)
        if quiet == old.quiet_hours:
            return old
        new = await _put(tx, actor, quiet=quiet, revision=old.revision + 1)
    announce(_told(actor, new))
    return new


async def _put(tx: Writer, actor: Actor, *, quiet: QuietHours | None, revision: int) -> NotificationSettings:
    await notifications_store.put(tx, actor.user_id, quiet=quiet, revision=revision)
    return await notifications_store.get(tx, actor.user_id)


def _told(actor: Actor, settings: NotificationSettings) -> Told:
    return Told(event="notifications_changed", payload=settings, user_ids=(actor.user_id,))
