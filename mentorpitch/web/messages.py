"""Chat over HTTP: the same functions that the socket calls."""

from typing import Annotated

from msgspec import Meta

from mentorpitch.chat import looking_back, messages
from mentorpitch.chat.looking_back import MarkedUnread, MarkUnread, MessageHistory, PinnedMessages
from mentorpitch.chat.messages import (
    Attachments,
    Body,
    BodyOrNone,
    ChangeReaction,
    DeleteMessage,
    EditMessage,
    Emoji,
    MarkRead,
    Mentions,
    MessagePage,
    PinMessage,
    SendMessage,
    UnpinMessage,
)
from mentorpitch.mentorships import tickets
from mentorpitch.mentorships.tickets import Ticket
from mentorpitch.shapes import Event, Id, ReadState, Seq, Shape
from mentorpitch.web.ask import Ask


class PageQuery(Shape, frozen=True):
    """Where a page of messages begins, one of the three or none, and how long it is."""

    before: Seq | None = None
    after: Seq | None = None
    around: Seq | None = None
    limit: Annotated[int, Meta(ge=1, le=messages.MOST_MESSAGES)] = 50


class NewMessage(Shape, frozen=True):
    client_id: Id
    body: BodyOrNone
    reply_to: Seq | None = None  # of another message
    mentions: Mentions = ()
    attachments: Attachments = ()  # one's own files, sent up before, in this conversation


class NewWords(Shape, frozen=True):
    client_id: Id
    body: Body
    mentions: Mentions = ()


class NewReaction(Shape, frozen=True):
    client_id: Id
    emoji: Emoji
    added: bool  # False: taken back


class ClientId(Shape, frozen=True):
    """Makes the request repeatable."""

    client_id: Id


class ReadUpTo(Shape, frozen=True):
    seq: Seq


class UnreadFrom(Shape, frozen=True):
    seq: Seq


async def page(ask: Ask) -> MessagePage:
    query = ask.query(PageQuery)
    return await messages.page(
        ask.services.db,
        ask.actor,
        ask.path("conversation_id"),
        before=query.before,
        after=query.after,
        around=query.around,
        limit=query.limit,
    )


async def send(ask: Ask) -> Event:
    new = ask.body(NewMessage)
    change = SendMessage(
        conversation_id=ask.path("conversation_id"),
        client_id=new.client_id,
        body=new.body,
        reply_to=new.reply_to,
        mentions=new.mentions,
        attachments=new.attachments,
    )
    return await _write(ask, change)


async def edit(ask: Ask) -> Event:
    new = ask.body(NewWords)
    change = EditMessage(
        conversation_id=ask.path("conversation_id"),
        target=ask.number("seq"),
        client_id=new.client_id,
        body=new.body,
        mentions=new.mentions,
    )
    return await _write(ask, change)


async def delete(ask: Ask) -> Event:
    change = DeleteMessage(
        conversation_id=ask.path("conversation_id"),
        target=ask.number("seq"),
        client_id=ask.query(ClientId).client_id,
    )
    return await _write(ask, change)


async def history(ask: Ask) -> MessageHistory:
    return await looking_back.list_versions(
        ask.services.db, ask.actor, ask.path("conversation_id"), ask.number("seq")
    )


async def react(ask: Ask) -> Event:
    new = ask.body(NewReaction)
    change = ChangeReaction(
        conversation_id=ask.path("conversation_id"),
        target=ask.number("seq"),
        client_id=new.client_id,
        emoji=new.emoji,
        added=new.added,
    )
    return await _write(ask, change)


async def list_pinned(ask: Ask) -> PinnedMessages:
    return await looking_back.list_pinned(ask.services.db, ask.actor, ask.path("conversation_id"))


async def pin(ask: Ask) -> Event:
    change = PinMessage(
        conversation_id=ask.path("conversation_id"),
        target=ask.number("seq"),
        client_id=ask.body(ClientId).client_id,
    )
    return await _write(ask, change)


async def unpin(ask: Ask) -> Event:
    change = UnpinMessage(
        conversation_id=ask.path("conversation_id"),
        target=ask.number("seq"),
        client_id=ask.query(ClientId).client_id,
    )
    return await _write(ask, change)


async def mark_read(ask: Ask) -> ReadState:
    mark = MarkRead(conversation_id=ask.path("conversation_id"), seq=ask.body(ReadUpTo).seq)
    return await messages.mark_read(ask.services.db, ask.actor, mark, announce=ask.services.announce)


async def mark_unread(ask: Ask) -> MarkedUnread:
    mark = MarkUnread(conversation_id=ask.path("conversation_id"), seq=ask.body(UnreadFrom).seq)
    return await looking_back.mark_unread(ask.services.db, ask.actor, mark, announce=ask.services.announce)


async def issue_ticket(ask: Ask) -> Ticket:
    services = ask.services
    return await tickets.issue(
        services.db,
        ask.actor,
        ask.path("mentorship_id"),
        relays=services.settings.relays,
        at=services.clock(),
    )


async def _write(ask: Ask, change: messages.Change) -> Event:
    services = ask.services
    return await messages.write(
        services.db, ask.actor, change, at=services.clock(), announce=services.announce
    )
