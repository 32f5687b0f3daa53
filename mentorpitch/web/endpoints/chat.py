"""Messages."""

from typing import Final

from mentorpitch.bots.scopes import READS_CHAT, WRITES_CHAT
from mentorpitch.chat.attachments import FilesToSend, FileUpload
from mentorpitch.chat.looking_back import MarkedUnread, MessageHistory, PinnedMessages
from mentorpitch.chat.messages import MessagePage
from mentorpitch.shapes import (
    Attachment,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    Nothing,
    ReactionChanged,
    ReadState,
)
from mentorpitch.web import attachments, messages
from mentorpitch.web.ask import Endpoint, File
from mentorpitch.web.messages import (
    ClientId,
    NewMessage,
    NewReaction,
    NewWords,
    PageQuery,
    ReadUpTo,
    UnreadFrom,
)
from mentorpitch.work.shapes import TextPreview

# ruff: noqa: E501
# fmt: off
CHAT: Final = (
    # ── Chat ──
    Endpoint("GET", "/api/conversations/{conversation_id}/messages", messages.page, "one of the two", MessagePage, "A page of messages as they stand", query=PageQuery, bots=READS_CHAT),
    Endpoint("POST", "/api/conversations/{conversation_id}/messages", messages.send, "one of the two", MessageSent, "Write a message", body=NewMessage, status=201, bots=WRITES_CHAT),
    Endpoint("PATCH", "/api/conversations/{conversation_id}/messages/{seq}", messages.edit, "one of the two", MessageEdited, "Change one's own message", body=NewWords),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/messages/{seq}", messages.delete, "one of the two", MessageDeleted, "Take back one's own message", query=ClientId),
    Endpoint("GET", "/api/conversations/{conversation_id}/messages/{seq}/history", messages.history, "one of the two", MessageHistory, "What a message said before it was changed"),
    Endpoint("PUT", "/api/conversations/{conversation_id}/messages/{seq}/reaction", messages.react, "one of the two", ReactionChanged, "React to a message with an emoji, or take it back", body=NewReaction),
    Endpoint("PUT", "/api/conversations/{conversation_id}/messages/{seq}/pin", messages.pin, "one of the two", MessagePinned, "Keep a message in view", body=ClientId),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/messages/{seq}/pin", messages.unpin, "one of the two", MessageUnpinned, "No longer keep it in view", query=ClientId),
    Endpoint("GET", "/api/conversations/{conversation_id}/pins", messages.list_pinned, "one of the two", PinnedMessages, "The messages that are kept in view"),
    Endpoint("PUT", "/api/conversations/{conversation_id}/unread", messages.mark_unread, "one of the two", MarkedUnread, "Count a message and what follows as unread again", body=UnreadFrom),
    Endpoint("PUT", "/api/conversations/{conversation_id}/read", messages.mark_read, "one of the two", ReadState, "Say how far one has read", body=ReadUpTo),

    # ── Files that go with messages ──
    Endpoint("GET", "/api/conversations/{conversation_id}/files", attachments.list_unused, "one of the two", FilesToSend, "What one has sent up for no message yet, and how large a file may be"),
    Endpoint("POST", "/api/conversations/{conversation_id}/files", attachments.upload, "one of the two", Attachment, "Send a file up, to be named by a message; the body is the file", query=FileUpload, takes_file=True, status=201),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/files/{file_id}", attachments.discard, "one of the two", Nothing, "Take back what no message has"),
    Endpoint("GET", "/api/conversations/{conversation_id}/files/{file_id}", attachments.download, "one of the two", File, "A file's bytes, to be kept or heard"),
    Endpoint("GET", "/api/conversations/{conversation_id}/files/{file_id}/preview", attachments.get_preview, "one of the two", File, "An image, or a document's first page, as a small picture (WebP)"),
    Endpoint("GET", "/api/conversations/{conversation_id}/files/{file_id}/pages/{page}", attachments.get_page, "one of the two", File, "A page as a picture (WebP), from 1; an image has one"),
    Endpoint("GET", "/api/conversations/{conversation_id}/files/{file_id}/text", attachments.get_text, "one of the two", TextPreview, "How a text begins"),
)
