"""What people have begun to write."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import ConversationId, MessageDraft, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.personal import drafts


async def get(tx: Reader, conversation_id: ConversationId, user_id: UserId) -> MessageDraft:
    """Empty, of revision 0, when there never was one."""
    query = select(drafts.c.text, drafts.c.revision, drafts.c.changed_at).where(
        drafts.c.conversation_id == conversation_id, drafts.c.user_id == user_id
    )
    row = (await tx.execute(query)).one_or_none()
    kept = row._asdict() if row else {"text": "", "revision": 0, "changed_at": None}
    return MessageDraft(conversation_id=conversation_id, **kept)


async def put(tx: Writer, user_id: UserId, draft: MessageDraft) -> None:
    values = msgspec.structs.asdict(draft)
    await tx.execute(
        insert(drafts)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["conversation_id", "user_id"], set_=values)
    )
