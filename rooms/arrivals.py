"""When each packet of an uplink arrived: transport-wide feedback.

(draft-holmer-rmcat-transport-wide-cc-extensions-01)

From it the sender's own congestion control finds the path's capacity, so that it can rise quickly and safely.
"""

import math
import struct
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rooms.rtcp import RTPFB
from rooms.sequence import Unwrapper

if TYPE_CHECKING:
    from rooms.door import Door

_MAX_PACKETS = 400  # of one feedback packet: stays well below an MTU
_MAX_LATE = 250  # packets: what overtook by more is lost to the estimate
_TICK_S = 0.000_25
_REFERENCE_TICKS = 256  # ticks in one unit of the reference time


class Arrivals:
    """Arrival times by transport-wide sequence number. A late packet has its neighbours told once more."""

    def __init__(self, door: "Door | None" = None) -> None:
        """What the door's flows note is told, too, and mostly by the door."""
        self._door = door
        self._unwrapper = Unwrapper()
        self._ticks: dict[int, int] = {}  # index → arrival in ticks of 250 µs
        self._runs: deque[tuple[int, Sequence[int]]] = deque()  # and of many: first index, ticks
        self._next: int | None = None  # first index to report
        self._fresh: list[int] = []  # what is to be told, or told again
        self._count = 0
        self._noted: list[tuple[int, float]] = []
        self.ssrc = 0  # a stream that the sender knows, or it does not listen

    def record(self, sequence: int, arrived: float) -> None:
        """Note one packet of any of the sender's streams by its transport-wide number."""
        self._take_over()
        self._noted.append((sequence, arrived))

    def write(self, sender_ssrc: int, now: float = math.inf) -> bytes | None:
        """The next feedback packet, None when nothing arrived since the last, or the door tells of it."""
        if self._door is not None and self._door.is_telling(now):
            return None
        self._take_over()
        report = self._write_run(sender_ssrc) or self._write_all(sender_ssrc)
        if self._door is not None and self._next is not None and self._is_told:
            self._door.tell(sender_ssrc, self.ssrc, self._next & 0xFFFF, self._count)
        return report

    @property
    def _is_told(self) -> bool:
        """Whether all that came is."""
        return self._next is not None and not self._fresh and self._unwrapper.newest == self._next - 1

    def _write_all(self, sender_ssrc: int) -> bytes | None:
        self._enter()
        if not self._fresh:
            return None
        arrived = sorted(self._fresh)
        first = self._next if self._next is not None else arrived[0]
        if arrived[0] - first >= _MAX_PACKETS:
            first = arrived[0]  # a hole of this size is a new beginning
        reference = self._ticks[arrived[0]] // _REFERENCE_TICKS
        previous = reference * _REFERENCE_TICKS
        symbols = bytearray()
        deltas = bytearray()
        index = first
        for index in range(first, min(arrived[-1] + 1, first + _MAX_PACKETS)):
            tick = self._ticks.get(index)
            if tick is None:
                symbols.append(0)
                continue
            delta = tick - previous
            if not -0x8000 <= delta <= 0x7FFF:
                index -= 1  # the rest needs a reference time of its own
                break
            if 0 <= delta <= 0xFF:
                symbols.append(1)
                deltas.append(delta)
            else:
                symbols.append(2)
                deltas += struct.pack("!h", delta)
            previous = tick
        self._next = index + 1
        self._fresh = [later for later in arrived if later > index]
        if len(self._ticks) > 2 * _MAX_LATE:
            self._ticks = {at: tick for at, tick in self._ticks.items() if at >= index - _MAX_LATE}
        return self._written(sender_ssrc, first, len(symbols), reference, _chunks(symbols) + deltas)

    def _write_run(self, sender_ssrc: int) -> bytes | None:
        """What nearly always is to be told: all came, one soon after the other. None: it is not so simple."""
        first = self._next
        run = _as_run(self._noted, first & 0xFFFF) if first is not None and self._is_told else None
        if first is None or run is None:
            return None
        self._noted.clear()
        ticks, deltas = run
        self._know(ticks, len(ticks))
        reference = ticks[0] // _REFERENCE_TICKS
        told = struct.pack("!H", 1 << 13 | len(ticks)) + bytes(deltas)
        return self._written(sender_ssrc, first, len(ticks), reference, told)

    def _take_over(self) -> None:
        """From the door: what it has told, and what it has noted."""
        if self._door is None:
            return
        if (told := self._door.told()) is not None:
            count, ticks, self._count = told
            self._know(ticks, count)
        if noted := self._door.arrivals():
            self._noted.extend(noted)

    def _know(self, ticks: Sequence[int], count: int) -> None:
        """So many were told of, one after the other; these are the last of them."""
        if self._next is None or not count:
            return
        self._next += count
        self._unwrapper.newest = self._next - 1
        self._runs.append((self._next - len(ticks), ticks))
        while self._runs[0][0] + len(self._runs[0][1]) < self._next - _MAX_LATE:
            self._runs.popleft()

    def _written(self, sender_ssrc: int, first: int, count: int, reference: int, told: bytes) -> bytes:
        body = struct.pack(
            "!IIHHI",
            sender_ssrc,
            self.ssrc,
            first & 0xFFFF,
            count,
            (reference & 0xFFFFFF) << 8 | self._count,
        )
        self._count = (self._count + 1) & 0xFF
        body += told
        padding = -len(body) % 4
        if padding:
            body += bytes(padding - 1) + bytes((padding,))
        first_byte = 0x80 | (0x20 if padding else 0) | 15
        return struct.pack("!BBH", first_byte, RTPFB, len(body) // 4) + body

    def _enter(self) -> None:
        """Put what was noted in its place."""
        ticks, fresh = self._ticks, self._fresh
        for first, run in self._runs:
            ticks.update(enumerate(run, first))
        self._runs.clear()
        for sequence, arrived in self._noted[: 4 * _MAX_PACKETS]:
            index = self._unwrapper.unwrap(sequence)
            if index in ticks or len(fresh) >= 4 * _MAX_PACKETS:
                continue
            ticks[index] = round(arrived / _TICK_S)
            if self._next is None or index >= self._next:
                fresh.append(index)
            elif index >= self._next - _MAX_LATE:  # it was told as lost
                fresh += [known for known in ticks if index <= known < self._next]
                self._next = index
            else:
                del ticks[index]
        self._noted.clear()


def _as_run(noted: Sequence[tuple[int, float]], first: int) -> tuple[list[int], list[int]] | None:
    """(ticks, deltas) when it is simply all from this number on, one soon after the other."""
    count = len(noted)
    if not 0 < count < _MAX_PACKETS or first + count > 0x1_0000:
        return None
    sequences, times = zip(*noted, strict=True)
    if sequences != tuple(range(first, first + count)):
        return None
    ticks = [round(arrived / _TICK_S) for arrived in times]
    before = [ticks[0] // _REFERENCE_TICKS * _REFERENCE_TICKS, *ticks[:-1]]
    deltas = [tick - previous for tick, previous in zip(ticks, before, strict=True)]
    return (ticks, deltas) if min(deltas) >= 0 and max(deltas) <= 0xFF else None


def _chunks(symbols: bytearray) -> bytes:
    """Runs where they save something, else vectors of seven two-bit symbols (section 3.1.3 and 3.1.4)."""
    out = bytearray()
    at = 0
    while at < len(symbols):
        run = at
        while run < len(symbols) and symbols[run] == symbols[at] and run - at < 0x1FFF:
            run += 1
        if run - at >= 7 or run == len(symbols):
            out += struct.pack("!H", symbols[at] << 13 | (run - at))
            at = run
        else:
            vector = 0xC000
            for offset, symbol in enumerate(symbols[at : at + 7]):
                vector |= symbol << (12 - 2 * offset)
            out += struct.pack("!H", vector)
            at += 7
    return bytes(out)
