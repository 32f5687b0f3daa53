"""Numbers that wrap around (RFC 1982): sequence numbers, timestamps, picture ids."""


def signed16(difference: int) -> int:
    """The shortest way between two 16-bit numbers, -32768 to 32767."""
    return ((difference + 0x8000) & 0xFFFF) - 0x8000


def signed32(difference: int) -> int:
    """The shortest way between two 32-bit numbers."""
    return ((difference + 0x8000_0000) & 0xFFFF_FFFF) - 0x8000_0000


class Unwrapper:
    """Turns 16-bit sequence numbers into indexes that never wrap. The first one seen keeps its value."""

    __slots__ = ("newest",)

    def __init__(self) -> None:
        self.newest = -1  # -1: nothing seen

    def unwrap(self, sequence: int) -> int:
        """The index of `sequence`, within ±32768 of the newest; a later one becomes the newest.

        An index may be below the first one's value, even negative, when early packets arrive out of order.
        """
        if self.newest < 0:
            self.newest = sequence
            return sequence
        index = self.newest + signed16(sequence - self.newest)
        self.newest = max(self.newest, index)
        return index
