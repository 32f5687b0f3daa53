"""Notes on a meeting: one text that the two share, and one that each keeps alone.

A text is written as a whole, on the ground of the revision that one has read: who has not read what the other
wrote since gets `conflict`, and loses nothing of either.
"""

import msgspec

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict
from mentorpitch.meetings.shapes import Notes, PrivateNotes
from mentorpitch.shapes import Seq, Shape
from mentorpitch.store import notes as notes_store
from mentorpitch.store.database import Database
from mentorpitch.texts import prose

LONGEST = 20_000
CHANGED = "These notes were changed since you read them."


class PutNotes(Shape, frozen=True):
    text: str  # empty: cleared
    revision: Seq  # the one that was read; 0 when there was none


async def get_shared(db: Database, actor: Actor, meeting_id: str) -> Notes:
    async with db.read() as tx:
        return await notes_store.get_shared(tx, await access_meeting(tx, actor, meeting_id, to="read"))


async def put_shared(
    db: Database, actor: Actor, meeting_id: str, new: PutNotes, *, announce: Announce, clock: Clock
) -> Notes:
    """Write them; the same text again changes nothing. Also of a meeting that is past."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        text = prose(new.text, field="text", most=LONGEST, may_be_empty=True)
        old = await notes_store.get_shared(tx, meeting)
        if text == old.text:
            return old
        if new.revision != old.revision:
            raise Conflict(CHANGED)
        changed = msgspec.structs.replace(
            old, text=text, revision=old.revision + 1, changed_by=actor.user_id, changed_at=clock()
        )
        await notes_store.put_shared(tx, changed)
    announce(Told(event="notes_changed", payload=changed, user_ids=meeting.user_ids))
    return changed


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
