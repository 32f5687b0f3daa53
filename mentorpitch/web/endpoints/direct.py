"""Direct messages."""

from typing import Final

from mentorpitch.chat.direct import FellowPage
from mentorpitch.shapes import DirectConversation
from mentorpitch.web import direct
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.direct import DirectList, FellowQuery

# ruff: noqa: E501
# fmt: off
DIRECT: Final = (
    # ── Direct messages ──
    Endpoint("GET", "/api/direct", direct.list_mine, "signed in", DirectList, "One's direct conversations"),
    Endpoint("GET", "/api/fellows", direct.page_fellows, "signed in", FellowPage, "To whom one may write, by name", query=FellowQuery),
    Endpoint("PUT", "/api/direct/{user_id}", direct.open_with, "signed in", DirectConversation, "The one conversation with somebody of one's programmes"),
)
