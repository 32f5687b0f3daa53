"""Which reminders a meeting has, and when. Pure: two instants and nothing else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from mentorpitch.reminders.shapes import Which

# The earliest first. Real hours, whatever clocks do in between: so nobody has more or less time to answer.
BEFORE: Final[Mapping[Which, timedelta]] = {"day": timedelta(hours=24), "soon": timedelta(minutes=10)}


def planned(starts_at: datetime, *, at: datetime) -> dict[Which, datetime]:
    """When the reminders of a meeting that is arranged at `at` are due.

    One whose time has passed by then there never is: who has just arranged a meeting knows of it.
    """
    times = {which: starts_at - before for which, before in BEFORE.items()}
    return {which: time for which, time in times.items() if time > at}


def due(starts_at: datetime, *, at: datetime) -> Which | None:
    """The one that may be given at `at`: of those whose time has come, the last.

    So of two that are late together one is given, and none once the meeting has begun.
    """
    if at >= starts_at:
        return None
    come = [which for which, before in BEFORE.items() if starts_at - before <= at]
    return come[-1] if come else None
