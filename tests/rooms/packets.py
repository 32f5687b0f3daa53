"""Builders: RTP packets as a browser would send them."""

from rooms.packet import Packet, write_extensions, write_header


def rtp(
    sequence: int = 1,
    *,
    timestamp: int = 0,
    ssrc: int = 0x11,
    payload_type: int = 96,
    marker: bool = False,
    payload: bytes = b"some payload",
    extensions: list[tuple[int, bytes]] | None = None,
) -> bytes:
    header = write_header(
        payload_type,
        0x80 if marker else 0,
        sequence & 0xFFFF,
        timestamp & 0xFFFF_FFFF,
        ssrc,
        extended=bool(extensions),
    )
    return header + (write_extensions(extensions) if extensions else b"") + payload


def vp8(
    picture: int = 0, *, tl0: int = 0, keyframe: bool = False, height: int = 720, starts: bool = True
) -> bytes:
    """A VP8 payload: descriptor with a 15-bit picture id and TL0PICIDX, then the beginning of a frame."""
    first = 0x80 | (0x10 if starts else 0)
    descriptor = bytes((first, 0xE0, 0x80 | picture >> 8 & 0x7F, picture & 0xFF, tl0 & 0xFF, 0x20))
    if not keyframe:
        return descriptor + b"\x01\x00\x00" + bytes(20)
    width = height * 16 // 9
    return (
        descriptor
        + b"\x10\x02\x00\x9d\x01\x2a"
        + width.to_bytes(2, "little")
        + height.to_bytes(2, "little")
        + bytes(20)
    )


def packet(sequence: int = 1, *, arrived: float = 1.0, **fields: object) -> Packet:
    return Packet(rtp(sequence, **fields), arrived)  # type: ignore[arg-type]
