"""Looking for words in what one may read: one's conversations, mentorships and own notes, ended ones too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta

from mentorpitch.access import access_search
from mentorpitch.actors import Actor
from mentorpitch.search.shapes import Found, FoundKind, Source
from mentorpitch.search.words import Term, excerpt, parse, score
from mentorpitch.shapes import ConversationId, Id, MentorshipId, Shape
from mentorpitch.store import search_entries
from mentorpitch.store.database import Database
from mentorpitch.store.search_entries import Entry, Narrowing
from mentorpitch.store.search_places import Readable

MOST_FOUND: Final = 50  # in one page
MOST_RANKED: Final = 300  # of the newest: the best of an unbounded past would take unbounded time

Moment = Annotated[datetime, Meta(tz=True)]

SOURCES_OF: Final[dict[FoundKind, tuple[Source, ...]]] = {
    "message": ("message",),
    "meeting": ("meeting", "agenda", "notes", "own_notes"),
    "goal": ("goal",),
    "area": ("area",),
    "work": ("work", "document"),
}
KIND_OF: Final = {source: kind for kind, sources in SOURCES_OF.items() for source in sources}


class Search(Shape, frozen=True):
    """All words must be there. Quotes hold words together; the last word may be unfinished."""

    q: Annotated[str, Meta(max_length=200)]
    kind: FoundKind | None = None
    person_id: Id | None = None  # who wrote it
    mentorship_id: Id | None = None  # with its conversation
    conversation_id: Id | None = None
    since: Moment | None = None
    until: Moment | None = None  # without this moment itself; both to the second
    order: Literal["newest", "best"] = "newest"
    cursor: Annotated[str, Meta(pattern=r"^[0-9]{1,18}(?!\n)$")] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_FOUND)] = 20


class SearchPage(Shape, frozen=True):
    """`best` orders the newest 300 finds, and goes on by number."""

    found: tuple[Found, ...]
    next_cursor: str | None


async def search(db: Database, actor: Actor, asked: Search) -> SearchPage:
    """What one may read is part of the question to the database, so nothing else is even counted."""
    terms = parse(asked.q)
    async with db.read() as tx:
        readable = await access_search(tx, actor)
        if not terms:
            return SearchPage(found=(), next_cursor=None)
        is_ranked = asked.order == "best"
        before = int(asked.cursor) if asked.cursor and not is_ranked else None
        by = _narrowing(asked, readable, before=before)
        limit = MOST_RANKED if is_ranked else asked.limit + 1
        entries = await search_entries.find(tx, terms, readable.scopes, by, limit=limit)
    return _best(entries, terms, asked, readable) if is_ranked else _newest(entries, terms, asked, readable)


def _narrowing(asked: Search, readable: Readable, *, before: int | None) -> Narrowing:
    places: list[str] = []
    if asked.mentorship_id is not None:
        chats = (chat for chat, pair in readable.chats.items() if pair == asked.mentorship_id)
        places = [asked.mentorship_id, *chats]
    if asked.conversation_id is not None:
        places.append(asked.conversation_id)
    return Narrowing(
        sources=SOURCES_OF[asked.kind] if asked.kind else (),
        place_ids=places,
        person_id=asked.person_id,
        since=asked.since,
        until=asked.until,
        before=before,
    )


def _newest(entries: list[Entry], terms: tuple[Term, ...], asked: Search, readable: Readable) -> SearchPage:
    shown = entries[: asked.limit]
    more = len(entries) > asked.limit
    return SearchPage(
        found=_all_found(shown, terms, readable), next_cursor=str(shown[-1].entry) if more else None
    )


def _best(entries: list[Entry], terms: tuple[Term, ...], asked: Search, readable: Readable) -> SearchPage:
    begin = int(asked.cursor or 0)
    end = begin + asked.limit
    ranked = sorted(entries, key=lambda entry: -score(entry.text, terms))  # stable: of equals the newest
    return SearchPage(
        found=_all_found(ranked[begin:end], terms, readable),
        next_cursor=str(end) if end < len(ranked) else None,
    )


def _all_found(entries: Iterable[Entry], terms: tuple[Term, ...], readable: Readable) -> tuple[Found, ...]:
    return tuple(_found(entry, terms, readable) for entry in entries)


def _found(entry: Entry, terms: tuple[Term, ...], readable: Readable) -> Found:
    mentorship_id: MentorshipId | None
    if entry.source == "message":
        conversation_id, seq = ConversationId(entry.place_id), int(entry.part)
        mentorship_id = readable.chats.get(conversation_id)
        with_people = readable.conversations[conversation_id]
    else:
        conversation_id, seq = None, None
        mentorship_id = MentorshipId(entry.place_id)
        with_people = readable.mentorships[mentorship_id]
    return Found(
        kind=KIND_OF[entry.source],
        source=entry.source,
        thing_id=entry.thing_id,
        seq=seq,
        inside_id=entry.inside_id,
        mentorship_id=mentorship_id,
        conversation_id=conversation_id,
        pitch_id=None if conversation_id is None else readable.talks.get(conversation_id),
        with_people=with_people,
        person_id=entry.person_id,
        at=entry.at,
        segments=excerpt(entry.text, terms),
    )
