"""A list that shows when somebody has touched it: each entry holds the hash of the one before. Pure.

What can be erased, the words, hangs on an entry by its hash alone; so the chain holds without them. It shows
a change, a gap and a swap. Whoever owns the disk can still write all of it anew: that shows against a copy
which one of the two has kept.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec

from mentorpitch.consents.shapes import ConsentBody, ConsentEntry, ConsentKind, ConsentWords
from mentorpitch.shapes import Shape, UserId

FIRST = "0" * 64


def canonical(said: Shape) -> bytes:
    """JSON as RFC 8785 has it; our shapes hold nothing for which that is more than sorting the names."""
    return msgspec.json.encode(msgspec.to_builtins(said), order="sorted")


def digest(said: Shape) -> str:
    return hashlib.sha256(canonical(said)).hexdigest()


def moment(at: datetime) -> str:
    """An instant in UTC as it is hashed; it reads the same when it comes back from the database."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def append(
    last: ConsentEntry | None,
    *,
    chain: str,
    user_id: UserId,
    consent: ConsentKind,
    given: bool,
    about: str,
    words: ConsentWords,
    at: datetime,
) -> ConsentEntry:
    """The entry that follows `last`."""
    body = ConsentBody(
        chain=chain,
        seq=last.body.seq + 1 if last else 1,
        at=moment(at),
        user_id=user_id,
        consent=consent,
        given=given,
        about=about,
        words_hash=digest(words),
        previous=last.hash if last else FIRST,
    )
    return ConsentEntry(body=body, hash=digest(body), words=words)


def find_break(chain: str, entries: Iterable[ConsentEntry]) -> int | None:
    """The place, counted from 1, of the first entry that does not follow; None when all do."""
    previous = FIRST
    for place, entry in enumerate(entries, 1):
        body, words = entry.body, entry.words
        if (
            (body.chain, body.seq, body.previous) != (chain, place, previous)
            or digest(body) != entry.hash
            or (words is not None and digest(words) != body.words_hash)
        ):
            return place
        previous = entry.hash
    return None
