"""Search over HTTP: everything one may read, by its words."""

from mentorpitch.search import search as finding
from mentorpitch.search.search import Search, SearchPage
from mentorpitch.web.ask import Ask


async def search(ask: Ask) -> SearchPage:
    return await finding.search(ask.services.db, ask.actor, ask.query(Search))
