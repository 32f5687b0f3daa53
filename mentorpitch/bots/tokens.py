"""What a bot proves itself with: `mpbot_`, the token's id, and a secret of 256 random bits.

The prefix lets scanners find one that was published by mistake. Only its SHA-256 is kept; the id finds the
row, so that what is compared of the secret is compared in constant time.
"""

import secrets
from typing import Final

import msgspec

from mentorpitch.actors import Actor
from mentorpitch.ids import hash_secret, new_id, new_secret
from mentorpitch.store import bots as bots_store
from mentorpitch.store.database import Database

PREFIX: Final = "mpbot_"
ID_LENGTH: Final = 22
LENGTH: Final = len(PREFIX) + ID_LENGTH + 43


class NewToken(msgspec.Struct, frozen=True):
    token: str
    token_id: str
    token_hash: str


def new_token() -> NewToken:
    token_id = new_id()
    token = PREFIX + token_id + new_secret()
    return NewToken(token=token, token_id=token_id, token_hash=hash_secret(token))


async def find_bearer(db: Database, token: str) -> Actor | None:
    """The bot whose token this is; None for any other text, and while its owner's account is closed."""
    if len(token) != LENGTH or not token.startswith(PREFIX):
        return None
    token_id = token.removeprefix(PREFIX)[:ID_LENGTH]
    async with db.read() as tx:
        found = await bots_store.find_token(tx, token_id)
    if found is None or found.owner_banned:
        return None
    if not secrets.compare_digest(found.token_hash, hash_secret(token)):
        return None
    return Actor(user_id=found.bot_id, session_id=token_id, scopes=found.scopes)
