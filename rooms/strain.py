"""Whether a sender's own path has become so narrow that its pictures break. Pure.

Until its congestion control has found out, which takes a second or three, its layers and its sound are lost
alike. What is lost is known here at once: then the lowest layer alone is worth its way, and its sender is
told. Chance does not lose so much for so long, and a network that does carries no sharp picture either.
"""

import math

_SHARE = 0.35  # of what was sent, and that in two looks in a row,
_LEAST = 12  # of so many packets at least;
_STARVED = 0.5  # or after a look with less than so much of what comes usually: a queue fills before it loses
_USUALLY = 1 / 8
_REST_S = 3.0  # then the sender may try again: by now it knows what fits


class Strain:
    """Of one publication. Feed it the totals of all its layers, resends apart, a few times a second."""

    def __init__(self) -> None:
        self._expected = self._received = 0
        self._usual = 0.0  # packets that come between two looks
        self._was_bad = False
        self._until = -math.inf

    def look(self, now: float, *, expected: int, received: int) -> bool:
        """Whether it has just begun."""
        sent, came = expected - self._expected, received - self._received
        self._expected, self._received = expected, received
        is_lossy = sent >= _LEAST and sent - came >= _SHARE * sent
        was_bad, self._was_bad = self._was_bad, is_lossy or came < _STARVED * self._usual
        if not self._was_bad:
            self._usual += (came - self._usual) * _USUALLY
        if not (is_lossy and was_bad):
            return False
        has_begun = not self.is_on(now)
        self._until = now + _REST_S
        return has_begun

    def is_on(self, now: float) -> bool:
        """It goes on for a while after what was seen of it last."""
        return now < self._until
