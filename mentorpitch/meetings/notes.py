"""Notes on a meeting: one text that the two write at once, and one that each keeps alone.

The shared one is a document into which both merge what they write, online or not. Over HTTP it is a text, as
one's own is: written as a whole, on the ground of the revision that one has read. Who has not read what was
written since gets `conflict`, and loses nothing.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict
from mentorpitch.meetings.shapes import Notes, NotesChanged, PrivateNotes
from mentorpitch.meetings.shared_text import LONGEST, SharedText
from mentorpitch.shapes import Role, Seq, Shape
from mentorpitch.store import notes as notes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.texts import prose

CHANGED = "These notes were changed since you read them."
MERGE_EVERY: Final = 32  # updates; then they become one document

MeetingId = Annotated[str, Meta(min_length=1, max_length=64)]


class PutNotes(Shape, frozen=True):
    text: str  # empty: cleared
    revision: Seq  # the one that was read; 0 when there was none


class SyncNotes(Shape, frozen=True):
    """What one lacks of the shared notes; ask after each connect, and when a revision was left out."""

    meeting_id: MeetingId
    state: Annotated[bytes, Meta(max_length=16_000)]  # one's own state vector, of Yjs


class NotesSynced(Shape, frozen=True):
    meeting_id: str
    update: bytes  # what one lacks: of Yjs, version 1
    revision: int


class ChangeNotes(Shape, frozen=True):
    """Merge what one wrote; the same again changes nothing.

    The last two bits of each client's id that writes are 1 for the mentor, 2 for the mentee.
    """

    meeting_id: MeetingId
    update: Annotated[bytes, Meta(min_length=1, max_length=40_000)]  # of Yjs, version 1


class NotesMerged(Shape, frozen=True):
    meeting_id: str
    revision: int


async def get_shared(db: Database, actor: Actor, meeting_id: str) -> Notes:
    async with db.read() as tx:
        return await notes_store.get_shared(tx, await access_meeting(tx, actor, meeting_id, to="read"))


async def sync(db: Database, actor: Actor, question: SyncNotes) -> NotesSynced:
    async with db.read() as tx:
        notes = await notes_store.get_shared(
            tx, await access_meeting(tx, actor, question.meeting_id, to="read")
        )
        update = (await _load(tx, notes)).since(question.state)
    return NotesSynced(meeting_id=notes.meeting_id, update=update, revision=notes.revision)


async def merge(
    db: Database, actor: Actor, change: ChangeNotes, *, announce: Announce, clock: Clock
) -> NotesMerged:
    """Put in what one of the two wrote, beside whatever the other did. Also of a meeting that is past.

    Raises what SharedText.merge does; then nothing has changed.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, change.meeting_id, to="change")
        old = await notes_store.get_shared(tx, meeting)
        text = await _load(tx, old)
        role: Role = "mentor" if actor.user_id == meeting.mentor_id else "mentee"
        if text.merge(change.update, by=role) is None:
            return NotesMerged(meeting_id=old.meeting_id, revision=old.revision)
        changed = await _keep(tx, old, text, change.update, actor, clock)
    _tell(announce, meeting, changed, change.update)
    return NotesMerged(meeting_id=changed.meeting_id, revision=changed.revision)


async def put_shared(
    db: Database, actor: Actor, meeting_id: str, new: PutNotes, *, announce: Announce, clock: Clock
) -> Notes:
    """Write them; the same text again changes nothing. Also of a meeting that is past."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        wanted = prose(new.text, field="text", most=LONGEST, may_be_empty=True).replace("\r\n", "\n")
        old = await notes_store.get_shared(tx, meeting)
        if wanted == old.text:
            return old
        if new.revision != old.revision:
            raise Conflict(CHANGED)
        text = await _load(tx, old)
        update = text.write(wanted)
        assert update is not None
        changed = await _keep(tx, old, text, update, actor, clock)
    _tell(announce, meeting, changed, update)
    return changed


async def _load(tx: Reader, notes: Notes) -> SharedText:
    if merged := await notes_store.list_merged(tx, notes.meeting_id):
        return SharedText.load(*merged)
    text = SharedText()  # from before there were documents: the same one at each reading
    text.write(notes.text)
    return text


async def _keep(tx: Writer, old: Notes, text: SharedText, update: bytes, actor: Actor, clock: Clock) -> Notes:
    changed = msgspec.structs.replace(
        old, text=str(text), revision=old.revision + 1, changed_by=actor.user_id, changed_at=clock()
    )
    await notes_store.put_shared(tx, changed)
    if changed.revision % MERGE_EVERY and await notes_store.list_merged(tx, old.meeting_id):
        await notes_store.add_update(tx, changed.meeting_id, changed.revision, update)
    else:
        await notes_store.put_document(tx, changed.meeting_id, changed.revision, text.whole())
    return changed


def _tell(announce: Announce, meeting: StoredMeeting, notes: Notes, update: bytes) -> None:
    assert notes.changed_by is not None
    assert notes.changed_at is not None
    payload = NotesChanged(
        meeting_id=notes.meeting_id,
        mentorship_id=notes.mentorship_id,
        update=update,
        revision=notes.revision,
        changed_by=notes.changed_by,
        changed_at=notes.changed_at,
    )
    announce(Told(event="notes_changed", payload=payload, user_ids=meeting.user_ids))


async def get_private(db: Database, actor: Actor, meeting_id: str) -> PrivateNotes:
    async with db.read() as tx:
        await access_meeting(tx, actor, meeting_id, to="read")
        return await notes_store.get_private(tx, meeting_id, actor.user_id)


async def put_private(
    db: Database, actor: Actor, meeting_id: str, new: PutNotes, *, announce: Announce, clock: Clock
) -> PrivateNotes:
    """Write one's own; told to one's own other devices."""
    async with db.write() as tx:
        await access_meeting(tx, actor, meeting_id, to="keep")
        text = prose(new.text, field="text", most=LONGEST, may_be_empty=True)
        old = await notes_store.get_private(tx, meeting_id, actor.user_id)
        if text == old.text:
            return old
        if new.revision != old.revision:
            raise Conflict(CHANGED)
        at = clock()
        changed = msgspec.structs.replace(old, text=text, revision=old.revision + 1, changed_at=at)
        await notes_store.put_private(
            tx, meeting_id, actor.user_id, text=text, revision=changed.revision, at=at
        )
    announce(Told(event="private_notes_changed", payload=changed, user_ids=(actor.user_id,)))
    return changed
