"""Every table, one module per part of the house. Importing this fills `metadata`."""

from mentorpitch.store.tables import (
    bots,
    chat,
    consents,
    direct,
    growth,
    jobs,
    meetings,
    mentorships,
    outreach,
    people,
    personal,
    programmes,
    reminders,
    search,
    talk,
    webhooks,
    work,
)
from mentorpitch.store.tables.base import metadata

__all__ = [
    "bots",
    "chat",
    "consents",
    "direct",
    "growth",
    "jobs",
    "meetings",
    "mentorships",
    "metadata",
    "outreach",
    "people",
    "personal",
    "programmes",
    "reminders",
    "search",
    "talk",
    "webhooks",
    "work",
]
