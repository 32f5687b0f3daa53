"""The recent packets of a slot, for resends."""


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
