"""Talk balance of the calls that are on: counted while the two want it, handed on when somebody leaves.

And every minute meanwhile, so that a crash costs no more than that.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec

from mentorpitch.clock import Clock
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import talk as talk_store
from mentorpitch.store.database import Database
from rooms.interface import Rooms, TalkCounted

LONGEST_STRETCH: Final = timedelta(minutes=1)


class Spoken(Protocol):
    """Called with how long each spoke in a stretch of a call; returns at once."""

    def __call__(
        self,
        mentorship_id: MentorshipId,
        spoken_ms: Mapping[UserId, int],
        *,
        during: tuple[datetime, datetime],
    ) -> None: ...


class Counting(msgspec.Struct):
    """A room that counts."""

    revision: int  # of the choice by which it does
    from_at: datetime  # of the stretch that is not handed on yet
    spoken_ms: dict[str, int] = {}  # since counting began
    handed_on_ms: dict[str, int] = {}


class Talk:
    def __init__(self, db: Database, *, clock: Clock, on_spoken: Spoken) -> None:
        self._db = db
        self._clock = clock
        self._on_spoken = on_spoken
        self._counting: dict[MentorshipId, Counting] = {}
        # One look at a time: what was read first must not be acted on last.
        self._looking = asyncio.Lock()
        self.rooms: Rooms

    async def look(self, mentorship_id: MentorshipId) -> None:
        """Do as the two want it now. Call it when somebody came in, and when one of them said something."""
        async with self._looking:
            if not self.rooms.peers(mentorship_id):
                return  # whoever comes in looks again
            async with self._db.read() as tx:
                choice = await talk_store.get_choice(tx, mentorship_id)
            known = self._counting.get(mentorship_id)
            if known and (not choice.is_on or known.revision != choice.revision):
                # What was counted before a no is nobody's, whatever was said since.
                del self._counting[mentorship_id]
                await self.rooms.count_talk(mentorship_id, counting=False)
            if choice.is_on and mentorship_id not in self._counting and self.rooms.peers(mentorship_id):
                counting = Counting(revision=choice.revision, from_at=self._clock())
                self._counting[mentorship_id] = counting
                await self.rooms.count_talk(mentorship_id, counting=True)

    def counted(self, event: TalkCounted) -> bool:
        """Remember it. False when nobody wants it any more."""
        counting = self._counting.get(MentorshipId(event.room_id))
        if counting:
            counting.spoken_ms = event.spoken_ms
            if self._clock() - counting.from_at >= LONGEST_STRETCH:
                self._hand_on(MentorshipId(event.room_id), counting)
        return counting is not None

    def left(self, mentorship_id: MentorshipId) -> None:
        """Somebody has left: hand on what was counted up to now."""
        counting = self._counting.get(mentorship_id)
        if counting is None:
            return
        self._hand_on(mentorship_id, counting)
        if not self.rooms.peers(mentorship_id):
            del self._counting[mentorship_id]

    def _hand_on(self, mentorship_id: MentorshipId, counting: Counting) -> None:
        until = self._clock()
        before = counting.handed_on_ms
        spoken = {UserId(who): ms - before.get(who, 0) for who, ms in counting.spoken_ms.items()}
        if any(spoken.values()):
            self._on_spoken(mentorship_id, spoken, during=(counting.from_at, until))
        counting.handed_on_ms, counting.from_at = counting.spoken_ms, until
