"""What each keeps of a conversation for themself."""

from typing import Final

from mentorpitch.chat.drafts import PutDraft
from mentorpitch.shapes import MessageDraft
from mentorpitch.web import drafts
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.drafts import DraftSeen

# ruff: noqa: E501
# fmt: off
PERSONAL: Final = (
    # ── Drafts ──
    Endpoint("GET", "/api/conversations/{conversation_id}/draft", drafts.get, "one of the two", MessageDraft, "What one has begun to write"),
    Endpoint("PUT", "/api/conversations/{conversation_id}/draft", drafts.put, "one of the two", MessageDraft, "Keep what one has begun to write, for one's other devices", body=PutDraft),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/draft", drafts.erase, "one of the two", MessageDraft, "Erase it: it was sent, or given up", query=DraftSeen),
)
