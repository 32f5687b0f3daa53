"""Development areas: what the mentee wants to grow in, and how far they are.

The level is the mentee's own word. The mentor may suggest one; the mentee accepts it or not. What was said
of a level stays said.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from mentorpitch.access import access_area, access_area_as, access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.errors import Conflict, Forbidden
from mentorpitch.growth.shapes import Area, AreaChanged, AreaId, Evidence, Level, LevelEntry, LevelEntryKind
from mentorpitch.ids import new_id
from mentorpitch.repeats import ensure_repeat, fingerprint
from mentorpitch.shapes import Id, Line, MentorshipId, Note, Role, Shape
from mentorpitch.store import areas as areas_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.texts import any_text, some_text

MOST_AREAS = 50  # of one pair

Evidences = Annotated[tuple[Evidence, ...], Meta(max_length=5)]


class NewArea(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    name: Line
    highlighted: bool = True
    level: Level | None = None  # where it is, at the start
    target: Level | None = None
    note: Note = ""  # on the level
    evidence: Evidences = ()


class AreaEdit(Shape, frozen=True):
    """Only what is named changes."""

    name: Line | UnsetType = UNSET
    highlighted: bool | UnsetType = UNSET
    target: Level | UnsetType | None = UNSET


class LevelSaid(Shape, frozen=True):
    """A level: set by the mentee, or suggested by the mentor. The same client_id again happens once."""

    client_id: Id
    level: Level
    note: Note = ""
    evidence: Evidences = ()


class _Desk:
    """An area while it is changed, in the transaction that changes it."""

    def __init__(self, tx: Writer, area: Area, actor: Actor, at: datetime) -> None:
        self.tx = tx
        self.area = area
        self._user_id = actor.user_id
        self._at = at

    async def change(self, **values: object) -> None:
        self.area = await areas_store.change(self.tx, self.area, at=self._at, **values)

    async def say(self, kind: LevelEntryKind, said: LevelSaid) -> None:
        """Add to the history, once per client_id. Raises Problem `id_reused`."""
        before = await areas_store.find_entry(self.tx, self.area.area_id, self._user_id, said.client_id)
        if before is None:
            await self._add(kind, said.level, said.note, said.evidence, client_id=said.client_id)
            return
        earlier = LevelSaid(
            client_id=said.client_id, level=before.level, note=before.note, evidence=before.evidence
        )
        ensure_repeat(fingerprint(earlier), said)

    async def answer(self, revision: int, kind: LevelEntryKind) -> None:
        """Answer the suggestion that waits. The same answer again changes nothing."""
        waiting = self.area.suggested
        if waiting and waiting.revision == revision:
            await self._add(kind, waiting.level, waiting.note, waiting.evidence)
            return
        history = await areas_store.list_history(self.tx, self.area.area_id)
        suggestions = [(entry.revision, entry.kind) for entry in history if entry.kind != "set"]
        match suggestions[-2:]:
            case [(before, "suggested"), (_, answered)] if (before, answered) == (revision, kind):
                return
        raise Conflict("This suggestion was answered or replaced before. Read the area again.")

    async def _add(
        self,
        kind: LevelEntryKind,
        level: Level,
        note: str,
        evidence: tuple[Evidence, ...],
        *,
        client_id: str | None = None,
    ) -> None:
        entry = LevelEntry(
            revision=self.area.revision + 1,
            user_id=self._user_id,
            kind=kind,
            level=level,
            note=note,
            evidence=evidence,
            at=self._at,
        )
        self.area = await areas_store.add_entry(self.tx, self.area, entry, client_id=client_id)


# ── Reading ──────────────────────────────────────────────────────────────────


async def list_of(db: Database, actor: Actor, mentorship_id: MentorshipId) -> tuple[Area, ...]:
    """The mentee's areas, the oldest first."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        return await areas_store.list_of(tx, mentorship_id)


async def list_history(db: Database, actor: Actor, area_id: AreaId) -> tuple[LevelEntry, ...]:
    """Every word about its level, the oldest first."""
    async with db.read() as tx:
        await access_area(tx, actor, area_id, to="read")
        return await areas_store.list_history(tx, area_id)


# ── Writing ──────────────────────────────────────────────────────────────────


