"""Where somebody may search: the conversations and mentorships that they take part in, and who is there."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import or_, select

from mentorpitch.mentorships.shapes import PitchId
from mentorpitch.shapes import ConversationId, MentorshipId, Person, UserId
from mentorpitch.store.database import Reader
from mentorpitch.store.tables.chat import participants
from mentorpitch.store.tables.mentorships import mentorships, pitches
from mentorpitch.store.tables.people import users


class Readable(msgspec.Struct, frozen=True, kw_only=True):
    """Of one person: their places, each with those who are there beside them."""

    user_id: UserId
    conversations: Mapping[ConversationId, tuple[Person, ...]]
    mentorships: Mapping[MentorshipId, tuple[Person, ...]]
    chats: Mapping[ConversationId, MentorshipId]  # whose chat a conversation is
    talks: Mapping[ConversationId, PitchId]  # which pitch it was opened for

    @property
    def scopes(self) -> tuple[str, ...]:
        """As the entries name them: store/search_sources.py."""
        return (
            f"u:{self.user_id}",
            *(f"c:{each}" for each in self.conversations),
            *(f"m:{each}" for each in self.mentorships),
        )


async def list_readable(tx: Reader, user_id: UserId) -> Readable:
    mine = select(participants.c.conversation_id).where(participants.c.user_id == user_id)
    rows = await tx.execute(
        select(participants.c.conversation_id, users.c.user_id, users.c.name, users.c.time_zone)
        .join(users, users.c.user_id == participants.c.user_id)
        .where(participants.c.conversation_id.in_(mine))
        .order_by(users.c.name)
    )
    conversations: dict[ConversationId, tuple[Person, ...]] = {}
    for conversation_id, *person in rows:
        others = conversations.setdefault(conversation_id, ())
        if person[0] != user_id:
            conversations[conversation_id] = (*others, _person(*person))
    pairs = await tx.execute(
        select(
            mentorships.c.mentorship_id,
            mentorships.c.conversation_id,
            users.c.user_id,
            users.c.name,
            users.c.time_zone,
        )
        .join(
            users,
            (users.c.user_id != user_id)
            & or_(users.c.user_id == mentorships.c.mentor_id, users.c.user_id == mentorships.c.mentee_id),
        )
        .where(or_(mentorships.c.mentor_id == user_id, mentorships.c.mentee_id == user_id))
    )
    found = list(pairs)
    talks = await tx.execute(
        select(pitches.c.conversation_id, pitches.c.pitch_id).where(pitches.c.conversation_id.in_(mine))
    )
    return Readable(
        user_id=user_id,
        conversations=conversations,
        mentorships={row.mentorship_id: (_person(*row[2:]),) for row in found},
        chats={row.conversation_id: row.mentorship_id for row in found},
        talks={row.conversation_id: row.pitch_id for row in talks},
    )


def _person(user_id: UserId, name: str, time_zone: str) -> Person:
    return Person(user_id=user_id, name=name, time_zone=time_zone)
