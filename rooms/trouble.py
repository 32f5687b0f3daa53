"""When failures that nobody foresaw mean that a peer's state is broken, and no packet was to blame."""

_TOO_MANY = 10
_WINDOW_S = 5.0


class Trouble:
    """The failures of one peer."""

    def __init__(self) -> None:
        self._since = 0.0
        self._count = 0

    def add(self, now: float) -> bool:
        """Note one. True: that makes too many, ten within five seconds."""
        if now - self._since > _WINDOW_S:
            self._since, self._count = now, 0
        self._count += 1
        return self._count >= _TOO_MANY
