"""Who reads the feedback and the rating of a meeting, from when on, and who hears of them.

The two rules that everything here keeps: the mentor never learns that there is a rating; and what is sealed
is for nobody but its author until it opens.
"""

from datetime import datetime
from typing import Literal

import msgspec

from mentorpitch.announcements import Announce, Told
from mentorpitch.meetings.sealing import is_open, opens_at
from mentorpitch.meetings.shapes import Feedback, Rating, ReaderOf
from mentorpitch.shapes import Person, UserId
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.meetings import StoredMeeting


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of one meeting, and whose eyes it is for, at one moment."""

    meeting: StoredMeeting
    feedback: Feedback | None
    rating: Rating | None
    mentee: Person
    managers: tuple[Person, ...]  # without the mentor, who may be one
    at: datetime

    @property
    def feedback_is_open(self) -> bool:
        return self.feedback is not None and is_open(
            self.feedback.opens_at, other_is_in=self.rating is not None, at=self.at
        )

    @property
    def rating_is_open(self) -> bool:
        return self.rating is not None and is_open(
            self.rating.opens_at, other_is_in=self.feedback is not None, at=self.at
        )

    @property
    def manager_ids(self) -> tuple[UserId, ...]:
        return tuple(person.user_id for person in self.managers)

    def feedback_readers(self, *, sealed: bool) -> tuple[ReaderOf, ...]:
        """For whom the mentor writes; `sealed` of a feedback that is not written yet."""
        latest = self.feedback.opens_at if self.feedback else opens_at(self.meeting.ends_at, sealed=sealed)
        return (_reader(self.mentee, "mentee", latest), *self._managers(latest))

    def rating_readers(self, *, sealed: bool) -> tuple[ReaderOf, ...]:
        """For whom the mentee rates; `sealed` of a rating that is not given yet."""
        latest = self.rating.opens_at if self.rating else opens_at(self.meeting.ends_at, sealed=sealed)
        return self._managers(latest)

    def _managers(self, latest: datetime | None) -> tuple[ReaderOf, ...]:
        others = (person for person in self.managers if person.user_id != self.mentee.user_id)
        return tuple(_reader(person, "manager", latest) for person in others)


async def get_exchange(tx: Reader, meeting: StoredMeeting, *, at: datetime) -> Exchange:
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    assert pair is not None
    managers = await programmes_store.list_managers(tx, meeting.programme_id)
    return Exchange(
        meeting=meeting,
        feedback=await feedback_store.find_feedback(tx, meeting),
        rating=await feedback_store.find_rating(tx, meeting),
        mentee=pair.mentee,
        managers=tuple(person for person in managers if person.user_id != meeting.mentor_id),
        at=at,
    )


async def set_opening(tx: Writer, exchange: Exchange) -> None:
    """Let the clock open what waits for nothing else, unless it has something to do before."""
    if exchange.meeting.turns_at is None:
        await meetings_store.set_turn(tx, exchange.meeting.meeting_id, next_opening(exchange))


def next_opening(exchange: Exchange) -> datetime | None:
    sealed = [
        said.opens_at
        for said, opened in (
            (exchange.feedback, exchange.feedback_is_open),
            (exchange.rating, exchange.rating_is_open),
        )
        if said is not None and not opened
    ]
    return sealed[0] if sealed else None


def tell_feedback(announce: Announce, exchange: Exchange, *, author_too: bool = True) -> None:
    """Call after the commit. `author_too`: the mentor has written; otherwise it has opened, which is
    nothing that the mentor may notice."""
    if exchange.feedback is None:
        return
    user_ids: tuple[UserId, ...] = (exchange.meeting.mentor_id,) if author_too else ()
    if exchange.feedback_is_open:
        user_ids += (exchange.mentee.user_id, *exchange.manager_ids)
    announce(Told(event="feedback_changed", payload=exchange.feedback, user_ids=_once(user_ids)))


def tell_rating(announce: Announce, exchange: Exchange) -> None:
    """Call after the commit. Never to the mentor."""
    if exchange.rating is None:
        return
    user_ids = (exchange.mentee.user_id, *(exchange.manager_ids if exchange.rating_is_open else ()))
    announce(Told(event="rating_changed", payload=exchange.rating, user_ids=_once(user_ids)))


def _once(user_ids: tuple[UserId, ...]) -> tuple[UserId, ...]:
    return tuple(dict.fromkeys(user_ids))


def _reader(
    person: Person, role: Literal["mentor", "mentee", "manager"], latest: datetime | None
) -> ReaderOf:
    return ReaderOf(user_id=person.user_id, name=person.name, role=role, from_at=latest)
