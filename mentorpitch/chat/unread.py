"""What somebody has not read and wants to be told of: the rule of notifying.py over what is stored."""

import msgspec

from mentorpitch.chat.notifying import notifies
from mentorpitch.shapes import ConversationId, MessageSent, NotificationSettings, UserId
from mentorpitch.store import push as push_store
from mentorpitch.store.database import Reader


async def list_wanted(
    tx: Reader,
    user_id: UserId,
    conversation_id: ConversationId,
    *,
    settings: NotificationSettings,
) -> list[MessageSent]:
    """Messages without their text, oldest first; whether the hour is quiet is asked apart."""
    always = msgspec.structs.replace(settings, quiet_hours=None)
    return [
        message
        for message in await push_store.list_unread(tx, user_id, conversation_id)
        if notifies(message, user_id, always, time_zone="UTC", at=message.at)
    ]
