"""Counts since start, without any name of a room or a peer."""

import logging
from collections import Counter

_logger = logging.getLogger(__name__)


class Tally:
    """What one port did. `dropped` by reason."""

    def __init__(self) -> None:
        self.packets_in = 0
        self.packets_out = 0
        self.dropped: Counter[str] = Counter()

    def failed(self, where: str) -> None:
        """Count an exception that nobody foresaw, and log the first of its kind. Call it in the handler."""
        reason = f"{where}_failed"
        if not self.dropped[reason]:
            _logger.exception("an unforeseen failure: %s", where)
        self.dropped[reason] += 1
