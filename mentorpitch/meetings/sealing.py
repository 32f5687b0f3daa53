"""Sealed exchange: neither writes an answer to the other. Feedback and rating open together. Pure.

In a programme that wants it so, what one writes is sealed until the other's is in too, or until a week after
the meeting. What was sealed when it was written stays so, whatever the programme decides later.
"""

from datetime import datetime, timedelta

SEALED_FOR = timedelta(days=7)  # after the meeting


def opens_at(ends_at: datetime, *, sealed: bool) -> datetime | None:
    """When it opens at the latest; None: it was never sealed."""
    return ends_at + SEALED_FOR if sealed else None


def is_open(latest: datetime | None, *, other_is_in: bool, at: datetime) -> bool:
    """`latest` is of `opens_at`. A rating that was taken back has been in: what was opened stays open."""
    return latest is None or other_is_in or at >= latest
