"""What we tell an uplink's sender: what is missing (RFC 4585) and how it arrives (RFC 3550 section 6.4)."""

from rooms.rtcp import ReportBlock
from rooms.sequence import Unwrapper, signed16, signed32

NTP_EPOCH_S = 2_208_988_800  # 1900 → 1970
_REORDER_S = 0.01  # what is late by less is out of order, not lost
_GIVE_UP_S, _GIVE_UP_RTTS = 0.4, 4.5  # the longer of the two: then a keyframe comes sooner than a packet
_MAX_GIVE_UP_S = 1.0
_MAX_TRIES = 20
_REPEAT_S = 0.015
_MAX_GAP = 256
_MIN_RETRY_S = 0.04
_RESENDS_PER_PACKET = 0.5  # that came: enough for the loss of a quarter
_MOST_RESENDS = 12  # at once: a short gap is filled whole


def to_ntp(unix_s: float) -> int:
    """32.32 fixed point seconds since 1900."""
    return int((unix_s + NTP_EPOCH_S) * (1 << 32)) & 0xFFFF_FFFF_FFFF_FFFF


def from_ntp(ntp: int) -> float:
    """Seconds since 1970."""
    return ntp / (1 << 32) - NTP_EPOCH_S


class Allowance:
    """How many resends may be asked of a sender.

    They go before what is new, on the same way. Where that has become narrow most of what is sent is lost,
    and who asked for all of it would see nothing but resends for seconds, of pictures that are past by then.
    """

    def __init__(self) -> None:
        self._left = float(_MOST_RESENDS)
        self._came = 0

    def came(self, total: int) -> None:
        """So many packets have come so far."""
        more = max(0, total - self._came)
        self._left = min(_MOST_RESENDS, self._left + _RESENDS_PER_PACKET * more)
        self._came = total

    def take(self) -> bool:
        """Whether one more may be asked for now."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Losses:
    """The holes of one stream, each asked for again until it is filled or of no use any more."""

    def __init__(self) -> None:
        self._newest: int | None = None
        self._missing: dict[int, tuple[float, float, int]] = {}  # index → missed at, asked at, tries
        self._gave_up = False
        self._answered_s = 0.0  # how long a resend takes, smoothed: a sender may have a queue of its own

    @property
    def is_open(self) -> bool:
        """Whether anything is missing."""
        return bool(self._missing)

    def received(self, index: int, now: float) -> bool:
        """Note a packet by its unwrapped index. False: the hole is too wide to be filled."""
        newest = self._newest
        if newest is None or index > newest:
            self._newest = index
            if newest is None or index == newest + 1:
                return True
            if index - newest > _MAX_GAP:
                self._missing.clear()
                return False
            for missed in range(newest + 1, index):
                self._missing[missed] = now, now - 1e9, 0
        elif self._missing:
            self._fill(index, now)
        return True

    def followed(self, count: int) -> None:
        """As if so many packets had been received, one after the other."""
        if self._newest is not None:
            self._newest += count

    def filled(self, sequence: int, now: float) -> bool:
        """A retransmission brought this one. False: it was not missing."""
        if self._newest is None:
            return False
        index = self._newest + signed16(sequence - self._newest)
        return self._fill(index, now)

    def due(self, now: float, *, rtt_s: float, allowance: Allowance | None = None) -> list[int]:
        """The sequence numbers to ask for now, in order; no more than `allowance` lets."""
        if not self._missing:
            return []
        asked: list[int] = []
        give_up_s = min(_MAX_GIVE_UP_S, max(_GIVE_UP_S, _GIVE_UP_RTTS * rtt_s, 3 * self._answered_s))
        for index, (missed_at, asked_at, tries) in sorted(self._missing.items()):
            age = now - missed_at
            if tries >= _MAX_TRIES or age > give_up_s:
                del self._missing[index]
                self._gave_up = True
            elif tries % 2:  # said twice, for the question is as easily lost: senders hear the same one once
                if now - asked_at >= _REPEAT_S:
                    self._missing[index] = missed_at, asked_at, tries + 1
                    asked.append(index & 0xFFFF)
            elif age >= _REORDER_S and now - asked_at >= max(rtt_s, _MIN_RETRY_S):
                if allowance is not None and not allowance.take():
                    continue
                self._missing[index] = missed_at, now, tries + 1
                asked.append(index & 0xFFFF)
        return asked

    def _fill(self, index: int, now: float) -> bool:
        known = self._missing.pop(index, None)
        if known is None:
            return False
        if known[2]:
            self._answered_s += (now - known[0] - self._answered_s) / 8
        return True

    def forget(self) -> None:
        """Whatever is missing is of no use any more."""
        self._missing.clear()

    def gave_up(self) -> bool:
        """Whether one was given up since this was last asked."""
        gave_up, self._gave_up = self._gave_up, False
        return gave_up


class Reception:
    """One stream as it arrives (RFC 3550 appendix A.3 and A.8).

    `timestamp` is the newest frame's and `frame_at` when its first packet arrived: the others of a frame left
    with it, and say nothing of `jitter`.
    """

    def __init__(self, clock_rate: int) -> None:
        self.clock_rate = clock_rate
        self.timestamp = 0
        self.frame_at = 0.0
        self.jitter = 0.0
        self._unwrapper = Unwrapper()
        self._first: int | None = None
        self._received = 0
        self._expected_before = self._received_before = 0
        self._last_sr = 0
        self._last_sr_at = 0.0

    @property
    def packets(self) -> int:
        """That came."""
        return self._received

    @property
    def expected(self) -> int:
        """How many should have come."""
        return 0 if self._first is None else self.newest - self._first + 1

    @property
    def newest(self) -> int:
        """The highest index."""
        return self._unwrapper.newest

    def received(self, sequence: int, timestamp: int, arrived: float) -> int:
        """Note a packet; returns its unwrapped index."""
        index = self._unwrapper.unwrap(sequence)
        if self._first is None:
            self._first = index
        elif timestamp != self.timestamp:
            step = signed32(timestamp - self.timestamp)
            change = (arrived - self.frame_at) * self.clock_rate - step
            self.jitter += (abs(change) - self.jitter) / 16
        else:
            arrived = self.frame_at
        self.timestamp, self.frame_at = timestamp, arrived
        self._received += 1
        return index

    def followed(self, count: int, timestamp: int, frame_at: float, jitter: float) -> None:
        """As if so many packets had been received, one after the other."""
        self._unwrapper.newest += count
        self._received += count
        self.timestamp, self.frame_at, self.jitter = timestamp, frame_at, jitter

    def sender_report(self, ntp: int, arrived: float) -> None:
        self._last_sr = ntp >> 16 & 0xFFFF_FFFF
        self._last_sr_at = arrived

    def block(self, ssrc: int, now: float) -> ReportBlock | None:
        """The next report on this stream, None when there is nothing to report on yet."""
        if self._first is None:
            return None
        expected = self._unwrapper.newest - self._first + 1
        lost = max(-0x80_0000, min(expected - self._received, 0x7F_FFFF))
        expected_since = expected - self._expected_before
        lost_since = expected_since - (self._received - self._received_before)
        self._expected_before, self._received_before = expected, self._received
        fraction = (
            min(255, (lost_since << 8) // expected_since) if expected_since > 0 and lost_since > 0 else 0
        )
        # Never negative: the sender's report may have come after whoever asks has looked at the clock.
        delay = max(0, round((now - self._last_sr_at) * 65536)) if self._last_sr else 0
        return ReportBlock(
            ssrc,
            fraction,
            lost & 0xFF_FFFF,
            self._unwrapper.newest & 0xFFFF_FFFF,
            min(int(self.jitter), 0xFFFF_FFFF),
            self._last_sr,
            min(delay, 0xFFFF_FFFF),
        )


class WallClock:
    """Moves a sender's wall clock onto ours, alike for sound and pictures, so that lips stay in sync."""

    def __init__(self) -> None:
        self._offset_s: float | None = None

    def ours(self, ntp: int, arrived_unix_s: float) -> float:
        """The sender's moment `ntp` by our clock, as a report that came at `arrived_unix_s` tells."""
        theirs = from_ntp(ntp)
        offset = arrived_unix_s - theirs
        if self._offset_s is None or abs(offset - self._offset_s) > 1.0:  # first seen, or a clock was set
            self._offset_s = offset
        return theirs + self._offset_s
