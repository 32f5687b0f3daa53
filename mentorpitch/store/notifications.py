"""When people want to be told of messages."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import (
    ConversationId,
    NotificationLevel,
    NotificationSettings,
    QuietHours,
    UserId,
)
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.personal import notification_levels, notification_settings


async def get(tx: Reader, user_id: UserId) -> NotificationSettings:
    query = select(notification_settings).where(notification_settings.c.user_id == user_id)
    row = (await tx.execute(query)).one_or_none()
    levels = await tx.execute(
        select(notification_levels.c.conversation_id, notification_levels.c.level)
        .where(notification_levels.c.user_id == user_id)
        .order_by(notification_levels.c.conversation_id)
    )
    quiet = QuietHours(begins=row.quiet_begins, ends=row.quiet_ends) if row and row.quiet_begins else None
    return NotificationSettings(
        quiet_hours=quiet,
        levels={each.conversation_id: each.level for each in levels},
        revision=row.revision if row else 0,
    )


async def put(tx: Writer, user_id: UserId, *, quiet: QuietHours | None, revision: int) -> None:
    values = {
        "quiet_begins": quiet.begins if quiet else None,
        "quiet_ends": quiet.ends if quiet else None,
        "revision": revision,
    }
    await tx.execute(
        insert(notification_settings)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )


async def put_level(
    tx: Writer, user_id: UserId, conversation_id: ConversationId, level: NotificationLevel
) -> None:
    if level == "all":
        await tx.execute(
            delete(notification_levels).where(
                notification_levels.c.user_id == user_id,
                notification_levels.c.conversation_id == conversation_id,
            )
        )
        return
    await tx.execute(
        insert(notification_levels)
        .values(user_id=user_id, conversation_id=conversation_id, level=level)
        .on_conflict_do_update(index_elements=["user_id", "conversation_id"], set_={"level": level})
    )