async def create(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: NewArea,
    *,
    at: datetime,
    announce: Announce,
) -> Area:
    """Highlight an area, with the level it begins at when one is named; for the mentee."""
    some_text(new.name, field="name")
    _ensure_readable(new.note, new.evidence)
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if actor.user_id != pair.mentee.user_id:
            raise Forbidden("Only the mentee says what they want to grow in.")
        if made := await areas_store.find_made(tx, mentorship_id, new.client_id):
            area_id, asked = made
            ensure_repeat(asked, new)
            _, area = await access_area(tx, actor, area_id, to="read")
            return area
        if len(await areas_store.list_of(tx, mentorship_id)) >= MOST_AREAS:
            raise Conflict(f"A pair has at most {MOST_AREAS} areas.")
        area = await areas_store.add(
            tx,
            AreaId(new_id()),
            mentorship_id=mentorship_id,
            client_id=new.client_id,
            asked=fingerprint(new),
            name=new.name,
            highlighted=new.highlighted,
            target=new.target,
            at=at,
        )
        if new.level is not None:
            entry = LevelEntry(
                revision=area.revision + 1,
                user_id=actor.user_id,
                kind="set",
                level=new.level,
                note=new.note,
                evidence=new.evidence,
                at=at,
            )
            area = await areas_store.add_entry(tx, area, entry, client_id=None)
    announce(Told(event="area_changed", payload=AreaChanged(area=area), user_ids=pair.user_ids))
    return area


async def edit(
    db: Database, actor: Actor, area_id: AreaId, edit: AreaEdit, *, at: datetime, announce: Announce
) -> Area:
    """Change what is named; for the mentee. A repeat changes nothing."""
    if edit.name is not UNSET:
        some_text(edit.name, field="name")
    async with _changing(db, actor, area_id, by="mentee", at=at, announce=announce) as desk:
        differing = {
            name: value
            for name in ("name", "highlighted", "target")
            if (value := getattr(edit, name)) is not UNSET and value != getattr(desk.area, name)
        }
        if differing:
            await desk.change(**differing)
    return desk.area


async def set_level(
    db: Database, actor: Actor, area_id: AreaId, said: LevelSaid, *, at: datetime, announce: Announce
) -> Area:
    """Say how far one is; for the mentee."""
    _ensure_readable(said.note, said.evidence)
    async with _changing(db, actor, area_id, by="mentee", at=at, announce=announce) as desk:
        await desk.say("set", said)
    return desk.area


async def suggest_level(
    db: Database, actor: Actor, area_id: AreaId, said: LevelSaid, *, at: datetime, announce: Announce
) -> Area:
    """Suggest how far the mentee is; for the mentor. It changes nothing until the mentee accepts."""
    _ensure_readable(said.note, said.evidence)
    async with _changing(db, actor, area_id, by="mentor", at=at, announce=announce) as desk:
        await desk.say("suggested", said)
    return desk.area


async def answer_suggestion(
    db: Database,
    actor: Actor,
    area_id: AreaId,
    revision: int,
    *,
    yes: bool,
    at: datetime,
    announce: Announce,
) -> Area:
    """Accept or decline the suggestion of this revision; for the mentee.

    Raises Conflict for one that was answered otherwise or replaced.
    """
    async with _changing(db, actor, area_id, by="mentee", at=at, announce=announce) as desk:
        await desk.answer(revision, "accepted" if yes else "declined")
    return desk.area


@contextlib.asynccontextmanager
async def _changing(
    db: Database, actor: Actor, area_id: AreaId, *, by: Role, at: datetime, announce: Announce
) -> AsyncIterator[_Desk]:
    """A transaction around an area; both hear of it after the commit, when something changed."""
    async with db.write() as tx:
        pair, area = await access_area_as(tx, actor, area_id, role=by)
        desk = _Desk(tx, area, actor, at)
        yield desk
    if desk.area.revision > area.revision:
        changed = AreaChanged(area=desk.area)
        announce(Told(event="area_changed", payload=changed, user_ids=pair.user_ids))


def _ensure_readable(note: str, evidence: tuple[Evidence, ...]) -> None:
    any_text(note, field="note")
    for each in evidence:
        some_text(each.label, field="evidence")
        some_text(each.reference, field="evidence")
