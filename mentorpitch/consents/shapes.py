"""The shapes of the consent ledger."""

from typing import Literal

from mentorpitch.shapes import Shape, UserId

ConsentKind = Literal[
    "talk_balance",  # speaking time is counted
    "bot",  # `about` is a bot that is let in
    "shared_document",  # `about` is a document that the programme's managers may read
    "mail",  # `about` is which letters: day, soon, invitations, digest
    "details_outside",  # titles and places of meetings leave the server
    "calendar_feed",  # an address that shows one's meetings to whoever has it
    "push",  # notices to a device pass through its browser's maker, until a no or the session's end
]


class ConsentWords(Shape, frozen=True):
    """What of an entry can be erased. The salt keeps it from being guessed by its hash."""

    salt: str
    who: str  # the name of then
    what: str  # of the bot, of the document
    terms: tuple[str, ...]  # what was said yes to, or taken back


class ConsentBody(Shape, frozen=True):
    """What is hashed, as canonical JSON (RFC 8785): every value is a string, a whole number or a truth."""

    chain: str  # "mentorship:" or "person:" and the id
    seq: int  # from 1, without gaps
    at: str  # RFC 3339, UTC, milliseconds
    user_id: UserId
    consent: ConsentKind
    given: bool  # False: withdrawn
    about: str  # an id or a word, "" for nothing
    words_hash: str  # SHA-256 of the words' canonical JSON
    previous: str  # the hash of the entry before; 64 zeros for the first


class ConsentEntry(Shape, frozen=True):
    """A yes, or its withdrawal; nothing of it ever changes but that its words may be erased."""

    body: ConsentBody
    hash: str  # SHA-256 of the body's canonical JSON
    words: ConsentWords | None  # None: erased


class ConsentLedger(Shape, frozen=True):
    """All of it, the oldest first. docs/consents.md says how to verify it without this server."""

    chain: str
    entries: tuple[ConsentEntry, ...]
    format: Literal["mentorpitch-consents-1"] = "mentorpitch-consents-1"


class ConsentNoted(Shape, frozen=True):
    """The next entry of a ledger; its `seq` is the ledger's revision."""

    entry: ConsentEntry
