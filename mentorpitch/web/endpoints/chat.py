"""Messages."""

from typing import Final

from mentorpitch.bots.scopes import READS_CHAT, WRITES_CHAT
from mentorpitch.chat.messages import MessagePage
from mentorpitch.shapes import (
    MessageDeleted,
    MessageEdited,
    MessageSent,
    ReadState,
)
from mentorpitch.web import (
    messages,
)
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.messages import ClientId, NewMessage, PageQuery, ReadUpTo

# ruff: noqa: E501
# fmt: off
CHAT: Final = (
    # ── Chat ──
    Endpoint("GET", "/api/conversations/{conversation_id}/messages", messages.page, "one of the two", MessagePage, "A page of messages as they stand", query=PageQuery, bots=READS_CHAT),
    Endpoint("POST", "/api/conversations/{conversation_id}/messages", messages.send, "one of the two", MessageSent, "Write a message", body=NewMessage, status=201, bots=WRITES_CHAT),
    Endpoint("PATCH", "/api/conversations/{conversation_id}/messages/{seq}", messages.edit, "one of the two", MessageEdited, "Change one's own message", body=NewMessage),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/messages/{seq}", messages.delete, "one of the two", MessageDeleted, "Take back one's own message", query=ClientId),
    Endpoint("PUT", "/api/conversations/{conversation_id}/read", messages.mark_read, "one of the two", ReadState, "Say how far one has read", body=ReadUpTo),
)
