"""The one question that an agenda asks about goals: is it one of this pair's?"""

from sqlalchemy import select

from mentorpitch.errors import Invalid
from mentorpitch.shapes import MentorshipId
from mentorpitch.store.database import Reader
from mentorpitch.store.tables import metadata


async def ensure_goal(tx: Reader, mentorship_id: MentorshipId, goal_id: str | None) -> None:
    """Raise Invalid unless it is None or a goal of the same mentorship."""
    if goal_id is None:
        return
    goals = metadata.tables.get("goals")
    if goals is not None:
        query = select(goals.c.goal_id).where(
            goals.c.goal_id == goal_id,
            goals.c.mentorship_id == mentorship_id,
            ~goals.c.removed,
        )
        if (await tx.execute(query)).first() is not None:
            return
    raise Invalid("That is not a goal of yours.", field="goal_id")
