"""Nudges: a kind word after a silence, to one of the two at a time, and at most three.

Nothing is stored but what was put off: whose turn it is follows from the days (see quiet.py).
"""

from datetime import date
from typing import Annotated, Literal, cast

from msgspec import Meta

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.mentorships import quiet
from mentorpitch.mentorships.shapes import Nudge, NudgeChanged
from mentorpitch.programmes.health import silence_of
from mentorpitch.shapes import MentorshipId, Shape
from mentorpitch.store import blocks as blocks_store
from mentorpitch.store import health as health_store
from mentorpitch.store import nudges as nudges_store
from mentorpitch.store.database import Database, Reader


class Snooze(Shape, frozen=True):
    """For how many days one would rather not hear of it; None: this nudge never again."""

    days: Annotated[int, Meta(ge=1, le=60)] | None = 7


async def list_mine(db: Database, actor: Actor, *, clock: Clock) -> tuple[Nudge, ...]:
    """Those that are the actor's turn today: usually none."""
    async with db.read() as tx:
        return await _list(tx, actor, clock().date())


async def snooze(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    snooze: Snooze,
    *,
    announce: Announce,
    clock: Clock,
) -> tuple[Nudge, ...]:
    """Put off hearing of this pair; returns the nudges that are left. One's other devices hear of it."""
    today = clock().date()
    async with db.write() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="keep")
        until = quiet.snoozed_until(today, days=snooze.days or await _days_left(tx, mentorship_id, today))
        await nudges_store.snooze(tx, mentorship_id, actor.user_id, until=until)
        left = await _list(tx, actor, today)
    announce(Told(event="nudge_changed", payload=NudgeChanged(), user_ids=(actor.user_id,)))
    return left


async def _list(tx: Reader, actor: Actor, today: date) -> tuple[Nudge, ...]:
    snoozes = await nudges_store.list_snoozes(tx, actor.user_id)
    found = []
    blocked = await blocks_store.list_either_way(tx, actor.user_id)
    for row in await health_store.list_active_pairs_of(tx, actor.user_id):
        if blocked & {row.mentor.user_id, row.mentee.user_id}:
            continue  # a kind word would not arrive
        silence = silence_of(row)
        turn = quiet.find_turn(silence, today)
        role = "mentor" if row.mentor.user_id == actor.user_id else "mentee"
        shown = quiet.is_shown(today, snoozed_until=snoozes.get(row.mentorship_id))
        if turn and turn.whose == role and shown:
            found.append(
                Nudge(
                    mentorship_id=row.mentorship_id,
                    other=row.mentee if role == "mentor" else row.mentor,
                    quiet_days=silence.days(today),
                    number=cast(Literal[1, 2, 3], turn.number),
                )
            )
    return tuple(found)


async def _days_left(tx: Reader, mentorship_id: MentorshipId, today: date) -> int:
    """Until the turn that is now has passed."""
    row = await health_store.get_pair(tx, mentorship_id)
    return quiet.days_to_next_turn(silence_of(row), today)
