"""How much video a peer's downlink carries, by what its receiver reports. Sound is outside this budget.

Optimistic: nothing is held back until the receiver sees congestion; then its figure holds, and we try a
little more from time to time, less often after each failure.
"""

import math

_GROWTH = 1.6
_PATIENCE_S = 3.0
_MAX_PATIENCE_S = 24.0
_CONFIRM_S = 0.5
_CONGESTED = 0.75  # of what we send: below this an estimate that fell is no mere noise
_HEAVY_LOSS = 0.25  # random loss below this is repaired by resends; less video would not lessen it
_LOSS_SAMPLE = 100  # packets: of fewer, a share says little
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


class Budget:
    """The video budget of one receiver, from its REMB and its receiver reports."""

    def __init__(self) -> None:
        self.bps = math.inf
        self._remb_bps: float | None = None
        self._fell_at: float | None = None
        self._expected, self._lost = 0, 0.0
        self._loss = 0.0
        self._changed_at = 0.0
        self._tried_at: float | None = None  # when we last tried more, unless that failed
        self._patience_s = _PATIENCE_S

    def on_estimate(self, bitrate_bps: int, now: float) -> None:
        """REMB of the receiver. It may lag far behind when we begin to send more: only a fall is news."""
        previous, self._remb_bps = self._remb_bps, float(bitrate_bps)
        if previous is None:
            return
        if bitrate_bps < previous * 0.97:
            self._fell_at = now if self._fell_at is None else self._fell_at
        elif bitrate_bps > self.bps:
            self.bps = float(bitrate_bps)

    def on_loss(self, expected: int, lost: float) -> None:
        """How many packets a receiver report covers, and how many of them did not come."""
        self._expected += expected
        self._lost += lost
        if self._expected >= _LOSS_SAMPLE:
            self._loss = self._lost / self._expected
            self._expected, self._lost = 0, 0.0

    def update(self, now: float, sent_bps: float) -> float:
        """The budget now, when `sent_bps` is what flows."""
        if self._congested(now, sent_bps):
            target = max(_FLOOR_BPS, min(self._remb_bps or math.inf, sent_bps * 0.7))
            if target < self.bps:
                if self._tried_at is not None and now - self._tried_at < 2 * self._patience_s:
                    self._patience_s = min(2 * self._patience_s, _MAX_PATIENCE_S)
                self._tried_at = None
                self.bps = target
            self._changed_at = now
            self._fell_at = None
            self._loss = 0.0
        elif self.bps < math.inf and now - self._changed_at >= self._patience_s:
            if self._tried_at is not None:
                self._patience_s = max(_PATIENCE_S, self._patience_s / 2)
            self.bps *= _GROWTH
            self._changed_at = self._tried_at = now
            self._fell_at = None
            if self.bps > _UNLIMITED_BPS:
                self.bps = math.inf
        return self.bps

    def _congested(self, now: float, sent_bps: float) -> bool:
        if self._loss > _HEAVY_LOSS:
            return True
        if self._fell_at is None or self._remb_bps is None:
            return False
        if self._remb_bps >= _CONGESTED * sent_bps:
            self._fell_at = None
            return False
        return now - self._fell_at >= _CONFIRM_S
