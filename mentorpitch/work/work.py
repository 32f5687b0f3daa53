"""Activities and projects: either sets them, who made one edits it, either says whether it is done."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime

from msgspec import UNSET, UnsetType

from mentorpitch.access import access_mentorship, access_work
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Conflict, Problem
from mentorpitch.growth.goal_links import ensure_goal
from mentorpitch.ids import new_id
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Line, MentorshipId, Prose, Shape
from mentorpitch.store import work as work_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.files import Files
from mentorpitch.texts import any_text, some_text
from mentorpitch.work.shapes import Work, WorkId, WorkKind, WorkRemoved, WorkStatus
from mentorpitch.work.telling import changed, shared_changed

MOST_WORK = 200  # of one pair


class NewWork(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    kind: WorkKind
    title: Line
    description: Prose = ""
    goal_id: Id | None = None


class WorkEdit(Shape, frozen=True):
    """Only what is named changes."""

    kind: WorkKind | UnsetType = UNSET
    title: Line | UnsetType = UNSET
    description: Prose | UnsetType = UNSET
    goal_id: Id | UnsetType | None = UNSET


class Desk:
    """A work item while it is changed, in the transaction that changes it."""

    def __init__(self, tx: Writer, work: Work, at: datetime) -> None:
        self.tx = tx
        self.work = work
        self.at = at

    async def change(self, **values: object) -> None:
        """Give it these values, or only its next revision when something inside it is another."""
        self.work = await work_store.change(self.tx, self.work, at=self.at, **values)


async def list_of(db: Database, actor: Actor, mentorship_id: MentorshipId) -> tuple[Work, ...]:
    """What the pair works on, the oldest first."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return await work_store.list_of(tx, mentorship_id)


async def create(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: NewWork,
    *,
    at: datetime,
    announce: Announce,
) -> Work:
    """Set an activity or a project, once per client_id. Raises `gone` for the repeat of one removed since."""
    some_text(new.title, field="title")
    any_text(new.description, field="description")
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if made_id := await find_made(tx, actor, mentorship_id, new.client_id, new):
            work = await work_store.find(tx, WorkId(made_id))
            if work is None:
                raise Problem("gone", "This was removed since.")
            return work
        if len(await work_store.list_of(tx, mentorship_id)) >= MOST_WORK:
            raise Conflict(f"A pair has at most {MOST_WORK} activities and projects.")
        await ensure_goal(tx, mentorship_id, new.goal_id)
        work = await work_store.add(
            tx,
            WorkId(new_id()),
            mentorship_id=mentorship_id,
            created_by=actor.user_id,
            kind=new.kind,
            title=new.title,
            description=new.description,
            goal_id=new.goal_id,
            at=at,
        )
        await remember_made(tx, actor, mentorship_id, new.client_id, new, made_id=work.work_id)
    announce(changed(work, pair.user_ids))
    return work


async def edit(
    db: Database, actor: Actor, work_id: WorkId, edit: WorkEdit, *, at: datetime, announce: Announce
) -> Work:
    """Change what is named; for who made it. A repeat changes nothing."""
    if edit.title is not UNSET:
        some_text(edit.title, field="title")
    if edit.description is not UNSET:
        any_text(edit.description, field="description")
    async with changing(db, actor, work_id, to="edit", at=at, announce=announce) as desk:
        differing = {
            name: value
            for name in ("kind", "title", "description", "goal_id")
            if (value := getattr(edit, name)) is not UNSET and value != getattr(desk.work, name)
        }
        if goal_id := differing.get("goal_id"):
            await ensure_goal(desk.tx, desk.work.mentorship_id, goal_id)
        if differing:
            await desk.change(**differing)
    return desk.work


async def set_status(
    db: Database, actor: Actor, work_id: WorkId, status: WorkStatus, *, at: datetime, announce: Announce
) -> Work:
    """Say whether it is done; for either: what the mentor sets, the mentee does."""
    async with changing(db, actor, work_id, to="change", at=at, announce=announce) as desk:
        if status != desk.work.status:
            await desk.change(status=status)
    return desk.work


async def remove(db: Database, actor: Actor, work_id: WorkId, *, files: Files, announce: Announce) -> None:
    """Remove it with one's own documents in it. Raises Conflict while it holds one of the other's."""
    async with db.write() as tx:
        pair, work = await access_work(tx, actor, work_id, to="edit")
        if any(document.created_by != actor.user_id for document in work.documents):
            raise Conflict("A document of the other's is in here. It is theirs to remove.")
        names = await work_store.remove(tx, work_id)
        told = await shared_changed(tx, pair, *work.documents)
    removed = WorkRemoved(mentorship_id=work.mentorship_id, work_id=work_id, revision=work.revision + 1)
    for each in (Told(event="work_removed", payload=removed, user_ids=pair.user_ids), *told):
        announce(each)
    await files.remove(names)


@contextlib.asynccontextmanager
async def changing(
    db: Database, actor: Actor, work_id: WorkId, *, to: str, at: datetime, announce: Announce
) -> AsyncIterator[Desk]:
    """A transaction around a work item; both hear of it after the commit, when something changed."""
    async with db.write() as tx:
        pair, work = await access_work(tx, actor, work_id, to="edit" if to == "edit" else "change")
        desk = Desk(tx, work, at)
        yield desk
    if desk.work.revision > work.revision:
        announce(changed(desk.work, pair.user_ids))
