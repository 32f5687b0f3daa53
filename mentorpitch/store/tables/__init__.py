"""Every table, one module per part of the house. Importing this fills `metadata`."""

from mentorpitch.store.tables import (
    bots,
    chat,
    growth,
    jobs,
    meetings,
    mentorships,
    people,
    programmes,
    reminders,
    work,
)
from mentorpitch.store.tables.base import metadata

__all__ = [
    "bots",
    "chat",
    "growth",
    "jobs",
    "meetings",
    "mentorships",
    "metadata",
    "people",
    "programmes",
    "reminders",
    "work",
]
