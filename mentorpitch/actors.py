"""Who asks."""

import msgspec

from mentorpitch.bots.scopes import Scopes
from mentorpitch.shapes import UserId


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in person, on one of their devices; or a bot, which has scopes and no rights of its own.

    It was true when it was made: whoever keeps one (a socket) ends it on `SessionsEnded` and `UserBanned`.
    """

    user_id: UserId
    session_id: str
    is_admin: bool = False
    scopes: Scopes | None = None  # None: a person

    @property
    def is_bot(self) -> bool:
        return self.scopes is not None
