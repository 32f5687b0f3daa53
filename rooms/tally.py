"""Counts since start, without any name of a room or a peer."""

import logging
import sys
from collections import Counter

_logger = logging.getLogger(__name__)
_MOST_LOGGED = 50  # kinds: a log is no place for a flood either


class Tally:
    """What one port did. `dropped` by reason."""

    def __init__(self) -> None:
        self.packets_in = 0
        self.packets_out = 0
        self.dropped: Counter[str] = Counter()
        self._logged: set[tuple[str, str]] = set()

    def apart(self) -> "Tally":
        """One of its own for a peer; what is logged once, is logged once for all of them."""
        tally = Tally()
        tally._logged = self._logged
        return tally

    def add(self, other: "Tally") -> None:
        self.packets_in += other.packets_in
        self.packets_out += other.packets_out
        self.dropped.update(other.dropped)

    def failed(self, where: str) -> None:
        """Count an exception that nobody foresaw, and log the first of its kind. Call it in the handler."""
        self.dropped[f"{where}_failed"] += 1
        kind = where, type(sys.exception()).__name__
        if kind not in self._logged and len(self._logged) < _MOST_LOGGED:
            self._logged.add(kind)
            _logger.exception("an unforeseen failure: %s", where)
