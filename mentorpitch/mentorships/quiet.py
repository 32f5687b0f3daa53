"""When a pair is quiet, and whose turn it is to hear of it. Pure: days in, an answer out.

Only days go in; what was said does not. After `quiet_days` of silence one of the two is told, after twice
as many the other, after three times the first again; then nobody, for good, until somebody writes.
"""

from datetime import date, timedelta
from typing import Literal

import msgspec

MOST_NUDGES = 3


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """How long a pair has been quiet, counted from the last day that something began again."""

    since: date
    quiet_days: int  # of the programme: how long is long

    def days(self, today: date) -> int:
        return max(0, (today - self.since).days)

    def is_quiet(self, today: date) -> bool:
        return self.days(today) >= self.quiet_days


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    whose: Literal["mentor", "mentee"]
    number: int  # 1 to 3


def since(*, last_active_day: str | None, began: date, resumed: date | None) -> date:
    """Silence begins with the last word, but not before the pair began or went on after a pause."""
    days = [began]
    if last_active_day:
        days.append(date.fromisoformat(last_active_day))
    if resumed:
        days.append(resumed)
    return max(days)


def find_turn(silence: Silence, today: date) -> Turn | None:
    """Whose turn it is, or None: not quiet yet, or told often enough."""
    number = silence.days(today) // silence.quiet_days
    if not 1 <= number <= MOST_NUDGES:
        return None
    # The day that the silence began decides who is first, so that it is not always the same one.
    is_mentor = (silence.since.toordinal() + number) % 2 == 0
    return Turn(whose="mentor" if is_mentor else "mentee", number=number)


def days_to_next_turn(silence: Silence, today: date) -> int:
    """At least 1."""
    return silence.quiet_days - silence.days(today) % silence.quiet_days


def is_shown(today: date, *, snoozed_until: date | None) -> bool:
    return snoozed_until is None or today >= snoozed_until


def snoozed_until(today: date, *, days: int) -> date:
    return today + timedelta(days=days)
