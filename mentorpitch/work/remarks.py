"""Feedback on a version, in both directions: remarks, and replies to them.

Each change of a remark is a change of the work item around it, whose next revision it bears.
"""

from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta

from mentorpitch.access import access_remark, access_remarks
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Conflict, Invalid, Problem
from mentorpitch.ids import new_id
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Shape, UserId
from mentorpitch.store import work as work_store
from mentorpitch.store import work_remarks as remarks_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.texts import some_text
from mentorpitch.work.shapes import Remark, RemarkChanged, RemarkId, VersionId, Work
from mentorpitch.work.telling import changed

MOST_REMARKS: Final = 500  # on one version

Words = Annotated[str, Meta(min_length=1, max_length=5_000)]


class NewRemark(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    body: Words
    reply_to: Id | None = None  # a remark on the same version; a reply to a reply goes into its thread


class RemarkEdit(Shape, frozen=True):
    body: Words


async def list_of(db: Database, actor: Actor, version_id: VersionId) -> tuple[Remark, ...]:
    """What was said of a version, the oldest first; the deleted without their words."""
    async with db.read() as tx:
        await access_remarks(tx, actor, version_id, to="read")
        return await remarks_store.list_of(tx, version_id)


async def write(
    db: Database, actor: Actor, version_id: VersionId, new: NewRemark, *, at: datetime, announce: Announce
) -> Remark:
    """Say something of a version, once per client_id."""
    some_text(new.body, field="body")
    async with db.write() as tx:
        pair, work = await access_remarks(tx, actor, version_id, to="write")
        if made_id := await find_made(tx, actor, version_id, new.client_id, new):
            made = await remarks_store.find(tx, RemarkId(made_id))
            assert made is not None  # it keeps its place as long as its version
            return made
        before = await remarks_store.count(tx, version_id)
        if before >= MOST_REMARKS:
            raise Conflict(f"A version has at most {MOST_REMARKS} remarks.")
        remark = Remark(
            remark_id=RemarkId(new_id()),
            version_id=version_id,
            number=before + 1,
            user_id=actor.user_id,
            reply_to=await _thread(tx, version_id, new.reply_to),
            body=new.body,
            revision=work.revision + 1,
            written_at=at,
            changed_at=None,
        )
        await remarks_store.add(tx, remark)
        await remember_made(tx, actor, version_id, new.client_id, new, made_id=remark.remark_id)
        work = await work_store.change(tx, work, at=at)
    _tell(remark, work, pair.user_ids, announce)
    return remark


async def edit(
    db: Database, actor: Actor, remark_id: RemarkId, edit: RemarkEdit, *, at: datetime, announce: Announce
) -> Remark:
    """Say it in other words. A repeat changes nothing. Raises `gone` for one that was deleted."""
    some_text(edit.body, field="body")
    return await _change(db, actor, remark_id, edit.body, at=at, announce=announce)


async def delete(
    db: Database, actor: Actor, remark_id: RemarkId, *, at: datetime, announce: Announce
) -> Remark:
    """Take it back: its words are gone for good, its place stays."""
    return await _change(db, actor, remark_id, None, at=at, announce=announce)


async def _change(
    db: Database, actor: Actor, remark_id: RemarkId, body: str | None, *, at: datetime, announce: Announce
) -> Remark:
    async with db.write() as tx:
        pair, work, remark = await access_remark(tx, actor, remark_id)
        if body == remark.body:
            return remark
        if remark.body is None:
            raise Problem("gone", "This was deleted since.")
        remark = await remarks_store.change(tx, remark, body=body, revision=work.revision + 1, at=at)
        work = await work_store.change(tx, work, at=at)
    _tell(remark, work, pair.user_ids, announce)
    return remark


async def _thread(tx: Reader, version_id: VersionId, reply_to: str | None) -> RemarkId | None:
    if reply_to is None:
        return None
    answered = await remarks_store.find(tx, RemarkId(reply_to))
    if answered is None or answered.version_id != version_id:
        raise Invalid("That is not a remark on this version.", field="reply_to")
    return answered.reply_to or answered.remark_id


def _tell(remark: Remark, work: Work, user_ids: tuple[UserId, ...], announce: Announce) -> None:
    heard = RemarkChanged(remark=remark)
    announce(Told(event="work_feedback_changed", payload=heard, user_ids=user_ids))
    announce(changed(work, user_ids))  # it tells how many remarks there are
