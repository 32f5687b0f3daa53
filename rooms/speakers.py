"""Who is heard, from the level that each sound packet states (RFC 6464). Nothing is decoded."""

_HEARD_DBOV = -45  # a quiet voice near a microphone is about -35, a quiet room below -60
_HOLD_S = 0.8  # the pauses within a sentence
_SPACING_S = 0.25


class Speakers:
    """The speakers of one room. Levels in dBov: 0 is the loudest, -127 silence."""

    def __init__(self) -> None:
        self._loudest: dict[str, int] = {}  # since the last poll
        self._smoothed: dict[str, float] = {}
        self._heard_at: dict[str, float] = {}
        self._polled_at = -1e9
        self._told: tuple[str, ...] = ()

    def hear(self, peer_id: str, level_dbov: int) -> None:
        """One packet's level."""
        if level_dbov > self._loudest.get(peer_id, -128):
            self._loudest[peer_id] = level_dbov

    def forget(self, peer_id: str) -> None:
        """The peer left or switched its microphone off."""
        for known in (self._loudest, self._smoothed, self._heard_at):
            known.pop(peer_id, None)

    def poll(self, now: float) -> tuple[str, ...] | None:
        """Who is heard, loudest first, if that changed; at most four times a second."""
        if now - self._polled_at < _SPACING_S:
            return None
        self._polled_at = now
        for peer_id, level in self._loudest.items():
            self._smoothed[peer_id] = 0.5 * self._smoothed.get(peer_id, -127.0) + 0.5 * level
            if level >= _HEARD_DBOV:
                self._heard_at[peer_id] = now
        self._loudest.clear()
        heard = [peer_id for peer_id, at in self._heard_at.items() if now - at <= _HOLD_S]
        speakers = tuple(sorted(heard, key=lambda peer_id: -self._smoothed[peer_id]))
        # Two who talk at once would swap places all the time: news is who is heard, or a new loudest.
        if set(speakers) == set(self._told) and not self._overtaken(speakers):
            return None
        self._told = speakers
        return speakers

    def _overtaken(self, speakers: tuple[str, ...]) -> bool:
        if not speakers or speakers[0] == self._told[0]:
            return False
        return self._smoothed[speakers[0]] > self._smoothed[self._told[0]] + 6
