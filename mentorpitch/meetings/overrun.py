"""The planned end interrupts nobody: what is talked about then has its clock run on.

It ends when either says that it is done, or leaves the room, and after an hour at the latest. Until then its
item is neither done nor left; the others were left at the planned end.
"""

from datetime import datetime, timedelta
from typing import Final

from mentorpitch.meetings.carrying import carry_over
from mentorpitch.meetings.exchange import get_exchange, next_opening
from mentorpitch.meetings.item_clock import put_clock_away
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import attendance as attendance_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.meetings import StoredMeeting

LONGEST: Final = timedelta(hours=1)  # as long as an open page shows the meeting in its room


async def runs_over(tx: Reader, meeting: StoredMeeting, *, at: datetime) -> bool:
    """Whether something is talked about, and nobody has left the room since it began."""
    current = await agendas_store.find_current(tx, meeting.meeting_id)
    if current is None or current.running_since is None or at >= meeting.ends_at + LONGEST:
        return False
    stays = await attendance_store.list_presences(tx, [meeting.meeting_id])
    return all(stay.left_at <= current.running_since for stay in stays)


def is_over_time(meeting: StoredMeeting) -> bool:
    """Whether the clock has done its part at the planned end, and waits for the end of what runs over it."""
    return meeting.turns_at == meeting.ends_at + LONGEST


async def wind_up(tx: Writer, meeting: StoredMeeting, *, at: datetime) -> list[str]:
    """The talk has ended. Returns the ids of the meetings that changed; again, there is nothing to change."""
    await put_clock_away(tx, meeting.meeting_id, at=min(at, meeting.ends_at + LONGEST))
    await agendas_store.leave_open_items(tx, meeting.meeting_id)
    opening = next_opening(await get_exchange(tx, meeting, at=at))
    await meetings_store.change(tx, meeting.meeting_id, turns_at=opening)
    return [meeting.meeting_id, *await carry(tx, meeting, at=at)]


async def carry(tx: Writer, meeting: StoredMeeting, *, at: datetime) -> list[str]:
    """Bring what was left to the next meeting of the pair, unless they have ended."""
    pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
    if pair is None or pair.status == "ended":
        return []
    carried = await carry_over(tx, meeting.mentorship_id, at=at)
    return [carried] if carried else []
