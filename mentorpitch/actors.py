"""Who asks."""

import msgspec

from mentorpitch.shapes import UserId


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in person, on one of their devices.

    It was true when it was made: whoever keeps one (a socket) ends it on `SessionsEnded` and `UserBanned`.
    """

    user_id: UserId
    session_id: str
    is_admin: bool = False
