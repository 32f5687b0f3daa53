import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.packet import Malformed, Packet, write_extensions
from rooms.sequence import Unwrapper, signed16, signed32
from rooms.vp8 import describe, frame_height
from tests.rooms.packets import packet, rtp, vp8


class TestHeader:
    """RFC 3550 section 5.1."""

    def test_the_fields_are_read(self):
        read = Packet(rtp(65535, timestamp=90_000, ssrc=7, payload_type=111, marker=True), 2.5)
        assert (read.sequence, read.timestamp, read.ssrc, read.payload_type) == (65535, 90_000, 7, 111)
        assert read.marker == 0x80
        assert read.arrived == 2.5
        assert read.data[read.payload_at : read.payload_end] == b"some payload"

    def test_contributing_sources_are_skipped(self):
        data = bytearray(rtp(payload=b"\0" * 8 + b"sound"))
        data[0] |= 2
        read = Packet(bytes(data), 0)
        assert data[read.payload_at : read.payload_end] == b"sound"

    def test_padding_is_no_payload(self):
        data = bytearray(rtp(payload=b"\0\0\0\4"))
        data[0] |= 0x20
        assert Packet(bytes(data), 0).is_padding

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            rtp()[:11],
            b"\x40" + rtp()[1:],
            b"\x8f" + rtp(payload=b"")[1:],
            b"\x90" + rtp(payload=b"\xbe\xde")[1:],
            b"\x90" + rtp(payload=b"\xbe\xde\x00\x09")[1:],
            b"\xa0" + rtp(payload=b"\x00")[1:],
            b"\xa0" + rtp(payload=b"\xff")[1:],
        ],
    )
    def test_what_is_no_packet_is_refused(self, data):
        with pytest.raises(Malformed):
            Packet(data, 0)

    @given(st.binary(max_size=64))
    def test_nothing_but_malformed_is_raised(self, junk):
        try:
            read = Packet(bytes((0x80 | junk[0] & 0x3F,)) + junk[1:] if junk else junk, 0)
            describe(read)
            frame_height(read)
            list(read.extensions())
        except Malformed:
            pass


class TestExtensions:
    """RFC 8285."""

    def test_what_is_written_is_read(self):
        elements = [(1, b"\x7f"), (14, b"0123456789abcdef"), (3, b"abc")]
        assert list(packet(extensions=elements).extensions()) == elements

    def test_two_byte_headers_are_read(self):
        block = b"\x10\x00\x00\x02\x01\x02ab\x00\x07\x00\x00"
        data = b"\x90" + rtp(payload=b"")[1:] + block
        assert list(Packet(data, 0).extensions()) == [(1, b"ab"), (7, b"")]

    def test_an_element_longer_than_its_block_is_refused(self):
        data = b"\x90" + rtp(payload=b"")[1:] + b"\xbe\xde\x00\x01\x1f\x00\x00\x00"
        with pytest.raises(Malformed):
            list(Packet(data, 0).extensions())

    def test_a_block_is_a_whole_number_of_words(self):
        assert len(write_extensions([(1, b"a")])) == 8


class TestRetransmission:
    """RFC 4588 section 4."""

    def test_the_original_comes_back(self):
        extensions = [(1, b"x")]
        wrapped = packet(
            9, ssrc=8, payload_type=97, marker=True, payload=b"\xff\xfepicture", extensions=extensions
        )
        original = wrapped.unwrapped(7, 96)
        assert original.data == rtp(0xFFFE, ssrc=7, marker=True, payload=b"picture", extensions=extensions)

    def test_the_retransmission_of_nothing_is_refused(self):
        with pytest.raises(Malformed):
            packet(payload=b"\x00").unwrapped(7, 96)


class TestVp8:
    """RFC 7741 section 4.2."""

    def test_a_keyframe_is_known_by_its_first_packet(self):
        read = packet(payload=vp8(300, keyframe=True, height=360))
        describe(read)
        assert read.keyframe
        assert read.picture_wide
        assert frame_height(read) == 360

    @pytest.mark.parametrize(
        "payload", [vp8(1), vp8(1, keyframe=True, starts=False), b"\x00\x00", b"\x10\x01"]
    )
    def test_other_packets_are_none(self, payload):
        read = packet(payload=payload)
        describe(read)
        assert not read.keyframe

    @pytest.mark.parametrize(
        "payload", [b"\x90", b"\x90\x80", b"\x90\x80\x80", b"\x90\x70", b"\x90\xf0\x01\x01"]
    )
    def test_a_truncated_descriptor_is_refused(self, payload):
        with pytest.raises(Malformed):
            describe(packet(payload=payload))


class TestNumbersThatWrap:
    """RFC 1982."""

    @given(st.integers(0, 0xFFFF), st.integers(-0x8000, 0x7FFF))
    def test_sixteen_bits(self, number, step):
        assert signed16((number + step) % 65536 - number) == step

    @given(st.integers(0, 0xFFFF_FFFF), st.integers(-0x8000_0000, 0x7FFF_FFFF))
    def test_thirty_two_bits(self, number, step):
        assert signed32((number + step) % 2**32 - number) == step

    @given(st.integers(0, 0xFFFF), st.lists(st.integers(-3, 100), max_size=300))
    def test_an_index_never_wraps(self, first, steps):
        unwrapper = Unwrapper()
        index = unwrapper.unwrap(first)
        assert index == first
        for step in steps:
            index = max(unwrapper.newest + step, first)
            assert unwrapper.unwrap(index & 0xFFFF) == index
