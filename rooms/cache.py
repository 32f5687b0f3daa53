"""The recent packets of a slot, for resends."""

from array import array
from mmap import mmap

from rooms.sequence import signed16


class Recent:
    """A ring of packets as they were sent, before encryption, in flat memory: steady/ writes there, too.

    It has room for `capacity` packets, a power of two, and `octets` of them: whatever is full first.
    """

    def __init__(self, capacity: int, octets: int, *, max_resends: int = 3) -> None:
        self.mask = capacity - 1
        if capacity & self.mask:
            raise ValueError("capacity must be a power of two")
        self.memory = mmap(-1, octets)  # costs nothing before it is written
        self.written = array("Q", (0,))  # in all, with what was left free at the end
        # By position: the number of the packet there, where it begins in all that was written, its size.
        self.sequences = array("i", (-1,)) * capacity
        self.starts = array("Q", (0,)) * capacity
        self.sizes = array("I", (0,)) * capacity
        self._max_resends = max_resends
        self._resends: dict[int, tuple[int, int, float]] = {}  # position → start, how often, when last
        self._turn = 0

    def store(self, sequence: int, packet: bytes | bytearray | memoryview) -> None:
        """Keep it; one that is longer than all the memory is not kept."""
        size, capacity = len(packet), len(self.memory)
        start = self.written[0]
        at = start % capacity
        if size > capacity:
            return
        if at + size > capacity:  # a packet lies in one piece
            start += capacity - at
            at = 0
        position = sequence & self.mask
        self.memory[at : at + size] = packet
        self.starts[position] = start
        self.sizes[position] = size
        self.sequences[position] = sequence
        self.written[0] = start + size

    def take(self, sequence: int, now: float, *, spacing_s: float) -> bytes | None:
        """The packet to send again, or None: gone, sent again too often, or less than `spacing_s` ago.

        A resend within one round trip cannot have been missed yet, only not yet seen.
        """
        position = sequence & self.mask
        if not self._has(sequence):
            return None
        times, last = self._resent(position)
        if times >= self._max_resends or now - last < spacing_s:
            return None
        self._resends[position] = self.starts[position], times + 1, now
        return self._packet(position)

    def again(self, sequence: int) -> bytes | None:
        """The packet, for a second copy of a resend, which is no resend of its own; None: gone."""
        return self._packet(sequence & self.mask) if self._has(sequence) else None

    def is_lost(self, sequence: int) -> bool:
        """Whether who still asks for it asks in vain: it was sent again as often as may be, or is gone."""
        position = sequence & self.mask
        known = self.sequences[position]
        if known == sequence:
            return not self._has(sequence) or self._resent(position)[0] >= self._max_resends
        return known >= 0 and signed16(known - sequence) > 0

    def forget(self) -> None:
        """Nothing that was stored so far is worth a resend any more."""
        self.sequences[:] = array("i", (-1,)) * len(self.sequences)

    def another(self) -> tuple[int, bytes] | None:
        """Each in turn, with its number, to fill a stream up; None now and then while there are few."""
        self._turn = (self._turn + 1) & self.mask
        sequence = self.sequences[self._turn]
        if sequence < 0 or not self._has(sequence):
            return None
        return sequence, self._packet(self._turn)

    def _has(self, sequence: int) -> bool:
        position = sequence & self.mask
        if self.sequences[position] != sequence:
            return False
        return self.written[0] - self.starts[position] <= len(self.memory)  # else it is written over

    def _resent(self, position: int) -> tuple[int, float]:
        """How often and when the packet there was sent again."""
        start, times, last = self._resends.get(position, (-1, 0, -1e9))
        return (times, last) if start == self.starts[position] else (0, -1e9)

    def _packet(self, position: int) -> bytes:
        at = self.starts[position] % len(self.memory)
        return self.memory[at : at + self.sizes[position]]
