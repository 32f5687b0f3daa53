"""Search."""

from typing import Final

from mentorpitch.search.search import Search, SearchPage
from mentorpitch.web import search
from mentorpitch.web.ask import Endpoint

# ruff: noqa: E501
# fmt: off
SEARCH: Final = (
    Endpoint("GET", "/api/search", search.search, "signed in", SearchPage, "Look for words in all that one may read", query=Search),
)
