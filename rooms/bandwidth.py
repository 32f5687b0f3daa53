"""How much video a peer's downlink carries, by what its receiver reports. Sound is outside this budget.

Optimistic: nothing is held back until the receiver sees congestion. Then its figure holds, and from time to
time more is tried, step by step. A receiver's estimate (REMB) tells nothing of what it was never sent: so the
caller fills up what flows meanwhile (`tried_bps`); before a step counts the estimate must follow, and no
queue may grow. Chromium tells no estimate while it sends no picture itself: then the rest has to do. A try
that fails costs a little delay, and no picture.
"""

import math

_STEP = 1.6
_STEP_S, _MOST_STEP_S = 1.2, 2.5
_PATIENCE_S = 2.0
_MAX_PATIENCE_S = 6.0
_CONFIRM_S = 0.5
_RISING_S = 0.6  # a receiver tells its estimate each 0.2 s or so
_CONGESTED = 0.75  # of what we send: below this an estimate that fell is no mere noise
_CLEARLY_CONGESTED = 0.5  # of what we send: this is no noise at all,
_DEEP = 0.6  # if it is so much of what it was before it fell
_BELOW, _BELOW_FULL = 0.85, 0.5  # of what came through: so that queues drain, a full one soon
_QUEUED_S = 0.08  # a round trip longer than it can be by so much: there is a queue
_FORGET = 0.01  # of the difference, with each round trip: a path may have become longer
_HEAVY_LOSS = 0.25  # random loss below this is repaired by resends; less video would not lessen it
_FULL_S = 0.2  # a queue as long as that is full
_FULL_LOSS = 0.05  # and what is lost then does not fit
_LOSS_SAMPLE = 80  # packets: of fewer, a share says little
_DRAIN_S = 2.0  # until queue and reports have forgotten a try
_SETTLE_S = 1.0  # until reports are of what was sent after a fall
_FLOOR_BPS = 50_000
_UNLIMITED_BPS = 20_000_000


class Meter:
    """Bits per second of the last half second or more, cheap to feed."""

    __slots__ = ("_bits", "_since", "bps")

    def __init__(self) -> None:
        self._bits = 0
        self._since = 0.0
        self.bps = 0.0

    def add(self, octets: int) -> None:
        self._bits += octets << 3

    def update(self, now: float) -> float:
        """Call it often; the figure follows each half second."""
        elapsed = now - self._since
        if elapsed >= 0.5:
            self.bps = self._bits / elapsed if self._since else 0.0
            self._bits = 0
            self._since = now
        return self.bps


class Loss:
    """The share of packets that do not arrive, from receiver reports."""

    def __init__(self) -> None:
        self.share = 0.0
        self._expected, self._lost = 0, 0.0

    def add(self, expected: int, lost: float) -> None:
        """How many packets a report covers, and how many of them did not come."""
        self._expected += expected
        self._lost += lost
        if self._expected >= _LOSS_SAMPLE:
            self.share = self._lost / self._expected
            self._expected, self._lost = 0, 0.0


