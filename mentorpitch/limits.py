"""How often something may be tried."""

import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from mentorpitch.errors import Problem

SIGN_IN_BY_ADDRESS = RateLimitItemPerMinute(60, 15, namespace="sign_in_by_address")
# Ten wrong passwords close an account to the address they came from, not to its owner elsewhere; that takes
# many addresses. Whoever is signed in is counted apart: no stranger can keep them from a new password.
SIGN_IN_HERE = RateLimitItemPerMinute(10, 15, namespace="sign_in_here")
SIGN_IN_BY_EMAIL = RateLimitItemPerMinute(100, 15, namespace="sign_in_by_email")
PROVE_AGAIN = RateLimitItemPerMinute(10, 15, namespace="prove_again")
SET_UP = RateLimitItemPerMinute(10, 15, namespace="set_up")
INVITE = RateLimitItemPerHour(60, namespace="invite")
# Of people to whom nobody has written before: whoever writes to everybody is not talking to anybody.
OPEN_DIRECT = RateLimitItemPerHour(20, namespace="open_direct")
BOT_ASKS = RateLimitItemPerMinute(60, namespace="bot_asks")
WRITE_NOTES = RateLimitItemPerMinute(900, namespace="write_notes")  # by a page: at most five a second
WEBHOOK_TRY = RateLimitItemPerHour(60, namespace="webhook_try")
# A calendar answers when somebody clicks; a loop of two machines answers for ever.
REPLY = RateLimitItemPerHour(30, namespace="reply")
IMPORT = RateLimitItemPerHour(20, namespace="import")


class Limits:
    """Counts in this process's memory.

    A try is counted before it is made, or a hundred at once would all find the counter at zero; `give_back`
    takes back one that did no harm.
    """

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    def take(self, limit: RateLimitItem, *who: str) -> int:
        """Count one try; returns how many are left. Raises Problem `rate_limited`."""
        if not self._limiter.hit(limit, *who):
            wait_s = max(1.0, self._limiter.get_window_stats(limit, *who).reset_time - time.time())
            raise Problem("rate_limited", _sentence(wait_s), retry_after_ms=int(wait_s * 1_000))
        return self._limiter.get_window_stats(limit, *who).remaining

    def give_back(self, limit: RateLimitItem, *who: str) -> None:
        self._storage.decr(limit.key_for(*who))

    def forget(self, limit: RateLimitItem, *who: str) -> None:
        """Start again from nothing."""
        self._limiter.clear(limit, *who)


def _sentence(wait_s: float) -> str:
    minutes = -(-int(wait_s) // 60)
    return f"Too many tries. Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again."
