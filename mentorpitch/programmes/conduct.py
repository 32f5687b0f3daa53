"""The code of conduct: how people treat each other in a programme.

Its managers may put it in their own words. Who joins accepts it as it stands, and is asked again when its
words change; until then they may read and withdraw, but not pitch, accept or talk.
"""

from datetime import datetime
from typing import Final

from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.errors import Conflict, Problem
from mentorpitch.mentorships.shapes import Conduct
from mentorpitch.programmes.telling import programme_changed
from mentorpitch.shapes import ProgrammeId, Prose, Revision, Shape, UserId
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.texts import prose

# Never another: who accepted the first revision accepted these words.
USUAL: Final = """\
We meet as equals. One of us has gone a way that the other wants to go; that is all the difference.

We listen before we advise, and ask before we judge. What works for one need not work for the other.

What is said between two stays between the two, unless both want it told, or somebody is in danger.

We keep to what we arranged, and say early when we cannot.

Each of us may say no, pause or end a mentorship, at any time and without a reason.

Nobody is put down or left out for who they are, where they come from, what they believe or whom they love. \
Nothing here is a way to a date, a favour or a sale.

If something is not right, we say so: to each other where we can, and where we cannot, to whoever runs the \
programme."""

CHANGED: Final = "The code of conduct has other words by now. Read it again."


class WriteConduct(Shape, frozen=True):
    """`revision` is that of the text which was on the screen."""

    revision: Revision
    text: Prose


async def get(db: Database, actor: Actor, programme_id: ProgrammeId) -> Conduct:
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="belong")
        return await _conduct(tx, programme_id, actor.user_id)


async def write(
    db: Database, actor: Actor, programme_id: ProgrammeId, new: WriteConduct, *, announce: Announce
) -> Conduct:
    """Put it in other words; for a manager. Everybody is asked to accept them; the same words change nothing.

    Raises Conflict when it was changed since it was read.
    """
    text = prose(new.text, field="text", most=5_000).strip()
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        before = await _conduct(tx, programme_id, actor.user_id)
        if text == before.text:
            return before
        if new.revision != before.revision:
            raise Conflict(CHANGED)
        await programmes_store.put_conduct(tx, programme_id, text, revision=before.revision + 1)
        now = await _conduct(tx, programme_id, actor.user_id)
        everybody = await programmes_store.list_member_ids(tx, programme_id)
    announce(programme_changed(programme_id, everybody))
    return now


async def accept(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    *,
    revision: int,
    at: datetime,
    announce: Announce,
) -> Conduct:
    """Accept it as one has read it; the first time counts. Raises Conflict when its words changed since."""
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="belong")
        await accept_on_joining(tx, programme_id, actor.user_id, revision=revision, at=at)
        now = await _conduct(tx, programme_id, actor.user_id)
    announce(programme_changed(programme_id, (actor.user_id,)))
    return now


async def accept_on_joining(
    tx: Writer, programme_id: ProgrammeId, user_id: UserId, *, revision: int | None, at: datetime
) -> None:
    """Accept inside a transaction whose caller has asked for permission.

    Raises Problem `conduct_not_accepted` without a revision, and Conflict for one that is not the newest.
    """
    if revision is None:
        raise Problem("conduct_not_accepted", "Read and accept the code of conduct first.", field="conduct")
    _, newest = await programmes_store.get_conduct(tx, programme_id)
    if revision != newest:
        raise Conflict(CHANGED)
    await programmes_store.accept_conduct(tx, programme_id, user_id, revision=revision, at=at)


async def get_words(tx: Reader, programme_id: ProgrammeId) -> tuple[str, int]:
    """The text and its revision, for whoever may see the programme."""
    text, revision = await programmes_store.get_conduct(tx, programme_id)
    return text or USUAL, revision


async def _conduct(tx: Reader, programme_id: ProgrammeId, user_id: UserId) -> Conduct:
    text, revision = await get_words(tx, programme_id)
    return Conduct(
        programme_id=programme_id,
        text=text,
        revision=revision,
        accepted_at=await programmes_store.find_conduct_accepted_at(tx, programme_id, user_id),
    )
