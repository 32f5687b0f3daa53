"""The recent packets of a slot, for resends."""

from rooms.sequence import signed16


class Recent:
    """A ring of packets as they were sent, before encryption. `capacity` is a power of two."""

    def __init__(self, capacity: int, *, max_resends: int = 3) -> None:
        self._mask = capacity - 1
        if capacity & self._mask:
            raise ValueError("capacity must be a power of two")
        self._max_resends = max_resends
        self._sequences = [-1] * capacity
        self._packets = [b""] * capacity
        self._resends: dict[int, tuple[int, float]] = {}  # position → how often, when last
        self._turn = 0

    def store(self, sequence: int, packet: bytes) -> None:
        position = sequence & self._mask
        self._sequences[position] = sequence
        self._packets[position] = packet
        if self._resends:
            self._resends.pop(position, None)

    def take(self, sequence: int, now: float, *, spacing_s: float) -> bytes | None:
        """The packet to send again, or None: gone, sent again too often, or less than `spacing_s` ago.

        A resend within one round trip cannot have been missed yet, only not yet seen.
        """
        position = sequence & self._mask
        if self._sequences[position] != sequence:
            return None
        times, last = self._resends.get(position, (0, -1e9))
        if times >= self._max_resends or now - last < spacing_s:
            return None
        self._resends[position] = times + 1, now
        return self._packets[position]

    def again(self, sequence: int) -> bytes | None:
        """The packet, for a second copy of a resend, which is no resend of its own; None: gone."""
        position = sequence & self._mask
        return self._packets[position] if self._sequences[position] == sequence else None

    def is_lost(self, sequence: int) -> bool:
        """Whether who still asks for it asks in vain: it was sent again as often as may be, or is gone."""
        position = sequence & self._mask
        known = self._sequences[position]
        if known == sequence:
            return self._resends.get(position, (0, 0.0))[0] >= self._max_resends
        return known >= 0 and signed16(known - sequence) > 0

    def forget(self) -> None:
        """Nothing that was stored so far is worth a resend any more."""
        self._sequences = [-1] * len(self._sequences)

    def another(self) -> tuple[int, bytes] | None:
        """Each in turn, with its number, to fill a stream up; None now and then while there are few."""
        self._turn = (self._turn + 1) & self._mask
        sequence = self._sequences[self._turn]
        return (sequence, self._packets[self._turn]) if sequence >= 0 else None
