"""Keyframes cost ten times a frame's bits: many may ask, few requests go upstream."""


class KeyframeThrottle:
    """Requests of one layer: at most one for each `spacing_s`. One that has to wait is not lost."""

    def __init__(self, spacing_s: float) -> None:
        self._spacing_s = spacing_s
        self._sent_at: float | None = None
        self.wanted = False

    def ask(self) -> None:
        """Somebody cannot go on without a keyframe."""
        self.wanted = True

    def due(self, now: float) -> bool:
        """Whether to send a request now; it counts as sent, and falls due again until it is answered."""
        if not self.wanted or (self._sent_at is not None and now - self._sent_at < self._spacing_s):
            return False
        self._sent_at = now
        return True

    def arrived(self) -> None:
        """A keyframe is here: all who asked are served."""
        self.wanted = False
