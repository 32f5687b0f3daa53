"""Where a page ends and the next begins: a word that means something to the server only."""

import base64
import binascii
from datetime import datetime

import msgspec

from mentorpitch.errors import Invalid

Place = tuple[datetime, str]


def encode(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode(cursor: str | None) -> Place | None:
    """Raises Invalid for a word that was not made by `encode`."""
    if cursor is None:
        return None
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        at, name = msgspec.json.decode(packed, type=Place)
    except (binascii.Error, ValueError):
        raise Invalid("That is not the cursor of a page.", field="cursor") from None
    if at.tzinfo is None:
        raise Invalid("That is not the cursor of a page.", field="cursor")
    return at, name
