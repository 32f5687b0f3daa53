"""Attendance: in person both say that they met; in the room it is seen, and either may object."""

from datetime import datetime

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict
from mentorpitch.meetings import held
from mentorpitch.meetings.overrun import is_over_time, wind_up
from mentorpitch.meetings.shapes import Meeting
from mentorpitch.meetings.view import tell, view, view_by_id
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import attendance as attendance_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database


async def say(
    db: Database, actor: Actor, meeting_id: str, *, attended: bool, announce: Announce, clock: Clock
) -> Meeting:
    """Confirm that the meeting took place, or dispute it; said again, the newest counts."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        if at < meeting.starts_at:
            raise Conflict("This meeting has not begun.")
        await attendance_store.say(tx, meeting_id, actor.user_id, attended=attended, at=at)
        await meetings_store.change(tx, meeting_id)
        changed = await view(tx, meeting_id, at=at)
    tell(announce, [changed])
    return changed


async def record_presence(
    db: Database,
    mentorship_id: MentorshipId,
    user_id: UserId,
    *,
    joined_at: datetime,
    left_at: datetime,
    announce: Announce,
    clock: Clock,
) -> None:
    """Somebody was in the pair's room. It counts for the meetings there around that time; twice is once."""
    around = {"ends_after": joined_at - held.AROUND, "starts_before": left_at + held.AROUND}
    async with db.read() as tx:
        if joined_at >= left_at or not await meetings_store.list_near(tx, mentorship_id, **around):
            return  # most calls belong to no meeting: nothing to wait for the disk for
    async with db.write() as tx:
        near = await meetings_store.list_near(tx, mentorship_id, **around)
        touched = []
        for meeting in near:
            if meeting.kind not in ("video", "sound") or user_id not in meeting.user_ids:
                continue
            if await attendance_store.add_presence(
                tx, meeting.meeting_id, user_id, joined_at=joined_at, left_at=left_at
            ):
                await meetings_store.change(tx, meeting.meeting_id)
                touched.append(meeting.meeting_id)
            if is_over_time(meeting):
                touched += await wind_up(tx, meeting, at=left_at)
        changed = await view_by_id(tx, touched, at=clock())
    tell(announce, changed)
