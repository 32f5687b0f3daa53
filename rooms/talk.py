"""How long each speaks, from when they are heard (see `speakers.py`). No sound is decoded or kept.

It costs a few additions for each look at a room that counts, ten a second, and nothing for a packet.
"""

from collections.abc import Iterable

# Shorter pauses belong to what is said: between sentences people take some 0.2 to 0.5 s of breath. A sender
# that falls silent in them (DTX) sends nothing, which is the same.
PAUSE_S = 0.5


class TalkTime:
    """Of one room. Who speaks at the same time speaks, each of them."""

    def __init__(self) -> None:
        self._spoken_s: dict[str, float] = {}
        self._heard_at: dict[str, float] = {}

    def hear(self, heard: Iterable[tuple[str, float]]) -> None:
        """Who was heard, and when last; the same again changes nothing.

        From one moment to the next: so the first and the last moment of a phrase, of which it filled
        half a look on average, count as one, and a single knock counts as nothing.
        """
        for who, at in heard:
            since = at - self._heard_at.get(who, at)
            if 0 < since <= PAUSE_S:
                self._spoken_s[who] = self._spoken_s.get(who, 0.0) + since
            self._heard_at[who] = at

    def spoken_ms(self) -> dict[str, int]:
        """Whole milliseconds since it was begun, of all who have said something."""
        return {who: round(1000 * spoken_s) for who, spoken_s in self._spoken_s.items()}
