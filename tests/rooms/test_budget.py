"""What a downlink carries, by what its receiver tells: one rule after the other (see `test_path.py`)."""

import itertools
import math

import pytest

from rooms.bandwidth import Budget, Meter


class TestBudget:
    def test_nothing_is_held_back_before_congestion(self):
        budget = Budget()
        assert budget.update(1.0, 3_000_000) == math.inf

    def test_an_estimate_that_lags_is_no_congestion(self):
        budget = Budget()
        for second in range(10):
            budget.on_estimate(300_000 + 20_000 * second, float(second))
            assert budget.update(second + 0.2, 2_500_000) == math.inf

    def test_a_fall_holds_within_a_second(self):
        budget = Budget()
        budget.on_estimate(2_600_000, 0.0)
        budget.on_estimate(450_000, 1.0)
        now = 1.0
        while budget.update(now, 2_500_000, sound_bps=60_000) == math.inf:
            now += 0.2
        assert now < 2.0
        assert budget.bps == pytest.approx(450_000 - 60_000)

    def test_an_estimate_far_below_what_flows_waits_for_nothing(self):
        budget = Budget()
        budget.update(0.5, 2_500_000)
        assert not budget.on_estimate(2_600_000, 0.6)
        assert not budget.on_estimate(1_500_000, 0.8)
        assert budget.update(0.9, 2_500_000) == math.inf
        assert budget.on_estimate(450_000, 1.0)
        assert budget.update(1.0, 2_500_000) == pytest.approx(450_000)

    def test_a_small_fall_of_an_estimate_that_still_rises_is_waited_out(self):
        budget = Budget()
        budget.update(0.5, 2_500_000)
        budget.on_estimate(400_000, 0.6)
        assert not budget.on_estimate(380_000, 0.8)
        assert budget.update(0.9, 2_500_000) == math.inf

    def test_heavy_loss_is_congestion_and_light_loss_is_not(self):
        budget = Budget()
        budget.on_loss(100, 15)
        assert budget.update(1.0, 1_000_000) == math.inf
        budget.on_loss(100, 40)
        assert budget.update(1.2, 1_000_000) == pytest.approx(0.6 * 0.85 * 1_000_000)

    def test_light_loss_is_congestion_once_a_queue_is_full(self):
        budget = Budget()
        budget.on_round_trip(0.05, 0.5)
        budget.on_round_trip(0.35, 0.9)
        budget.on_loss(100, 24)
        assert budget.update(1.0, 1_000_000) < 1_000_000

    def test_a_try_ends_as_soon_as_a_queue_grows(self):
        budget = Budget()
        budget.on_round_trip(0.05, 0.5)
        budget.on_loss(100, 50)
        held = budget.update(1.0, 1_000_000, is_padded=True)
        budget.update(4.0, held, is_padded=True)
        assert budget.tried_bps > held
        budget.on_round_trip(0.2, 4.1)
        assert budget.update(4.2, held, is_padded=True) == held
        assert budget.tried_bps is None

    def test_a_try_that_is_too_much_costs_nothing_of_what_got_through_before(self):
        budget = Budget()
        budget.on_loss(100, 50)
        held = budget.update(1.0, 1_000_000, is_padded=True)
        budget.update(4.0, held, is_padded=True)
        assert budget.tried_bps
        budget.on_loss(100, 50)
        assert budget.update(4.2, 1.6 * held, is_padded=True) == held
        assert budget.tried_bps is None
        budget.on_loss(100, 50)
        assert budget.update(5.2, held, is_padded=True) == held  # a report on what was sent then
        budget.on_loss(100, 50)
        assert budget.update(6.5, held, is_padded=True) < held

    def test_it_does_not_fall_below_what_the_lowest_pictures_take_while_more_flows(self):
        budget = Budget()
        budget.on_loss(100, 98)
        assert budget.update(1.0, 1_000_000, least_bps=165_000) == 165_000
        budget.on_loss(100, 50)
        assert budget.update(2.0, 220_000, sound_bps=60_000) < 165_000

    def test_a_few_unlucky_packets_are_no_congestion(self):
        budget = Budget()
        budget.on_loss(10, 6)
        assert budget.update(1.0, 1_000_000) == math.inf

    def test_losses_from_before_a_fall_do_not_make_it_deeper(self):
        budget = Budget()
        budget.on_loss(100, 50)
        fallen = budget.update(1.0, 1_000_000)
        budget.on_loss(100, 50)
        assert budget.update(1.2, 1_000_000) == fallen
        budget.on_loss(100, 50)
        assert budget.update(2.0, 400_000) < fallen

    def test_a_try_that_no_estimate_follows_is_taken_back_and_the_next_one_waits_longer(self):
        budget = Budget()
        budget.on_estimate(450_000, 0.0)
        budget.on_loss(100, 50)
        held = budget.update(0.0, 1_000_000)
        tries, trying = [], False
        for step in range(400):
            budget.update(step / 10, budget.bps, is_padded=True)
            if budget.tried_bps and not trying:
                tries.append(step / 10)
            trying = budget.tried_bps is not None
            assert budget.bps == held
        pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
        assert pauses[:3] == pytest.approx([6.5, 8.5, 8.5], abs=0.5)

    def test_a_meter_follows_what_flows(self):
        meter = Meter()
        meter.update(10.0)
        for step in range(20):
            meter.add(1250)
            meter.update(10.05 + 0.05 * step)
        assert meter.bps == pytest.approx(200_000, rel=0.2)
