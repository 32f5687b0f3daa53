"""One gapless stream out of whatever feeds a slot: sequences, timestamps and VP8 picture ids rewritten.

A gap of the source stays a gap (the receiver may ask for it), a packet that we leave out does not become one.
"""

from rooms.packet import Packet
from rooms.sequence import signed16, signed32

_SHIFTS_KEPT = 32


class Munger:
    """Maps one source at a time; `rebase` changes the source without a seam. All numbers wrap."""

    def __init__(self, clock_rate: int, *, sequence: int = 0, timestamp: int = 0) -> None:
        self._clock_rate = clock_rate
        self._sequence = sequence  # newest sent
        self._timestamp = timestamp  # of the newest sent
        self._newest_at = 0.0
        self._index = self._first = 0  # of the source, unwrapped: newest seen, first of this source
        self._shifts: list[tuple[int, int]] = [(0, 0)]  # from this index on, index + shift is sent
        self.timestamp_shift = 0
        self._picture = self._tl0 = -1
        self.picture_shift = self.tl0_shift = 0

    def rebase(self, packet: Packet) -> None:
        """The next source begins with this packet; what is older of it will not be mapped."""
        if self._newest_at:
            elapsed = max(1, round((packet.arrived - self._newest_at) * self._clock_rate))
            next_timestamp = self._timestamp + elapsed
        else:
            next_timestamp = self._timestamp
        self.timestamp_shift = (next_timestamp - packet.timestamp) & 0xFFFF_FFFF
        self._index = self._first = packet.sequence
        self._shifts = [(self._first, self._sequence + 1 - self._first)]
        self._index -= 1
        if packet.picture_at:
            self.picture_shift = self._picture + 1 - _picture_id(packet)
        if packet.tl0_at:
            self.tl0_shift = self._tl0 + 1 - packet.data[packet.tl0_at]

    def map(self, packet: Packet) -> tuple[int, int] | None:
        """(sequence, timestamp) to send it with; None when it is older than this source's first packet."""
        index = self._index + 1
        if packet.sequence == index & 0xFFFF:  # nearly always
            shift = self._shifts[-1][1]
        else:
            index = self._index + signed16(packet.sequence - self._index)
            if index < self._first:
                return None
            known = next((shift for start, shift in reversed(self._shifts) if index >= start), None)
            if known is None:
                return None
            shift = known
        sequence = (index + shift) & 0xFFFF
        timestamp = (packet.timestamp + self.timestamp_shift) & 0xFFFF_FFFF
        if index > self._index:
            self._index = index
            self._sequence = sequence
            if timestamp != self._timestamp or not self._newest_at:
                self._advance(timestamp, packet.arrived)
        return sequence, timestamp

    @property
    def sequence(self) -> int:
        """The newest number that was given."""
        return self._sequence

    @property
    def sequence_shift(self) -> int:
        """Added to the numbers of the source that come next."""
        return self._shifts[-1][1]

    def follows(self, index: int) -> bool:
        """Whether this number of the source is the newest seen."""
        return (self._index - index) & 0xFFFF == 0

    def followed(self, count: int, timestamp: int, arrived: float, picture: int, tl0: int) -> None:
        """As if so many packets had been mapped, one after the other; the last numbers are the source's.

        `arrived` is when the first packet of that timestamp did; -1 stands for a number that was not there.
        """
        self._index += count
        self._sequence = (self._index + self.sequence_shift) & 0xFFFF
        self._timestamp = (timestamp + self.timestamp_shift) & 0xFFFF_FFFF
        self._newest_at = arrived
        if picture >= 0:
            self._picture = (picture + self.picture_shift) & 0x7FFF
        if tl0 >= 0:
            self._tl0 = (tl0 + self.tl0_shift) & 0xFF

    def timestamp_at(self, now: float) -> int:
        """The stream's RTP timestamp at a moment, as far as its newest packet tells."""
        return (self._timestamp + round((now - self._newest_at) * self._clock_rate)) & 0xFFFF_FFFF

    def skip(self, packet: Packet) -> bool:
        """Leave this packet out and close the gap. False: too late, its number is already spoken for."""
        index = self._index + signed16(packet.sequence - self._index)
        if index <= self._index:
            return False
        # What may still be missing before it keeps the old shift.
        shift = self._shifts[-1][1]
        self._index = index
        self._sequence = (index + shift - 1) & 0xFFFF
        self._shifts.append((index + 1, shift - 1))
        if len(self._shifts) > _SHIFTS_KEPT:
            del self._shifts[0]
        return True

    def rewrite_picture(self, packet: Packet, data: bytearray, payload_at: int) -> None:
        """Rewrite picture id and TL0PICIDX in the payload that lies there, a copy or the packet's own."""
        moved = payload_at - packet.payload_at
        if packet.picture_at:
            at = packet.picture_at + moved
            picture = _picture_id(packet) + self.picture_shift
            if packet.picture_wide:
                picture &= 0x7FFF
                data[at] = 0x80 | picture >> 8
                data[at + 1] = picture & 0xFF
            else:
                picture &= 0x7F
                data[at] = picture
            self._picture = picture
        if packet.tl0_at:
            tl0 = (packet.data[packet.tl0_at] + self.tl0_shift) & 0xFF
            data[packet.tl0_at + moved] = tl0
            self._tl0 = tl0

    def _advance(self, timestamp: int, arrived: float) -> None:
        if not self._newest_at or signed32(timestamp - self._timestamp) > 0:
            self._timestamp = timestamp
            self._newest_at = arrived


def _picture_id(packet: Packet) -> int:
    at = packet.picture_at
    if packet.picture_wide:
        return (packet.data[at] & 0x7F) << 8 | packet.data[at + 1]
    return packet.data[at]
