"""Every table, one module per part of the house. Importing this fills `metadata`."""

from mentorpitch.store.tables import (
    chat,
    direct,
    growth,
    jobs,
    meetings,
    mentorships,
    people,
    personal,
    programmes,
    work,
)
from mentorpitch.store.tables.base import metadata

__all__ = [
    "chat",
    "direct",
    "growth",
    "jobs",
    "meetings",
    "mentorships",
    "metadata",
    "people",
    "personal",
    "programmes",
    "work",
]
