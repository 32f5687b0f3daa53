"""The video codecs that are forwarded: what a forwarder must know of each, by its name in SDP. Pure.

A stream's codec is looked up when it begins or changes, never for a packet of a steady flow.
"""

from typing import Protocol

from rooms import av1, h264, vp8, vp9
from rooms.packet import Packet


class Numbers(Protocol):
    """The numbers of the newest frame, as a flow keeps them."""

    picture: int
    tl0: int


class Places(Protocol):
    """Where things lie in the payload of a stream's usual packet, counted from where it begins; 0: not there.

    `flags` are the codec's own, see `flags`.
    """

    flags: int
    picture_at: int
    tl0_at: int
    body_at: int


class VideoCodec(Protocol):
    """One of the modules below."""

    def describe(self, packet: Packet, /) -> None:
        """Note whether the packet begins a keyframe, and where its numbers lie, if any. Raises Malformed."""

    def frame_height(self, packet: Packet, /) -> int:
        """The height in pixels that a keyframe's first packet states, 0 if it does not."""

    def flags(self, packet: Packet, /) -> int:
        """What is the same in all usual packets of the stream."""

    def is_steady(self, places: Places, memory: bytearray, at: int, end: int, numbers: Numbers, /) -> bool:
        """Whether the payload is laid out as usual and begins no keyframe; its numbers are noted.

        It has eight bytes at least.
        """


VIDEO: dict[str, VideoCodec] = {"vp8": vp8, "h264": h264, "vp9": vp9, "av1": av1}
