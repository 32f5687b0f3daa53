"""Did a meeting take place? A judgement from what the two say and when they were in the room. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mentorpitch.meetings.shapes import Held

Stay = tuple[datetime, datetime]  # from, until

# People come early and stay on; whoever was in the room around the time was at the meeting.
AROUND = timedelta(minutes=15)
LONG_ENOUGH = timedelta(minutes=1)  # together: shorter is a door that opened and closed


def window(starts_at: datetime, ends_at: datetime) -> Stay:
    return starts_at - AROUND, ends_at + AROUND


def merged(stays: Iterable[Stay], *, within: Stay) -> list[Stay]:
    """The same time, without overlaps, cut to `within`: two devices at once count once."""
    found: list[Stay] = []
    for begin, end in sorted((max(begin, within[0]), min(end, within[1])) for begin, end in stays):
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def length(stays: Iterable[Stay]) -> timedelta:
    """Of stays that do not overlap."""
    return sum((end - begin for begin, end in stays), timedelta())


def time_together(one: list[Stay], other: list[Stay]) -> timedelta:
    """How long both were there at once; each without overlaps."""
    return sum(
        (
            max(min(end, other_end) - max(begin, other_begin), timedelta())
            for begin, end in one
            for other_begin, other_end in other
        ),
        timedelta(),
    )


def judge(one: bool | None, other: bool | None, *, together: bool) -> Held:
    """`one` and `other` are what the two say, None for nothing; `together` is what the room has seen.

    Two who agree are right. A no against a yes, or against the room, is a dispute, and stays one until
    they agree. Silence takes the room's word; without it, nothing is known.
    """
    said = {one, other}
    if None not in said:
        return "disputed" if len(said) == 2 else ("yes" if one else "no")
    if False in said:
        return "disputed" if together else "unknown"
    return "yes" if together else "unknown"
