"""Who is heard, from the level that each sound packet states (RFC 6464). Nothing is decoded."""

from collections import deque

_HEARD_DBOV = -45  # a quiet voice near a microphone is about -35, a quiet room below -60
_HOLD_S = 0.8  # the pauses within a sentence
_LOOK_S = 0.1
_FRESH = 0.3  # of each look: so many smooth the syllables
_TOLD_PER_S = 4


class Speakers:
    """The speakers of one room. Levels in dBov: 0 is the loudest, -127 silence."""

    def __init__(self) -> None:
        self._loudest: dict[str, int] = {}  # since the last poll
        self._smoothed: dict[str, float] = {}
        self.heard_at: dict[str, float] = {}  # at which poll each was heard last
        self._looked_at = -1e9
        self._told_at: deque[float] = deque(maxlen=_TOLD_PER_S)
        self._told: tuple[str, ...] = ()

    def hear(self, peer_id: str, level_dbov: int) -> None:
        """One packet's level."""
        if level_dbov > self._loudest.get(peer_id, -128):
            self._loudest[peer_id] = level_dbov

    def forget(self, peer_id: str) -> None:
        """The peer left or switched its microphone off."""
        for known in (self._loudest, self._smoothed, self.heard_at):
            known.pop(peer_id, None)

    def poll(self, now: float) -> tuple[str, ...] | None:
        """Who is heard, loudest first, if that changed: soon, but at most four times a second."""
        if now - self._looked_at < _LOOK_S:
            return None
        self._looked_at = now
        for peer_id, level in self._loudest.items():
            known = self._smoothed.get(peer_id, -127.0)
            self._smoothed[peer_id] = known + _FRESH * (level - known)
            if level >= _HEARD_DBOV:
                self.heard_at[peer_id] = now
        self._loudest.clear()
        heard = [peer_id for peer_id, at in self.heard_at.items() if now - at <= _HOLD_S]
        speakers = tuple(sorted(heard, key=lambda peer_id: -self._smoothed[peer_id]))
        # Two who talk at once would swap places all the time: news is who is heard, or a new loudest.
        if set(speakers) == set(self._told) and not self._overtaken(speakers):
            return None
        if len(self._told_at) == _TOLD_PER_S and now - self._told_at[0] < 1.0:
            return None
        self._told_at.append(now)
        self._told = speakers
        return speakers

    def _overtaken(self, speakers: tuple[str, ...]) -> bool:
        if not speakers or speakers[0] == self._told[0]:
            return False
        return self._smoothed[speakers[0]] > self._smoothed[self._told[0]] + 6
