import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.packet import Malformed
from rooms.rtcp import (
    Goodbye,
    KeyframeRequest,
    Nack,
    Remb,
    ReportBlock,
    SenderReport,
    is_rtcp,
    parse,
    write_description,
    write_nack,
    write_pli,
    write_receiver_report,
    write_sender_report,
)

BLOCK = ReportBlock(ssrc=5, fraction_lost=3, lost=4, highest=70_000, jitter=6, last_sr=7, delay=8)


def test_reports_in_one_compound_packet_are_read_in_order():
    data = (
        write_sender_report(1, 2 << 32, 3, 4, 5)
        + write_description(1, "name")
        + write_receiver_report(9, [BLOCK])
    )
    assert parse(data) == [SenderReport(1, 2 << 32, 3), BLOCK]


def test_keyframe_requests_are_read():
    fir = struct.pack("!BBHIIIB3x", 0x84, 206, 4, 1, 0, 77, 1)
    assert parse(write_pli(1, 66) + fir) == [KeyframeRequest(66), KeyframeRequest(77)]


def test_a_goodbye_is_read():
    assert parse(struct.pack("!BBHI", 0x81, 203, 1, 42)) == [Goodbye(42)]


class TestNack:
    """RFC 4585 section 6.2.1."""

    def test_a_nack_across_the_wrap_names_numbers_of_sixteen_bits(self):
        assert parse(write_nack(1, 2, [65534, 65535, 0, 3])) == [Nack(2, (65534, 65535, 0, 3))]

    def test_numbers_within_sixteen_share_an_entry(self):
        assert len(write_nack(1, 2, [10, 11, 26])) == 16
        assert len(write_nack(1, 2, [10, 11, 27])) == 20

    @given(st.integers(0, 0xFFFF), st.lists(st.integers(1, 40), min_size=1, max_size=60))
    def test_what_is_asked_is_what_is_read(self, first, steps):
        sequences = [first]
        for step in steps:
            sequences.append((sequences[-1] + step) & 0xFFFF)
        assert parse(write_nack(1, 2, sequences)) == [Nack(2, tuple(sequences))]


def write_remb(bitrate_bps: int, ssrcs: list[int]) -> bytes:
    exponent = max(0, bitrate_bps.bit_length() - 18)
    packed = len(ssrcs) << 24 | exponent << 18 | bitrate_bps >> exponent
    head = struct.pack("!BBHII", 0x8F, 206, 4 + len(ssrcs), 1, 0)
    return head + b"REMB" + struct.pack(f"!I{len(ssrcs)}I", packed, *ssrcs)


class TestRemb:
    @pytest.mark.parametrize("bitrate", [0, 1, 262_143, 1_500_000, 40_000_000])
    def test_a_bitrate_comes_back_within_its_mantissa(self, bitrate):
        (remb,) = parse(write_remb(bitrate, [2, 3]))
        assert isinstance(remb, Remb)
        assert remb.bitrate_bps == pytest.approx(bitrate, rel=1e-4)

    def test_a_claim_of_more_streams_than_are_named_is_refused(self):
        data = bytearray(write_remb(1000, [2]))
        data[16] = 255
        with pytest.raises(Malformed):
            parse(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"\x80",
        b"\x81\xc9\x00\x07" + bytes(8),
        b"\x81\xc9\x00\x01" + bytes(4),
        b"\x01\xc9\x00\x00",
        b"\x80\xc8\x00\x01" + bytes(4),
        b"\x81\xcd\x00\x00",
        write_pli(1, 2) + b"\x80",
    ],
)
def test_truncated_packets_are_refused(data):
    with pytest.raises(Malformed):
        parse(data)


@given(st.binary(max_size=80))
def test_nothing_but_malformed_is_raised(junk):
    with contextlib.suppress(Malformed):
        parse(b"\x81" + junk)


def test_rtp_and_rtcp_share_a_port():
    assert is_rtcp(write_pli(1, 2))
    assert not is_rtcp(b"\x80\x60")
    assert not is_rtcp(b"\x80\xe0")


def test_one_packet_asks_for_hundreds_of_others_at_most():
    asked = struct.pack("!BBHII", 0x81, 205, 2 + 340, 1, 2) + struct.pack("!HH", 1, 0xFFFF) * 340
    (nack,) = parse(asked)
    assert len(nack.sequences) == 512
