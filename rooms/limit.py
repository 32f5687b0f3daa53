"""How much one peer may send before it is policed."""

_WINDOW_S = 0.25


class Limit:
    """A bitrate, by windows of a quarter of a second. Times are those of the packets."""

    def __init__(self, bitrate_bps: int) -> None:
        self.window_octets = int(bitrate_bps * _WINDOW_S) >> 3
        self._began = 0.0
        self._octets = 0

    def is_over(self, octets: int, now: float) -> bool:
        """Whether these are too many, together with what came in this window before."""
        if now - self._began >= _WINDOW_S:
            self._began, self._octets = now, 0
        self._octets += octets
        return self._octets > self.window_octets
