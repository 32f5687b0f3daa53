"""The handlers of shared notes: what the two write at once, and that one of them does."""

import time
from collections.abc import Mapping

from mentorpitch.access import access_meeting
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.limits import WRITE_NOTES, Limits
from mentorpitch.meetings import notes
from mentorpitch.meetings.notes import ChangeNotes, NotesMerged, NotesSynced, SyncNotes
from mentorpitch.shapes import Nothing
from mentorpitch.store.database import Database
from signalling.contract import SetWriting, WritingChanged
from signalling.gateway import Handler
from signalling.session import Directory, Session


class SharedNotes:
    def __init__(self, db: Database, directory: Directory, *, clock: Clock, announce: Announce) -> None:
        self._db = db
        self._directory = directory
        self._clock = clock
        self._announce = announce
        self._limits = Limits()

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {"sync_notes": self.sync, "change_notes": self.change, "set_writing": self.set_writing}

    async def sync(self, session: Session, question: SyncNotes) -> NotesSynced:
        self._limits.take(WRITE_NOTES, session.actor.user_id)
        return await notes.sync(self._db, session.actor, question)

    async def change(self, session: Session, change: ChangeNotes) -> NotesMerged:
        self._limits.take(WRITE_NOTES, session.actor.user_id)
        return await notes.merge(self._db, session.actor, change, announce=self._announce, clock=self._clock)

    async def set_writing(self, session: Session, request: SetWriting) -> Nothing:
        async with self._db.read() as tx:
            meeting = await access_meeting(tx, session.actor, request.meeting_id, to="change")
        others = [user_id for user_id in meeting.user_ids if user_id != session.actor.user_id]
        told = WritingChanged(
            meeting_id=meeting.meeting_id, user_id=session.actor.user_id, writing=request.writing
        )
        self._directory.tell(self._directory.of(others), "writing_changed", told, now=time.monotonic())
        return Nothing()
