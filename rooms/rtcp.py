"""RTCP on the wire (RFC 3550 section 6, RFC 4585, RFC 5104, REMB): small tuples in, plain bytes out.

aiortc's own reader takes a NACK across 65535 → 0 for numbers above 65535, and REMB for a NACK.
"""

import struct
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from rooms.packet import Malformed

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
_MOST_LOST = 512  # of one packet: as many as a slot remembers
_BLOCK = struct.Struct("!IIIIII")
_SENDER = struct.Struct("!IQIII")
_FEEDBACK = struct.Struct("!BBHII")


class SenderReport(NamedTuple):
    """`ntp` is 32.32 fixed point seconds since 1900."""

    ssrc: int
    ntp: int
    rtp: int


class ReportBlock(NamedTuple):
    """What a receiver says of one stream. `lost` and `delay` (1/65536 s) as on the wire."""

    ssrc: int
    fraction_lost: int  # of 256
    lost: int
    highest: int
    jitter: int
    last_sr: int
    delay: int


class Nack(NamedTuple):
    ssrc: int
    sequences: tuple[int, ...]


class KeyframeRequest(NamedTuple):
    """PLI or FIR."""

    ssrc: int


class Remb(NamedTuple):
    """Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03)."""

    bitrate_bps: int


class Goodbye(NamedTuple):
    ssrc: int


Report = SenderReport | ReportBlock | Nack | KeyframeRequest | Remb | Goodbye


def is_rtcp(data: bytes) -> bool:
    """RTP or RTCP on the one port (RFC 5761 section 4). `data` has two bytes at least."""
    return 192 <= data[1] <= 223


def parse(data: bytes) -> list[Report]:
    """What an SFU acts on in a compound packet, in its order; other kinds are skipped. Raises Malformed."""
    reports: list[Report] = []
    at = 0
    try:
        while at < len(data):
            first, kind, words = struct.unpack_from("!BBH", data, at)
            end = at + 4 + 4 * words
            if first >> 6 != 2 or end > len(data):
                raise Malformed("not an RTCP packet")
            body = data[at + 4 : end - data[end - 1] if first & 0x20 else end]
            _parse_one(reports, kind, first & 0x1F, body)
            at = end
    except struct.error:
        raise Malformed("truncated RTCP") from None
    return reports


def _parse_one(reports: list[Report], kind: int, count: int, body: bytes) -> None:
    if kind == SR:
        ssrc, ntp, rtp, _, _ = _SENDER.unpack_from(body)
        reports.append(SenderReport(ssrc, ntp, rtp))
        _parse_blocks(reports, count, body, _SENDER.size)
    elif kind == RR:
        _parse_blocks(reports, count, body, 4)
    elif kind == BYE:
        reports.extend(Goodbye(ssrc) for ssrc in struct.unpack_from(f"!{count}I", body))
    elif kind == RTPFB and count == 1:
        (ssrc,) = struct.unpack_from("!I", body, 4)
        reports.append(Nack(ssrc, tuple(islice(_lost(body), _MOST_LOST))))
    elif kind == PSFB and count == 1:
        reports.append(KeyframeRequest(*struct.unpack_from("!I", body, 4)))
    elif kind == PSFB and count == 4:
        reports.extend(
            KeyframeRequest(*struct.unpack_from("!I", body, at)) for at in range(8, len(body) - 7, 8)
        )
    elif kind == PSFB and count == 15 and body[8:12] == b"REMB":
        (packed,) = struct.unpack_from("!I", body, 12)
        if len(body) < 16 + 4 * (packed >> 24):
            raise Malformed("REMB claims more streams than it names")
        reports.append(Remb((packed & 0x3FFFF) << ((packed >> 18) & 0x3F)))


def _parse_blocks(reports: list[Report], count: int, body: bytes, at: int) -> None:
    for offset in range(at, at + count * _BLOCK.size, _BLOCK.size):
        ssrc, loss, highest, jitter, last_sr, delay = _BLOCK.unpack_from(body, offset)
        reports.append(ReportBlock(ssrc, loss >> 24, loss & 0xFFFFFF, highest, jitter, last_sr, delay))


def _lost(body: bytes) -> Iterable[int]:
    for at in range(8, len(body) - 3, 4):
        packet_id, following = struct.unpack_from("!HH", body, at)
        yield packet_id
        for bit in range(16):
            if following >> bit & 1:
                yield (packet_id + bit + 1) & 0xFFFF


def write_pli(sender_ssrc: int, media_ssrc: int) -> bytes:
    """Picture loss indication (RFC 4585 section 6.3.1)."""
    return _FEEDBACK.pack(0x81, PSFB, 2, sender_ssrc, media_ssrc)


def write_nack(sender_ssrc: int, media_ssrc: int, sequences: Sequence[int]) -> bytes:
    """Generic NACK (RFC 4585 section 6.2.1). `sequences` in the order of the stream, one at least."""
    entries: list[tuple[int, int]] = []
    for sequence in sequences:
        distance = (sequence - entries[-1][0]) & 0xFFFF if entries else 0
        if entries and 1 <= distance <= 16:
            packet_id, following = entries[-1]
            entries[-1] = packet_id, following | 1 << (distance - 1)
        else:
            entries.append((sequence, 0))
    body = b"".join(struct.pack("!HH", *entry) for entry in entries)
    return _FEEDBACK.pack(0x81, RTPFB, 2 + len(entries), sender_ssrc, media_ssrc) + body


def write_receiver_report(sender_ssrc: int, blocks: Sequence[ReportBlock]) -> bytes:
    """At most 31 blocks."""
    body = b"".join(
        _BLOCK.pack(b.ssrc, b.fraction_lost << 24 | b.lost, b.highest, b.jitter, b.last_sr, b.delay)
        for b in blocks
    )
    return struct.pack("!BBHI", 0x80 | len(blocks), RR, 1 + 6 * len(blocks), sender_ssrc) + body


def write_sender_report(ssrc: int, ntp: int, rtp: int, packets: int, octets: int) -> bytes:
    return struct.pack("!BBH", 0x80, SR, 6) + _SENDER.pack(
        ssrc, ntp, rtp, packets & 0xFFFF_FFFF, octets & 0xFFFF_FFFF
    )


def write_description(ssrc: int, cname: str) -> bytes:
    """SDES with the canonical name, which every compound packet holds (RFC 3550 section 6.1)."""
    name = cname.encode()
    chunk = struct.pack("!IBB", ssrc, 1, len(name)) + name
    chunk += bytes(4 - len(chunk) % 4)
    return struct.pack("!BBH", 0x81, SDES, len(chunk) // 4) + chunk
