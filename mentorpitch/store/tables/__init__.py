"""Every table, one module per part of the house. Importing this fills `metadata`."""

from mentorpitch.store.tables import chat, growth, jobs, meetings, mentorships, people, programmes, work
from mentorpitch.store.tables.base import metadata

__all__ = ["chat", "growth", "jobs", "meetings", "mentorships", "metadata", "people", "programmes", "work"]
