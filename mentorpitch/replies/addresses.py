"""Where a calendar sends its answer: an address that only the invited one was ever told.

Its token is made from the server's key, so that every letter of an invitation names the same one; it is found
by its hash. Whoever writes there answers for that person and that meeting, whatever else the mail says.
"""

import hashlib
import hmac
from typing import Final

import msgspec

from mentorpitch.ids import hash_secret
from mentorpitch.shapes import UserId
from mentorpitch.store import calendars as calendars_store
from mentorpitch.store.database import Writer
from mentorpitch.store.facts import get_fact

TOKEN: Final = 32  # hexadecimal digits, in lower case: some programs change letters


class Mailbox(msgspec.Struct, frozen=True):
    """The one address of this server that mail comes to: reply@mentor.example.org"""

    address: str

    def with_token(self, token: str) -> str:
        local, _, domain = self.address.partition("@")
        return f"{local}+{token}@{domain}"

    def token_in(self, address: str) -> str | None:
        """None for an address that is none of ours."""
        local, _, domain = self.address.lower().partition("@")
        given, _, given_domain = address.lower().rpartition("@")
        name, _, token = given.partition("+")
        is_ours = (name, given_domain) == (local, domain) and len(token) == TOKEN
        return token if is_ours else None


async def make_address(tx: Writer, mailbox: Mailbox, meeting_id: str, user_id: UserId) -> str:
    """The address for this person's answers about this meeting: always the same."""
    key = await get_fact(tx, "link_key")
    said = f"reply {meeting_id} {user_id}".encode()
    token = hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:TOKEN]
    await calendars_store.keep_reply_address(tx, hash_secret(token), meeting_id=meeting_id, user_id=user_id)
    return mailbox.with_token(token)
