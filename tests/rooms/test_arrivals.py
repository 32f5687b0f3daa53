"""draft-holmer-rmcat-transport-wide-cc-extensions-01, read back by a second hand."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.arrivals import Arrivals


def read(data: bytes) -> dict[int, float | None]:
    """Arrival in seconds by sequence number, None for what did not arrive."""
    first_byte, kind, words, _, media_ssrc, base, count, reference = struct.unpack_from("!BBHIIHHI", data)
    assert (first_byte & 0x1F, kind, len(data), media_ssrc) == (15, 205, 4 + 4 * words, 7)
    at, symbols = 20, []
    while len(symbols) < count:
        (chunk,) = struct.unpack_from("!H", data, at)
        at += 2
        if chunk & 0x8000:
            assert chunk & 0x4000
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> 13] * (chunk & 0x1FFF)
    now = (reference >> 8) * 256
    arrived: dict[int, float | None] = {}
    for offset, symbol in enumerate(symbols[:count]):
        if symbol == 1:
            now += data[at]
            at += 1
        elif symbol == 2:
            now += struct.unpack_from("!h", data, at)[0]
            at += 2
        arrived[(base + offset) & 0xFFFF] = now * 0.00025 if symbol else None
    padding = data[-1] if first_byte & 0x20 else 0
    assert at + padding == len(data)
    return arrived


def record(arrivals: Arrivals, sequence: int, arrived: float) -> None:
    arrivals.ssrc = 7
    arrivals.record(sequence & 0xFFFF, arrived)


def test_each_arrival_is_reported_once():
    arrivals = Arrivals()
    for step in range(3):
        record(arrivals, 65534 + step, 100 + step / 100)
    told = read(arrivals.write(1))
    assert list(told) == [65534, 65535, 0]
    assert list(told.values()) == pytest.approx([100, 100.01, 100.02], abs=0.0002)
    assert arrivals.write(1) is None


def test_what_did_not_arrive_is_told_too_even_between_two_reports():
    arrivals = Arrivals()
    record(arrivals, 1, 1.0)
    arrivals.write(1)
    record(arrivals, 4, 1.1)
    assert {number: at is not None for number, at in read(arrivals.write(1)).items()} == {
        2: False,
        3: False,
        4: True,
    }


def test_a_pause_longer_than_a_delta_can_say_needs_a_second_report():
    arrivals = Arrivals()
    record(arrivals, 1, 10.0)
    record(arrivals, 2, 20.0)
    assert list(read(arrivals.write(1))) == [1]
    assert read(arrivals.write(1))[2] == pytest.approx(20.0, abs=0.0002)


def test_a_late_packet_is_told_after_all():
    arrivals = Arrivals()
    record(arrivals, 1, 1.0)
    record(arrivals, 3, 1.01)
    assert read(arrivals.write(1))[2] is None
    record(arrivals, 2, 1.02)
    assert read(arrivals.write(1)) == pytest.approx({2: 1.02, 3: 1.01}, abs=0.0002)
    assert arrivals.write(1) is None


def test_what_is_kept_is_bounded():
    arrivals = Arrivals()
    for sequence in range(10_000):
        record(arrivals, sequence, sequence / 100)
        if sequence % 50 == 0:
            arrivals.write(1)
    assert len(arrivals._ticks) < 400


def test_a_leap_in_the_numbers_is_a_new_beginning():
    arrivals = Arrivals()
    record(arrivals, 1, 10.0)
    arrivals.write(1)
    record(arrivals, 5000, 10.1)
    assert list(read(arrivals.write(1))) == [5000]


@given(
    st.integers(0, 0xFFFF),
    st.lists(st.tuples(st.integers(1, 30), st.integers(-40, 200)), min_size=1, max_size=60),
)
def test_every_time_comes_back_to_a_quarter_of_a_millisecond(first, steps):
    arrivals = Arrivals()
    sequence, now, sent = first, 1000.0, {}
    for step, delay_ms in steps:
        sequence += step
        now += delay_ms / 1000
        record(arrivals, sequence, now)
        sent[sequence & 0xFFFF] = now
    told: dict[int, float | None] = {}
    while (data := arrivals.write(1)) is not None:
        assert len(data) < 1200
        told |= read(data)
    assert {number: at for number, at in told.items() if at is not None} == pytest.approx(sent, abs=0.0002)
