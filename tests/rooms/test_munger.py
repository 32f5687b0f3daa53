from hypothesis import given
from hypothesis import strategies as st

from rooms.munger import Munger
from rooms.packet import Packet
from rooms.vp8 import describe
from tests.rooms.packets import packet, vp8


def video(
    sequence: int, *, timestamp: int = 0, picture: int = 0, tl0: int = 0, arrived: float = 1.0
) -> Packet:
    read = packet(sequence, timestamp=timestamp, payload=vp8(picture, tl0=tl0), arrived=arrived)
    describe(read)
    return read


def began(munger: Munger, first: Packet) -> Munger:
    munger.rebase(first)
    munger.map(first)
    return munger


def test_a_stream_goes_on_where_it_began():
    munger = Munger(90_000, sequence=100, timestamp=5000)
    first = packet(65534, timestamp=77)
    munger.rebase(first)
    assert munger.map(first) == (101, 5000)
    assert munger.map(packet(65535, timestamp=77)) == (102, 5000)
    assert munger.map(packet(0, timestamp=3077)) == (103, 8000)


def test_a_gap_of_the_source_stays_a_gap_and_may_be_filled():
    munger = began(Munger(90_000, sequence=9), packet(10))
    assert munger.map(packet(13)) == (13, 0)
    assert munger.map(packet(11)) == (11, 0)


def test_another_source_has_no_seam():
    munger = began(
        Munger(90_000, sequence=0xFFFE, timestamp=0xFFFF_FFF0), packet(500, timestamp=1000, arrived=10.0)
    )
    other = packet(7, timestamp=4_000_000, arrived=10.5)
    munger.rebase(other)
    assert munger.map(other) == (0, (0xFFFF_FFF0 + 45_000) & 0xFFFF_FFFF)
    assert munger.map(packet(8, timestamp=4_003_000, arrived=10.6))[0] == 1


def test_what_is_older_than_a_source_s_first_packet_is_left_out():
    munger = began(Munger(90_000), packet(20))
    assert munger.map(packet(19)) is None


def test_what_is_skipped_leaves_no_gap():
    munger = began(Munger(90_000, sequence=0), packet(1))
    assert munger.skip(packet(2))
    assert munger.skip(packet(3))
    assert munger.map(packet(4))[0] == 2


def test_a_late_packet_from_before_a_skipped_one_keeps_its_number():
    munger = began(Munger(90_000, sequence=0), packet(1))
    assert munger.skip(packet(3))
    assert munger.map(packet(4))[0] == 3
    assert munger.map(packet(2))[0] == 2


def test_a_late_packet_cannot_be_skipped():
    munger = began(Munger(90_000, sequence=0), packet(1))
    munger.map(packet(3))
    assert not munger.skip(packet(2))


def test_picture_ids_go_on_from_layer_to_layer():
    munger = Munger(90_000)

    def rewritten(read: Packet) -> tuple[int, int]:
        payload = bytearray(read.data[read.payload_at :])
        munger.rewrite_picture(read, payload, 0)
        assert payload[6:] == read.data[read.payload_at + 6 :]
        return (payload[2] & 0x7F) << 8 | payload[3], payload[4]

    low = video(1, picture=32766, tl0=254)
    munger.rebase(low)
    last = [
        rewritten(video(1 + step, picture=(32766 + step) & 0x7FFF, tl0=254 + step & 0xFF))
        for step in range(4)
    ]
    assert last == [(0, 0), (1, 1), (2, 2), (3, 3)]
    munger.rebase(video(900, picture=5, tl0=200))
    assert rewritten(video(900, picture=5, tl0=200)) == (4, 4)


def test_the_timestamp_of_a_moment_follows_the_clock():
    munger = began(Munger(48_000, timestamp=100), packet(1, arrived=2.0))
    assert munger.timestamp_at(2.5) == 24_100


@given(
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
    st.lists(st.sampled_from(["send", "skip", "switch"]), max_size=200),
)
def test_whatever_is_sent_and_skipped_the_numbers_have_no_hole(start, source, steps):
    munger = began(Munger(90_000, sequence=start), packet(source, timestamp=0))
    expected = (start + 1) & 0xFFFF
    for at, step in enumerate(steps):
        source = (source + 1) & 0xFFFF
        if step == "skip":
            assert munger.skip(packet(source))
            continue
        if step == "switch":
            source = (source * 31 + 7) & 0xFFFF
            munger.rebase(packet(source, arrived=2.0 + at))
        expected = (expected + 1) & 0xFFFF
        assert munger.map(packet(source, arrived=2.0 + at))[0] == expected


@given(st.integers(0, 0xFFFF), st.permutations(range(12)))
def test_whatever_the_order_no_two_packets_get_one_number(source, order):
    munger = began(Munger(90_000), packet(source))
    mapped = [munger.map(packet(source + 1 + step))[0] for step in order]
    assert len(set(mapped)) == len(mapped)
    assert [number - min(mapped) for number in mapped] == list(order)
