"""Every table, one module per part of the house. Importing this fills `metadata`."""

from mentorpitch.store.tables import (
    bots,
    chat,
    direct,
    growth,
    jobs,
    meetings,
    mentorships,
    notes,
    people,
    personal,
    programmes,
    recaps,
    reminders,
    search,
    webhooks,
    work,
)
from mentorpitch.store.tables.base import metadata

__all__ = [
    "bots",
    "chat",
    "direct",
    "growth",
    "jobs",
    "meetings",
    "mentorships",
    "metadata",
    "notes",
    "people",
    "personal",
    "programmes",
    "recaps",
    "reminders",
    "search",
    "webhooks",
    "work",
]
