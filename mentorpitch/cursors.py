"""Where a page ends and the next begins: a word that means something to the server only."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from mentorpitch.errors import Invalid

T = TypeVar("T")
Place = tuple[datetime, str]
Words = tuple[str, str]  # of a list by name: how it is sorted, and an id

DECODE_PLACE = msgspec.json.Decoder(Place).decode
DECODE_WORDS = msgspec.json.Decoder(Words).decode
STRANGE = "That is not the cursor of a page."


def encode(place: Place | Words) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode(cursor: str | None) -> Place | None:
    """Raises Invalid for a word that was not made by `encode`."""
    place = _decode(cursor, DECODE_PLACE)
    if place and place[0].tzinfo is None:
        raise Invalid(STRANGE, field="cursor")
    return place


def decode_words(cursor: str | None) -> Words | None:
    """Of a list by name. Raises Invalid likewise."""
    return _decode(cursor, DECODE_WORDS)


def _decode(cursor: str | None, unpack: Callable[[bytes], T]) -> T | None:
    if cursor is None:
        return None
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return unpack(packed)
    except (binascii.Error, ValueError):
        raise Invalid(STRANGE, field="cursor") from None
