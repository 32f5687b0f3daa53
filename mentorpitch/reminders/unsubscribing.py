"""The way out of every letter that comes by itself: one click, without signing in (RFC 8058).

The link is signed and never runs out. Whoever has it can do one thing with it: stop these letters.
"""

import hashlib
import hmac
from typing import Final, Literal

from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import NotFound
from mentorpitch.reminders.reminders import NO_DIGEST, NO_MAIL, ChangeChoice, change_choice
from mentorpitch.shapes import UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.facts import get_fact

Letters = Literal["meetings", "digest"]

SIGNATURE: Final = 64  # hexadecimal digits, in front of the user id
DIGEST: Final = "digest-"  # in front of the signature: the page says which letters end
STOPS: Final[dict[Letters, ChangeChoice]] = {"meetings": NO_MAIL, "digest": NO_DIGEST}


async def unsubscribe_path(tx: Reader, user_id: UserId, letters: Letters = "meetings") -> str:
    """Where this person's link leads on this server. A GET shows what it is; a POST does it."""
    signature = _signature(await get_fact(tx, "link_key"), user_id, letters)
    return f"/unsubscribe/{DIGEST if letters == 'digest' else ''}{signature}{user_id}"


async def unsubscribe(db: Database, token: str, *, announce: Announce, clock: Clock) -> None:
    """No more of these letters for whom the link was made. Raises NotFound for any other link."""
    letters: Letters = "digest" if token.startswith(DIGEST) else "meetings"
    token = token.removeprefix(DIGEST)
    signature, user_id = token[:SIGNATURE], UserId(token[SIGNATURE:])
    async with db.read() as tx:
        expected = _signature(await get_fact(tx, "link_key"), user_id, letters)
    if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), expected.encode()):
        raise NotFound("link")
    async with db.write() as tx:
        if await accounts_store.find(tx, user_id) is None:  # they were deleted since
            raise NotFound("link")
        changed = await change_choice(tx, user_id, STOPS[letters], at=clock())
    changed.tell(announce)


def _signature(key: str, user_id: UserId, letters: Letters) -> str:
    what = "unsubscribe" if letters == "meetings" else f"unsubscribe {letters}"
    said = f"{what} {user_id}".encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()
