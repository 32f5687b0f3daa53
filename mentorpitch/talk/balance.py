"""What a room has counted, kept with the meeting that was on, for the two alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.meetings import held
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import talk as talk_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.talk.shapes import TalkBalance, TalkShare

Interval = tuple[datetime, datetime]


async def get(db: Database, actor: Actor, meeting_id: str) -> TalkBalance:
    async with db.read() as tx:
        return await _balance(tx, await access_meeting(tx, actor, meeting_id, to="read"))


async def record(
    db: Database,
    mentorship_id: MentorshipId,
    spoken_ms: Mapping[UserId, int],
    *,
    during: Interval,
    announce: Announce,
) -> None:
    """Keep how long each spoke in this stretch of a call; twice is once.

    Nothing is kept of a call that belongs to no meeting, nor after one of the two has withdrawn.
    """
    async with db.write() as tx:
        if not (await talk_store.get_choice(tx, mentorship_id)).is_on:
            return
        around = {"ends_after": during[0] - held.AROUND, "starts_before": during[1] + held.AROUND}
        near = await meetings_store.list_near(tx, mentorship_id, **around)
        meeting = find_meeting(near, during)
        if meeting is None:
            return
        theirs = {who: spoken_ms[who] for who in meeting.user_ids if spoken_ms.get(who)}
        await talk_store.add(tx, meeting.meeting_id, theirs, from_at=during[0])
        balance = await _balance(tx, meeting)
    announce(Told(event="talk_balance_changed", payload=balance, user_ids=meeting.user_ids))


def find_meeting(near: Sequence[StoredMeeting], during: Interval) -> StoredMeeting | None:
    """The one in the room that lasted longest within the stretch; of those around it, the nearest."""
    in_room = [each for each in near if each.kind in ("video", "sound") and each.cancelled_at is None]
    return max(in_room, key=lambda each: _overlap((each.starts_at, each.ends_at), during), default=None)


def _overlap(one: Interval, other: Interval) -> timedelta:
    """How long they share; less than nothing for as long as lies between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


async def _balance(tx: Reader, meeting: StoredMeeting) -> TalkBalance:
    spoken_ms = await talk_store.spoken_ms(tx, meeting.meeting_id)
    return TalkBalance(
        meeting_id=meeting.meeting_id,
        mentorship_id=meeting.mentorship_id,
        shares=tuple(
            TalkShare(user_id=who, spoken_s=round(spoken_ms.get(who, 0) / 1000)) for who in meeting.user_ids
        )
        if spoken_ms
        else (),
        revision=sum(spoken_ms.values()),
    )
