"""A TURN server for networks that let nothing else through, and passes to it that expire.

The server (coturn with `use-auth-secret`) shares a secret with us and asks nobody: a user name that begins
with the pass's end, and its HMAC as the password (draft-uberti-behave-turn-rest-00, section 2.2).
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from mentorpitch.ids import new_id
from mentorpitch.shapes import Shape


class IceServer(Shape, frozen=True):
    """As RTCPeerConnection takes it."""

    urls: tuple[str, ...]
    username: str
    credential: str


class Relays(msgspec.Struct, frozen=True, kw_only=True):
    """Without urls there is none. `life` must outlast a call, whose relay is renewed with the same pass."""

    urls: tuple[str, ...] = ()
    secret: str = ""
    life: timedelta = timedelta(hours=12)

    def servers(self, *, at: datetime) -> tuple[IceServer, ...]:
        """With a pass of their own. It names nobody: the relay's log is not ours."""
        if not self.urls:
            return ()
        username = f"{int((at + self.life).timestamp())}:{new_id()}"
        digest = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        credential = base64.b64encode(digest).decode()
        return (IceServer(urls=self.urls, username=username, credential=credential),)


NO_RELAYS = Relays()
