"""The rules of a downlink on simulated paths: no socket, no browser, a clock of its own."""

import itertools
import math
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.bandwidth import Budget, Meter
from rooms.layers import Demand, LayerFacts, allocate

_TICK_S = 0.02
_QUEUE_S = 0.3
_SOUND_BPS = 60_000
_PACKET_BITS = 8_000


class Receiver:
    """As Chromium estimates: when delay grows, less than what comes; else more, in step with that."""

    def __init__(self) -> None:
        self.estimate_bps = 2_000_000.0
        self._came: deque[float] = deque(maxlen=25)
        self._queued_s = 0.0

    def look(self, came_bits: float, queued_s: float) -> None:
        """Each tick."""
        self._came.append(came_bits)
        through_bps = sum(self._came) / len(self._came) / _TICK_S
        if queued_s > self._queued_s + 0.002 or queued_s > 0.9 * _QUEUE_S:
            self.estimate_bps = min(self.estimate_bps, 0.85 * through_bps)
        elif queued_s < 0.02 and self.estimate_bps < 1.5 * through_bps:
            self.estimate_bps *= 1 + 0.08 * _TICK_S
        self._queued_s = queued_s


class Path:
    """A link with a queue, and before it the layers of one camera, their budget, and sound."""

    def __init__(self, *bitrates_bps: float, tells_estimates: bool = True) -> None:
        self._tells_estimates = tells_estimates
        self.bitrates_bps = bitrates_bps
        self.rank: int | None = len(bitrates_bps) - 1
        self.sound_lost = self.sound_sent = 0.0
        self.now = 100.0
        self._budget = Budget()
        self._meter = Meter()
        self._receiver = Receiver()
        self._queued_bits = self._queued_s = 0.0
        self._expected = self._lost = 0.0
        self._ticks = itertools.count()

    def run(self, seconds: float, link_bps: float) -> list[tuple[float, int | None]]:
        """(seconds since the start, rank) at each choice of a layer."""
        began, chosen = self.now, []
        while self.now - began < seconds:
            self.now += _TICK_S
            tick = next(self._ticks)
            self._send(link_bps)
            if tick % 10 == 0:
                self._choose()
                chosen.append((self.now - began, self.rank))
        return chosen

    def _send(self, link_bps: float) -> None:
        padded_bps = (self._budget.tried_bps or 0.0) if self._wants_more else 0.0
        video_bps = max(self.bitrates_bps[self.rank] if self.rank is not None else 0.0, padded_bps)
        bits = (video_bps + _SOUND_BPS) * _TICK_S
        self._meter.add(int(bits) >> 3)
        room = link_bps * (_TICK_S + _QUEUE_S) - self._queued_bits
        lost = max(0.0, bits - room) / bits
        came = min(self._queued_bits + bits * (1 - lost), link_bps * _TICK_S)
        self._queued_bits += bits * (1 - lost) - came
        self._queued_s = self._queued_bits / link_bps
        self._receiver.look(came, self._queued_s)
        self._expected += bits / _PACKET_BITS
        self._lost += lost * bits / _PACKET_BITS
        self.sound_sent += 1
        self.sound_lost += lost

    def _choose(self) -> None:
        if self._tells_estimates:
            self._budget.on_estimate(int(self._receiver.estimate_bps), self.now)
        self._budget.on_round_trip(0.05 + self._queued_s, self.now)
        self._budget.on_loss(int(self._expected), self._lost)
        self._expected = self._lost = 0.0
        least_bps = 1.1 * self.bitrates_bps[0] if self.rank else 0.0
        sent_bps = self._meter.update(self.now)
        budget = self._budget.update(
            self.now, sent_bps, sound_bps=_SOUND_BPS, least_bps=least_bps, is_padded=self._wants_more
        )
        layers = [LayerFacts(rank, 180 << rank, bps, True) for rank, bps in enumerate(self.bitrates_bps)]
        self.rank = allocate([Demand(layers, 720, current=self.rank)], budget)[0]

    @property
    def _wants_more(self) -> bool:
        return self.rank is None or self.rank < len(self.bitrates_bps) - 1


LIVELY = 150_000, 500_000, 1_500_000


@pytest.fixture(params=[True, False], ids=["estimates", "reports only"])
def path(request) -> Path:
    return Path(*LIVELY, tells_estimates=request.param)


def first_at(chosen: list[tuple[float, int | None]], rank: int) -> float:
    return next((at for at, chosen_rank in chosen if chosen_rank == rank), math.inf)


def test_a_line_that_narrows_loses_its_sharp_picture_within_two_seconds_and_hardly_a_word(path):
    path.run(10, 2_500_000)
    path.sound_lost = path.sound_sent = 0
    chosen = path.run(20, 500_000)
    assert min(first_at(chosen, rank) for rank in (0, 1)) <= 2
    assert first_at(chosen, 0) <= 4
    assert path.sound_lost / path.sound_sent < 0.05  # before resends and what was sent twice


@pytest.mark.parametrize("narrow_s", [5, 11, 20, 33])
def test_a_line_that_widens_has_its_sharp_picture_again_within_fifteen_seconds(path, narrow_s):
    path.run(10, 2_500_000)
    path.run(narrow_s, 500_000)
    assert first_at(path.run(20, 2_500_000), 2) <= 15


def test_on_a_line_that_stays_narrow_every_try_is_harmless(path):
    path.run(10, 2_500_000)
    path.run(5, 300_000)
    path.sound_lost = path.sound_sent = 0
    assert {rank for _, rank in path.run(120, 300_000)} == {0}
    assert path.sound_lost / path.sound_sent < 0.01


def test_where_only_sound_fits_there_is_only_sound_until_there_is_more(path):
    path.run(10, 2_500_000)
    path.run(10, 120_000)
    path.sound_lost = path.sound_sent = 0
    assert {rank for _, rank in path.run(60, 120_000)} == {None}
    assert path.sound_lost / path.sound_sent < 0.01
    assert first_at(path.run(20, 2_500_000), 2) <= 18


@given(st.lists(st.tuples(st.floats(1, 10), st.floats(120_000, 4_000_000)), min_size=1, max_size=5))
def test_whatever_a_line_did_what_fits_comes_back(story):
    path = Path(*LIVELY)
    for seconds, link_bps in story:
        path.run(seconds, link_bps)
    assert first_at(path.run(30, 4_000_000), 2) <= 25
