"""Talk balance: what the two of a mentorship say to it, and how long each spoke."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.meetings import meetings
from mentorpitch.store.tables.talk import talk_choices, talk_times
from mentorpitch.talk.shapes import TalkChoice


async def get_choice(tx: Reader, mentorship_id: MentorshipId) -> TalkChoice:
    found = await tx.execute(select(talk_choices).where(talk_choices.c.mentorship_id == mentorship_id))
    row = found.one_or_none()
    return TalkChoice(mentorship_id=mentorship_id) if row is None else TalkChoice(**row._asdict())


async def put_choice(tx: Writer, choice: TalkChoice) -> None:
    values = msgspec.structs.asdict(choice)
    await tx.execute(
        insert(talk_choices)
        .values(values)
        .on_conflict_do_update(index_elements=["mentorship_id"], set_=values)
    )


async def add(tx: Writer, meeting_id: str, spoken_ms: Mapping[UserId, int], *, from_at: datetime) -> None:
    """The same stretch again changes nothing."""
    rows = [
        {"meeting_id": meeting_id, "user_id": who, "from_at": from_at, "spoken_ms": ms}
        for who, ms in spoken_ms.items()
    ]
    if rows:
        await tx.execute(insert(talk_times).on_conflict_do_nothing(), rows)


async def spoken_ms(tx: Reader, meeting_id: str) -> dict[UserId, int]:
    """Of each who said something, all stretches together."""
    rows = await tx.execute(
        select(talk_times.c.user_id, func.sum(talk_times.c.spoken_ms))
        .where(talk_times.c.meeting_id == meeting_id)
        .group_by(talk_times.c.user_id)
    )
    return {UserId(user_id): int(ms) for user_id, ms in rows}


async def erase(tx: Writer, mentorship_id: MentorshipId) -> None:
    """All that was ever counted in this mentorship."""
    theirs = select(meetings.c.meeting_id).where(meetings.c.mentorship_id == mentorship_id)
    await tx.execute(delete(talk_times).where(talk_times.c.meeting_id.in_(theirs)))
