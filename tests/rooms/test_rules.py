"""The small pure rules: what is kept, asked for, chosen and told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.cache import Recent
from rooms.feedback import Allowance, Losses, Reception, WallClock, from_ntp, to_ntp
from rooms.keyframes import KeyframeThrottle
from rooms.layers import Demand, LayerFacts, allocate, desired
from rooms.limit import Limit
from rooms.speakers import Speakers


class TestRecent:
    def test_a_packet_is_found_until_it_is_overwritten(self):
        recent = Recent(4, 4096)
        for sequence in (65534, 65535, 0, 1, 2):
            recent.store(sequence, bytes((sequence & 0xFF,)))
        assert recent.take(65534, 1.0, spacing_s=0.1) is None
        assert recent.take(65535, 1.0, spacing_s=0.1) == b"\xff"
        assert recent.take(0, 1.0, spacing_s=0.1) == b"\x00"
        assert recent.take(7, 1.0, spacing_s=0.1) is None

    def test_what_its_memory_has_no_room_for_any_more_is_gone(self):
        recent = Recent(8, 10)
        for sequence in range(5):
            recent.store(sequence, b"%d%d%d" % (sequence, sequence, sequence))
        assert [recent.again(sequence) for sequence in range(5)] == [None, None, b"222", b"333", b"444"]
        assert [recent.is_lost(sequence) for sequence in range(5)] == [True, True, False, False, False]
        assert recent.take(1, 1.0, spacing_s=0.1) is None
        recent.store(5, b"longer than all of it")
        assert recent.again(5) is None
        assert recent.again(4) == b"444"

    def test_resends_are_spaced_and_three_at_most(self):
        recent = Recent(4, 4096)
        recent.store(1, b"x")
        taken = [recent.take(1, at / 10, spacing_s=0.15) for at in range(20)]
        assert [at for at, packet in enumerate(taken) if packet] == [0, 2, 4]

    def test_a_new_packet_in_the_same_place_may_be_sent_again(self):
        recent = Recent(2, 4096)
        recent.store(1, b"old")
        for at in range(3):
            assert recent.take(1, float(at), spacing_s=0.1)
        recent.store(3, b"new")
        assert recent.take(3, 3.0, spacing_s=0.1) == b"new"

    def test_who_still_asks_for_what_cannot_be_had_is_stuck(self):
        recent = Recent(4, 4096)
        for sequence in range(5, 9):
            recent.store(sequence, b"x")
        assert recent.is_lost(4)
        assert not recent.is_lost(8)
        assert not recent.is_lost(9)  # it may still come
        for at in range(3):
            assert recent.take(8, float(at), spacing_s=0.1)
            assert recent.again(8)
        assert recent.is_lost(8)

    def test_a_capacity_must_be_a_power_of_two(self):
        with pytest.raises(ValueError, match="power of two"):
            Recent(3, 4096)

    def test_each_can_be_had_in_turn(self):
        recent = Recent(4, 4096)
        assert recent.another() is None
        for sequence in (9, 10):
            recent.store(sequence, bytes((sequence,)))
        assert {recent.another() for _ in range(4)} == {None, (9, b"\x09"), (10, b"\x0a")}


class TestKeyframeThrottle:
    def test_many_ask_and_one_request_goes_out(self):
        throttle = KeyframeThrottle(1.0)
        sent = []
        for at in range(0, 3000, 2):
            throttle.ask()
            if throttle.due(at / 1000):
                sent.append(at)
        assert sent == [0, 1000, 2000]

    def test_a_request_that_had_to_wait_is_sent_later(self):
        throttle = KeyframeThrottle(0.5)
        throttle.ask()
        assert throttle.due(0.0)
        throttle.arrived()
        throttle.ask()
        assert not throttle.due(0.4)
        assert throttle.due(0.5)

    def test_it_is_repeated_until_the_keyframe_is_here(self):
        throttle = KeyframeThrottle(0.5)
        throttle.ask()
        assert [at for at in range(5000) if throttle.due(at / 1000)] == [0, 500, 1500, 2500, 3500, 4500]
        throttle.arrived()
        assert not throttle.due(6.0)

    def test_a_request_is_on_its_way_until_it_is_answered_or_took_too_long(self):
        throttle = KeyframeThrottle(0.5)
        throttle.ask()
        assert not throttle.is_on_its_way(1.0)
        assert throttle.due(1.0)
        assert throttle.is_on_its_way(1.1)
        assert not throttle.is_on_its_way(1.2)
        throttle.arrived()
        assert not throttle.is_on_its_way(1.1)


class TestLimit:
    def test_a_steady_stream_below_it_never_meets_it(self):
        limit = Limit(800_000)
        assert not any(limit.is_over(1000, at / 100) for at in range(1000))

    def test_above_it_no_more_than_the_limit_comes_through(self):
        limit = Limit(800_000)
        through = sum(not limit.is_over(1000, at / 1000) for at in range(10_000))
        assert through * 8000 == pytest.approx(10 * 800_000, rel=0.02)


class TestLosses:
    def test_a_hole_is_asked_for_once_it_is_not_mere_disorder(self):
        losses = Losses()
        losses.received(10, 1.0)
        losses.received(13, 1.0)
        assert losses.due(1.005, rtt_s=0.1) == []
        assert losses.due(1.02, rtt_s=0.1) == [11, 12]
        losses.received(11, 1.03)
        assert losses.due(1.03, rtt_s=0.1) == []

    def test_no_more_is_asked_for_than_is_allowed_and_the_rest_when_more_has_come(self):
        losses, allowance = Losses(), Allowance()
        losses.received(10, 1.0)
        losses.received(111, 1.0)
        assert losses.due(1.05, rtt_s=0.1, allowance=allowance) == list(range(11, 23))
        assert losses.due(1.07, rtt_s=0.1, allowance=allowance) == list(range(11, 23))  # said twice
        assert losses.due(1.09, rtt_s=0.1, allowance=allowance) == []
        allowance.came(10)
        assert losses.due(1.11, rtt_s=0.1, allowance=allowance) == list(range(23, 28))
        losses.forget()
        assert losses.due(1.3, rtt_s=0.1) == []

    def test_it_is_asked_for_twice_in_each_round_trip(self):
        losses = Losses()
        losses.received(10, 1.0)
        losses.received(12, 1.0)
        asked = [at for at in range(1000, 1300, 10) if losses.due(at / 1000, rtt_s=0.099)]
        assert asked == [1010, 1030, 1110, 1130, 1210, 1230]

    def test_numbers_wrap(self):
        losses = Losses()
        losses.received(65534, 1.0)
        losses.received(65537, 1.0)
        assert losses.due(1.02, rtt_s=0.1) == [65535, 0]
        assert losses.filled(0, 1.1)
        assert not losses.filled(0, 1.1)

    def test_it_gives_up_in_the_end(self):
        losses = Losses()
        losses.received(1, 0.0)
        losses.received(3, 0.0)
        asked = [at for at in range(0, 3000, 20) if losses.due(at / 1000, rtt_s=0.05)]
        assert 10 < len(asked) < 20
        assert asked[-1] <= 400
        assert losses.gave_up()
        assert not losses.gave_up()

    def test_a_hole_too_wide_is_not_filled(self):
        losses = Losses()
        assert losses.received(1, 0.0)
        assert not losses.received(1000, 0.0)
        assert losses.due(1.0, rtt_s=0.1) == []

    @given(st.lists(st.integers(0, 200), min_size=1))
    def test_exactly_the_holes_are_asked_for(self, indexes):
        losses = Losses()
        for index in indexes:
            losses.received(index, 0.0)
        holes = set(range(indexes[0], max(indexes))) - set(indexes)
        assert set(losses.due(0.3, rtt_s=0.1)) == holes


class TestReception:
    """RFC 3550 appendix A.3 and A.8."""

    def test_losses_are_counted_across_the_wrap(self):
        reception = Reception(90_000)
        for sequence in (65534, 65535, 1, 2):
            reception.received(sequence, 0, 0.0)
        block = reception.block(5, 1.0)
        assert (block.lost, block.fraction_lost, block.highest) == (1, 256 // 5, 65538)
        assert reception.block(5, 2.0).fraction_lost == 0

    def test_a_steady_stream_has_no_jitter(self):
        steady, shaken = Reception(48_000), Reception(48_000)
        for step in range(50):
            steady.received(step, step * 960, step * 0.02)
            shaken.received(step, step * 960, step * 0.02 + 0.01 * (step % 2))
        assert steady.block(1, 1.0).jitter == 0
        assert 300 < shaken.block(1, 1.0).jitter < 500

    def test_the_delay_since_the_sender_s_report_is_told(self):
        reception = Reception(48_000)
        reception.received(1, 0, 1.0)
        reception.sender_report(0x1234_5678_9ABC_DEF0, 1.5)
        block = reception.block(1, 2.0)
        assert (block.last_sr, block.delay) == (0x5678_9ABC, 32768)
        assert reception.block(1, 1.49).delay == 0  # asked by a clock that was read before it came

    def test_duplicates_cannot_make_the_loss_a_nonsense(self):
        reception = Reception(48_000)
        for _ in range(5):
            reception.received(7, 0, 0.0)
        block = reception.block(1, 1.0)
        assert block.fraction_lost == 0
        assert block.lost == -4 & 0xFF_FFFF


class TestWallClock:
    def test_a_sender_s_clock_is_moved_onto_ours_once(self):
        clock = WallClock()
        assert clock.ours(to_ntp(1_000.0), 5_000.2) == pytest.approx(5_000.2)
        assert clock.ours(to_ntp(1_001.0), 5_001.5) == pytest.approx(5_001.2)

    def test_a_clock_that_was_set_is_followed(self):
        clock = WallClock()
        clock.ours(to_ntp(1_000.0), 5_000.0)
        assert clock.ours(to_ntp(9_000.0), 5_001.0) == pytest.approx(5_001.0)

    @given(st.floats(0, 4e9))
    def test_ntp_and_back(self, unix_s):
        assert from_ntp(to_ntp(unix_s) | (1 << 64 if unix_s > 2_085_978_495 else 0)) == pytest.approx(
            unix_s, abs=1e-6
        )


def layers(*bitrates_kbps: float, heights: tuple[int, ...] = (180, 360, 720)) -> list[LayerFacts]:
    return [
        LayerFacts(rank, heights[rank], bitrate * 1000, bitrate > 0)
        for rank, bitrate in enumerate(bitrates_kbps)
    ]


class TestLayers:
    @pytest.mark.parametrize(
        ("height", "rank"),
        [(0, None), (90, 0), (180, 0), (195, 0), (240, 1), (500, 2), (720, 2), (2160, 2), (None, 2)],
    )
    def test_the_lowest_layer_that_fills_the_tile(self, height, rank):
        assert desired(layers(150, 500, 2500), height) == rank

    def test_layers_that_do_not_flow_are_not_chosen(self):
        assert desired(layers(150, 500, 0), 720) == 1
        assert desired(layers(0, 0, 0), 720) is None

    def test_heights_not_yet_seen_are_guessed(self):
        assert desired(layers(150, 500, 2500, heights=(0, 0, 0)), 220) == 1
        assert desired(layers(150, 500, 2500, heights=(270, 0, 0)), 500) == 1

    def test_everybody_is_seen_before_anybody_is_sharp(self):
        one = Demand(layers(150, 500, 2500), 720)
        assert allocate([one, one], 10_000_000) == [2, 2]
        assert allocate([one, one], 1_250_000) == [1, 1]
        assert allocate([one, one], 800_000) == [1, 0]
        assert allocate([one, one], 200_000) == [0, None]

    def test_to_rise_takes_more_room_than_to_stay(self):
        assert allocate([Demand(layers(150, 500), 360)], 520_000) == [0]
        assert allocate([Demand(layers(150, 500), 360, current=1)], 520_000) == [1]

    def test_where_not_even_the_lowest_fits_there_is_no_picture(self):
        assert allocate([Demand(layers(150, 500, 2500), 720)], 140_000) == [None]

    def test_a_screen_comes_first(self):
        camera = Demand(layers(150, 500, 2500), 720)
        screen = Demand(layers(900, heights=(720,)), 720, is_screen=True)
        assert allocate([camera, screen], 1_000_000) == [None, 0]

    def test_a_small_tile_takes_no_more_than_it_shows(self):
        assert allocate([Demand(layers(150, 500, 2500), 180)], math.inf) == [0]


class TestSpeakers:
    def test_the_loudest_comes_first_and_silence_is_told(self):
        speakers = Speakers()
        for peer_id, level in (("ann", -30), ("ben", -20), ("eve", -80)):
            speakers.hear(peer_id, level)
        assert speakers.poll(1.0) == ("ben", "ann")
        assert speakers.poll(1.3) is None
        assert speakers.poll(2.5) == ()

    def test_whoever_begins_to_speak_is_told_of_within_three_tenths_of_a_second(self):
        for begins_ms in range(1000, 1400, 7):
            speakers = Speakers()
            speakers.hear("ann", -20)
            told_ms = None
            for now_ms in range(0, 3000, 20):
                if now_ms >= begins_ms:
                    speakers.hear("ben", -18)
                if "ben" in (speakers.poll(now_ms / 1000) or ()) and told_ms is None:
                    told_ms = now_ms
            assert told_ms - begins_ms <= 300 - 100  # a flow settles each 0.1 s

    def test_it_is_told_at_most_four_times_a_second(self):
        speakers = Speakers()
        told = 0
        for step in range(1000):
            speakers.hear("ann" if step % 2 else "ben", -20)
            told += speakers.poll(step / 1000) is not None
        assert told <= 4

    def test_who_left_is_heard_no_more(self):
        speakers = Speakers()
        speakers.hear("ann", -20)
        assert speakers.poll(1.0) == ("ann",)
        speakers.forget("ann")
        assert speakers.poll(1.3) == ()

    def test_two_who_talk_at_once_do_not_swap_places(self):
        speakers = Speakers()
        changes = 0
        for step in range(40):
            speakers.hear("ann", -20 - step % 3)
            speakers.hear("ben", -21)
            changes += speakers.poll(1.0 + step * 0.3) is not None
        assert changes == 1
