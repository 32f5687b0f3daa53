"""A person's conversations, as their list shows them."""

from mentorpitch.shapes import ConversationId, ConversationState, UserId
from mentorpitch.store import events as events_store
from mentorpitch.store import messages as messages_store
from mentorpitch.store import reads as reads_store
from mentorpitch.store.database import Reader

MOST_UNREAD = 100  # "99+" is all that a screen shows


async def get_state(tx: Reader, conversation_id: ConversationId, user_id: UserId) -> ConversationState:
    """One conversation as this participant sees it. Access is the caller's question."""
    reads = await reads_store.page(tx, conversation_id, viewer=user_id)
    own = next(read.seq for read in reads if read.user_id == user_id)
    return ConversationState(
        conversation_id=conversation_id,
        last_seq=await events_store.get_last_seq(tx, conversation_id),
        unread=await messages_store.count_unread(tx, conversation_id, user_id, after=own, most=MOST_UNREAD),
        reads=reads,
        last_message=await messages_store.find_newest(tx, conversation_id),
    )


async def list_states(tx: Reader, user_id: UserId) -> tuple[ConversationState, ...]:
    """All conversations that this person takes part in."""
    return tuple(
        [
            await get_state(tx, conversation_id, user_id)
            for conversation_id in await reads_store.conversations_of(tx, user_id)
        ]
    )


async def list_contacts(tx: Reader, user_id: UserId) -> frozenset[UserId]:
    """Everybody with whom this person shares a conversation: who may see whether they are online."""
    return await reads_store.contacts_of(tx, user_id)
