"""The mentorship agreement: what the two promise each other, in their own words.

Writing it is accepting it; other words need the other's yes anew. What the managers can see is part of
what is accepted, so that nobody finds out later.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Conflict
from mentorpitch.mentorships.shapes import MANAGER_SEES, Agreement, AgreementChanged
from mentorpitch.shapes import MentorshipId, Revision, Shape, UserId
from mentorpitch.store import agreements as agreements_store
from mentorpitch.store.database import Database
from mentorpitch.texts import some_text


class WriteAgreement(Shape, frozen=True):
    """`revision` is that of the agreement which was on the screen; 0 for the first."""

    revision: Revision
    text: Annotated[str, Meta(min_length=1, max_length=5_000)]


async def get(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Agreement:
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return await agreements_store.get(tx, mentorship_id)


async def write(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: WriteAgreement,
    *,
    at: datetime,
    announce: Announce,
) -> Agreement:
    """Say it in other words. A repeat changes nothing; Conflict when it was changed since it was read."""
    text = some_text(new.text, field="text")
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        before = await agreements_store.get(tx, mentorship_id)
        if (
            before.text == text
            and before.manager_sees == MANAGER_SEES
            and actor.user_id in before.accepted_by
        ):
            return before
        _ensure_newest(before, new.revision)
        agreement = await agreements_store.add(
            tx,
            mentorship_id,
            revision=before.revision + 1,
            text=text,
            manager_sees=MANAGER_SEES,
            written_by=actor.user_id,
            written_at=at,
            accepted_by_mentor=actor.user_id == pair.mentor.user_id,
            accepted_by_mentee=actor.user_id == pair.mentee.user_id,
            at=at,
        )
    _tell(announce, agreement, pair.user_ids)
    return agreement


async def accept(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    revision: int,
    *,
    at: datetime,
    announce: Announce,
) -> Agreement:
    """Accept it as one has read it. Raises Conflict when there is nothing yet, or something else by now."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        before = await agreements_store.get(tx, mentorship_id)
        if before.written_by is None or before.written_at is None:
            raise Conflict("There is no agreement yet.")
        if actor.user_id in before.accepted_by:
            return before
        _ensure_newest(before, revision)
        accepted = {*before.accepted_by, actor.user_id}
        agreement = await agreements_store.add(
            tx,
            mentorship_id,
            revision=before.revision + 1,
            text=before.text,
            manager_sees=before.manager_sees,
            written_by=before.written_by,
            written_at=before.written_at,
            accepted_by_mentor=pair.mentor.user_id in accepted,
            accepted_by_mentee=pair.mentee.user_id in accepted,
            at=at,
        )
    _tell(announce, agreement, pair.user_ids)
    return agreement


def _ensure_newest(agreement: Agreement, revision: int) -> None:
    if revision != agreement.revision:
        raise Conflict("The agreement was changed meanwhile. Read it again.")


def _tell(announce: Announce, agreement: Agreement, user_ids: tuple[UserId, ...]) -> None:
    changed = AgreementChanged(agreement=agreement)
    announce(Told(event="agreement_changed", payload=changed, user_ids=user_ids))
