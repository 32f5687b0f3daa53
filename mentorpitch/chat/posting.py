"""New messages, many at a time: the path that most writes take."""

import sqlite3

from mentorpitch.access import ensure_conversation
from mentorpitch.errors import Invalid, NotFound, Problem
from mentorpitch.shapes import MessageSent, UserId
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import events as events_store
from mentorpitch.store.events import Draft

# The message and who takes part; why not; or None for a client_id that was used before.
Posted = tuple[MessageSent, tuple[UserId, ...]] | Problem | None


def post(connection: sqlite3.Connection, drafts: list[Draft]) -> list[Posted]:
    """Check each draft and append it; see store/together.py for when and where this runs."""
    members = conversations_store.list_memberships(connection, (draft.conversation_id for draft in drafts))
    replied = [(draft.conversation_id, draft.reply_to) for draft in drafts if draft.reply_to is not None]
    parents = events_store.which_are_messages(connection, replied) if replied else ()
    outcomes: list[Posted] = [None] * len(drafts)
    allowed = []
    for n, draft in enumerate(drafts):
        try:
            place = ensure_conversation(members.get((draft.conversation_id, draft.sender_id)), to="post")
            ensure_mentions(draft, place.participants)
            # A deleted one will do: what is being written to it is not lost.
            if draft.reply_to is not None and (draft.conversation_id, draft.reply_to) not in parents:
                raise NotFound("message")
            allowed.append(n)
        except Problem as problem:
            outcomes[n] = problem
    sent = _append(connection, [drafts[n] for n in allowed])
    for n, message in zip(allowed, sent, strict=True):
        if message:
            outcomes[n] = message, members[message.conversation_id, message.sender_id].participants
    return outcomes


def ensure_mentions(draft: Draft, participants: tuple[UserId, ...]) -> None:
    if not set(draft.mentions) <= set(participants):
        raise Invalid("Only who takes part can be mentioned.", field="mentions")


def _append(connection: sqlite3.Connection, drafts: list[Draft]) -> list[MessageSent | None]:
    """All at once; one after the other when a client_id among them is not new."""
    if not drafts:
        return []
    connection.execute("SAVEPOINT messages")
    try:
        return list(events_store.append_messages(connection, drafts))
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK TO messages")
        if len(drafts) == 1:
            return [None]
        return [sent for draft in drafts for sent in _append(connection, [draft])]
    finally:
        if connection.in_transaction:  # else SQLite has undone everything by itself
            connection.execute("RELEASE messages")
