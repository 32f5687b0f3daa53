"""What one has begun to write in a conversation: it follows from one's one device to the next.

Nobody else ever learns that there is one. It is written on the ground of the revision that the device has
seen: who was overtaken gets `conflict`, asks, and decides which is newer; what is being typed is.
"""

from datetime import datetime

import msgspec

from mentorpitch.access import access_conversation
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.chat.messages import Body
from mentorpitch.errors import Conflict
from mentorpitch.shapes import ConversationId, MessageDraft, Seq, Shape
from mentorpitch.store import drafts as drafts_store
from mentorpitch.store.database import Database
from mentorpitch.texts import any_text

OVERTAKEN = "This draft was changed on another device."


class PutDraft(Shape, frozen=True):
    text: Body
    revision: Seq  # the one that was seen; 0 when there was none


async def get(db: Database, actor: Actor, conversation_id: ConversationId) -> MessageDraft:
    async with db.read() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")
        return await drafts_store.get(tx, conversation_id, actor.user_id)


async def put(
    db: Database,
    actor: Actor,
    conversation_id: ConversationId,
    *,
    text: str,
    revision: int,
    at: datetime,
    announce: Announce,
) -> MessageDraft:
    """Keep it, or erase it with an empty text; the same text again changes nothing. Raises Conflict."""
    async with db.write() as tx:
        await access_conversation(tx, actor, conversation_id, to="read")  # it reaches nobody
        old = await drafts_store.get(tx, conversation_id, actor.user_id)
        if any_text(text, field="text") == old.text:
            return old
        if revision != old.revision:
            raise Conflict(OVERTAKEN)
        new = msgspec.structs.replace(old, text=text, revision=old.revision + 1, changed_at=at)
        await drafts_store.put(tx, actor.user_id, new)
    announce(Told(event="draft_changed", payload=new, user_ids=(actor.user_id,)))
    return new