class Budget:
    """The video budget of one receiver, from its REMB and its receiver reports."""

    def __init__(self) -> None:
        self.bps = math.inf
        self._loss = Loss()
        self._remb_bps: float | None = None
        self._sent_bps = 0.0
        self._fell_at: float | None = None
        self._fell_from_bps = 0.0
        self._rose_at = -math.inf
        self._rtt_s = self._shortest_rtt_s = math.inf
        self._rtt_at = -math.inf
        self._held_since = -math.inf
        self.tried_bps: float | None = None
        """So much video should flow, with padding, to see whether it gets through; None: no try is on."""
        self._step_at = -math.inf  # when that was begun
        self._tried_at = -math.inf  # when we last sent more than before
        self._patience_s = _PATIENCE_S
        self._drained_at = -math.inf  # when nothing tells of the last try any more

    def on_estimate(self, bitrate_bps: int, now: float) -> bool:
        """REMB of the receiver. It lags far behind when we begin to send more: only its changes are news.

        Returns whether it fell so far that `update` should not wait for its turn.
        """
        previous, self._remb_bps = self._remb_bps, float(bitrate_bps)
        if previous is None:
            return False
        if bitrate_bps < previous * 0.97:
            if self._fell_at is None:
                self._fell_at, self._fell_from_bps = now, previous
        elif bitrate_bps > previous:
            self._rose_at = now
        return self._is_clear(self._sent_bps)

    def on_loss(self, expected: int, lost: float) -> None:
        """How many packets a receiver report covers, and how many of them did not come."""
        self._loss.add(expected, lost)

    def on_round_trip(self, rtt_s: float, now: float) -> None:
        """A round trip, as it was just now."""
        shortest = self._shortest_rtt_s
        self._rtt_s, self._rtt_at = rtt_s, now
        self._shortest_rtt_s = min(
            rtt_s, shortest + _FORGET * (rtt_s - shortest) if shortest < math.inf else rtt_s
        )

    def update(
        self,
        now: float,
        sent_bps: float,
        *,
        sound_bps: float = 0.0,
        least_bps: float = 0.0,
        is_padded: bool = False,
    ) -> float:
        """The budget now, when `sent_bps` is all that flows, with sound, resends and padding.

        It does not fall below `least_bps`. `is_padded`: as much flows as is tried.
        """
        self._sent_bps = sent_bps
        is_trying = self.tried_bps is not None and is_padded
        if self._congested(now, sent_bps):
            if is_trying:
                self._give_up(now)
            elif now < self._drained_at:
                self._forget()
            else:
                self._fall(now, sent_bps, sound_bps, max(least_bps, _FLOOR_BPS))
        elif self.tried_bps is not None:
            if is_trying and self._queued_s > _QUEUED_S:
                self._give_up(now)
            elif now - self._step_at >= _STEP_S and (not is_trying or self._is_known(now)):
                if is_trying and not self._is_followed(now):
                    self._give_up(now)
                else:
                    self._step(now, self.tried_bps)
        elif self.bps < math.inf and now - self._held_since >= self._patience_s:
            self._rtt_s = self._shortest_rtt_s
            # The lowest picture flows even beyond the budget.
            self._step(now, max(self.bps, min(2 * self.bps, sent_bps - sound_bps)))
        return self.bps

    def _fall(self, now: float, sent_bps: float, sound_bps: float, least_bps: float) -> None:
        below = _BELOW_FULL if self._queued_s > _FULL_S else _BELOW
        through_bps = sent_bps * (1 - self._loss.share)
        if self._fell_at is not None and self._remb_bps is not None:
            through_bps = min(through_bps, self._remb_bps / below)
        self._hold(now, max(least_bps, min(self.bps, through_bps * below - sound_bps)))
        self._forget()

    def _step(self, now: float, proven_bps: float) -> None:
        """So much gets through; try more."""
        if proven_bps > _UNLIMITED_BPS:
            self.bps, self.tried_bps = math.inf, None
            return
        self.bps, self.tried_bps = proven_bps, proven_bps * _STEP
        self._step_at = self._tried_at = now

    def _give_up(self, now: float) -> None:
        """Back to what got through before the try: the padding was too much, and not what flows."""
        self._hold(now, self.bps)
        self._forget()
        self._drained_at = now + _DRAIN_S

    def _forget(self) -> None:
        """What was told of is of something that is over."""
        self._fell_at = None
        self._loss = Loss()

    def _hold(self, now: float, bps: float) -> None:
        """No more than this for a while: the longer, the sooner the last try failed."""
        if now - self._tried_at < 2 * _MAX_PATIENCE_S:
            self._patience_s = min(2 * self._patience_s, _MAX_PATIENCE_S)
        else:
            self._patience_s = _PATIENCE_S
        self.bps = bps
        self._held_since = now
        self.tried_bps = None

    @property
    def _queued_s(self) -> float:
        return self._rtt_s - self._shortest_rtt_s if self._rtt_s < math.inf else 0.0

    def _is_known(self, now: float) -> bool:
        """Whether a round trip has told of what is tried, or would have."""
        return self._rtt_at - self._step_at >= _STEP_S / 2 or now - self._step_at >= _MOST_STEP_S

    def _is_followed(self, now: float) -> bool:
        """Whether the receiver's estimate allows what is tried, or comes nearer to it."""
        if self._remb_bps is None or self.tried_bps is None:
            return True
        return self._remb_bps >= self.tried_bps or now - self._rose_at < _RISING_S

    def _congested(self, now: float, sent_bps: float) -> bool:
        if now - self._held_since < _SETTLE_S:
            self._loss = Loss()
            return False
        is_full = self._queued_s > _FULL_S
        if self._loss.share > (_FULL_LOSS if is_full else _HEAVY_LOSS):
            return True
        if self._fell_at is None or self._remb_bps is None:
            return False
        if self._remb_bps >= _CONGESTED * sent_bps:
            self._fell_at = None
            return False
        return self._is_clear(sent_bps) or now - self._fell_at >= _CONFIRM_S

    def _is_clear(self, sent_bps: float) -> bool:
        """Whether an estimate fell deep and at once: one that still rises from its start falls a little."""
        if self._fell_at is None or self._remb_bps is None:
            return False
        return self._remb_bps < min(_CLEARLY_CONGESTED * sent_bps, _DEEP * self._fell_from_bps)
