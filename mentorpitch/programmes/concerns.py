"""Concerns: one of the two tells a manager of their choice, with the messages they choose and no others.

The other of the pair never learns of it: it is announced to who told it and who was told alone, and the
access log, which both can read, says nothing of it. A manager who is one of the two cannot be told. That it
was looked after, whoever told it sees.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from mentorpitch.access import access_concern, access_mentorship, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Invalid
from mentorpitch.ids import new_id
from mentorpitch.mentorships.shapes import AccessEntry, Concern, ConcernChanged, Excerpt
from mentorpitch.repeats import ensure_repeat, fingerprint
from mentorpitch.shapes import (
    ConversationId,
    Id,
    MentorshipId,
    Message,
    Person,
    ProgrammeId,
    Prose,
    Seq,
    Shape,
    UserId,
)
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store import messages as messages_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.texts import any_text, some_text


class NewConcern(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    manager_id: UserId
    text: Annotated[str, Meta(min_length=1, max_length=5_000)]
    excerpts: Annotated[tuple[Seq, ...], Meta(max_length=20)] = ()  # of messages of the pair's chat


class MyConcerns(Shape, frozen=True):
    """Who can be told of a mentorship, and what one has told."""

    managers: tuple[Person, ...]
    concerns: tuple[Concern, ...]


async def list_mine(db: Database, actor: Actor, mentorship_id: MentorshipId) -> MyConcerns:
    async with db.read() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        return MyConcerns(
            managers=await concerns_store.list_managers(tx, pair.programme.programme_id, but=pair.user_ids),
            concerns=tuple(
                _as_told(concern)
                for concern in await concerns_store.list_by(tx, mentorship_id, actor.user_id)
            ),
        )


async def list_sent_to(db: Database, actor: Actor, programme_id: ProgrammeId) -> tuple[Concern, ...]:
    """What the actor was told as a manager of the programme, the oldest first."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        return await concerns_store.list_to(tx, programme_id, actor.user_id)


async def report(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: NewConcern,
    *,
    at: datetime,
    announce: Announce,
) -> Concern:
    """Tell a manager, also of a mentorship that has ended.

    What is chosen is copied as it reads now, so that a later deletion does not take it back. Raises Invalid
    for a manager who cannot be told, and for what is no message.
    """
    text = some_text(new.text, field="text")
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        if made := await concerns_store.find_made(tx, mentorship_id, actor.user_id, new.client_id):
            concern, asked = made
            ensure_repeat(asked, new)
            return _as_told(concern)
        managers = await concerns_store.list_managers(tx, pair.programme.programme_id, but=pair.user_ids)
        if new.manager_id not in {manager.user_id for manager in managers}:
            raise Invalid("That person is no manager who can be told.", field="manager_id")
        concern = await concerns_store.add(
            tx,
            new_id(),
            mentorship_id=mentorship_id,
            reported_by=actor.user_id,
            client_id=new.client_id,
            asked=fingerprint(new),
            manager_id=new.manager_id,
            text=text,
            excerpts=await _excerpts(tx, pair.conversation_id, new.excerpts),
            at=at,
        )
    _tell(announce, concern)
    return _as_told(concern)


class Closing(Shape, frozen=True):
    note: Prose = ""  # for oneself alone


async def close(
    db: Database, actor: Actor, concern_id: str, closing: Closing, *, at: datetime, announce: Announce
) -> Concern:
    """Say that it was looked after; again, and only the note is another. For the manager who was told."""
    any_text(closing.note, field="note")
    async with db.write() as tx:
        before = await access_concern(tx, actor, concern_id)
        if before.closed_at and before.note == closing.note:
            return before
        concern = await concerns_store.close(
            tx, concern_id, note=closing.note, closed_at=before.closed_at or at
        )
    _tell(announce, concern)
    return concern


async def list_log(db: Database, actor: Actor, mentorship_id: MentorshipId) -> tuple[AccessEntry, ...]:
    """What managers, administrators and bots did to the mentorship; for the two of it."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return await concerns_store.list_log(tx, mentorship_id)


def _tell(announce: Announce, concern: Concern) -> None:
    """To the one who told it without the note."""
    told = ConcernChanged(concern=_as_told(concern))
    announce(Told(event="concern_changed", payload=told, user_ids=(concern.reported_by.user_id,)))
    kept = ConcernChanged(concern=concern)
    announce(Told(event="concern_changed", payload=kept, user_ids=(concern.manager.user_id,)))


def _as_told(concern: Concern) -> Concern:
    return msgspec.structs.replace(concern, note=None)


async def _excerpts(
    tx: Reader, conversation_id: ConversationId, seqs: tuple[int, ...]
) -> tuple[Excerpt, ...]:
    chosen = []
    for seq in sorted(set(seqs)):
        message = await messages_store.find_message(tx, conversation_id, seq)
        if message is None or message.body is None:
            raise Invalid("There is no such message to quote.", field="excerpts")
        chosen.append(Excerpt(sender_id=message.sender_id, body=_said(message), sent_at=message.sent_at))
    return tuple(chosen)


def _said(message: Message) -> str:
    """A message that is files alone is quoted by their names; the files themselves stay between the two."""
    return message.body or ", ".join(attachment.name for attachment in message.attachments)
