"""Keyframes cost ten times a frame's bits: many may ask, few requests go upstream."""

_EVERY_S = 1.0
_ON_ITS_WAY_S = 0.15  # as long a keyframe may well take


class KeyframeThrottle:
    """Requests of one layer: one a second in the long run. One that has to wait is not lost."""

    def __init__(self, spacing_s: float) -> None:
        """`spacing_s`, at most a second: the first repetition may come so soon."""
        self._early_s = _EVERY_S - spacing_s
        self._paid_until = self._sent_at = float("-inf")
        self.wanted = False

    def ask(self) -> None:
        """Somebody cannot go on without a keyframe."""
        self.wanted = True

    def due(self, now: float) -> bool:
        """Whether to send a request now; it counts as sent, and falls due again until it is answered."""
        if not self.wanted or now < self._paid_until - self._early_s:
            return False
        self._paid_until = max(now, self._paid_until) + _EVERY_S
        self._sent_at = now
        return True

    def is_on_its_way(self, now: float) -> bool:
        """Whether a request was sent a moment ago and is not answered yet."""
        return self.wanted and now - self._sent_at < _ON_ITS_WAY_S

    def arrived(self) -> None:
        """A keyframe is here: all who asked are served."""
        self.wanted = False

    def withdraw(self) -> None:
        """Nobody has a use for it any more."""
        self.wanted = False
