"""What a forwarder reads of H.264, VP9 and AV1, and that they are forwarded beside VP8."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms import h264, vp9
from rooms.codecs import VIDEO
from rooms.demux import Labels
from rooms.interface import Source
from rooms.munger import Munger
from rooms.packet import Malformed, Packet
from rooms.sdp import DEPENDENCY, Section
from tests.rooms.client import AV1, H264, VP9, Client, House, peer_of
from tests.rooms.packets import packet
from tests.rooms.packets import vp8 as vp8_payload

PARAMETERS, SLICE, KEY_SLICE = b"\x67\x42\xe0\x1f", b"\x41\x9a\x24", b"\x65\x88\x84"
SCREEN = frozenset({Source.SCREEN})


def aggregate(*units: bytes) -> bytes:
    """STAP-A."""
    return b"\x78" + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


def vp9_payload(
    picture: int = 0,
    *,
    tl0: int = 0,
    keyframe: bool = False,
    begins: bool = True,
    spatial: int = 0,
    flexible: bool = False,
    height: int = 0,
    wide: bool = True,
) -> bytes:
    """A VP9 payload as browsers send it: a picture id, layers, what it refers to, and its structure."""
    first = 0xA0 | (0 if keyframe else 0x40) | flexible << 4 | begins << 3 | (2 if height else 0)
    number = bytes((0x80 | picture >> 8 & 0x7F, picture & 0xFF)) if wide else bytes((picture & 0x7F,))
    payload = bytes((first,)) + number + bytes((spatial << 1,))
    if not flexible:
        payload += bytes((tl0 & 0xFF,))
    elif not keyframe:
        payload += b"\x03\x02"  # two frames
    if height:
        payload += b"\x10" + (height * 16 // 9).to_bytes(2, "big") + height.to_bytes(2, "big")
    return payload + bytes(20)


def described(name: str, payload: bytes, **fields: object) -> Packet:
    read = packet(payload=payload, **fields)
    VIDEO[name].describe(read)
    return read


KEYFRAMES = [
    ("h264", PARAMETERS + bytes(9), True),
    ("h264", aggregate(PARAMETERS, b"\x68\xce", KEY_SLICE), True),
    ("h264", aggregate(b"\x09\x10", PARAMETERS), True),
    ("h264", b"\x7c\x87" + bytes(9), True),  # its first part
    ("h264", b"\x7c\x07" + bytes(9), False),  # a later one
    ("h264", KEY_SLICE + bytes(9), False),  # of no use to who has not the parameters
    ("h264", b"\x7c\x85" + bytes(9), False),
    ("h264", SLICE + bytes(9), False),
    ("h264", aggregate(SLICE, SLICE), False),
    ("h264", b"\x7c\x81" + bytes(9), False),
    ("h264", b"", False),
    ("vp9", vp9_payload(keyframe=True), True),
    ("vp9", vp9_payload(keyframe=True, flexible=True), True),
    ("vp9", vp9_payload(keyframe=True, begins=False), False),
    ("vp9", vp9_payload(keyframe=True, spatial=1), False),
    ("vp9", vp9_payload(), False),
    ("vp9", vp9_payload(flexible=True), False),
    ("vp9", b"\x08" + bytes(9), True),
    ("vp9", b"", False),
    ("av1", b"\x18" + bytes(9), True),
    ("av1", b"\x98" + bytes(9), False),  # goes on with what the packet before began
    ("av1", b"\x10" + bytes(9), False),
    ("av1", b"", False),
]


@pytest.mark.parametrize(("name", "payload", "begins"), KEYFRAMES)
def test_where_a_keyframe_begins(name, payload, begins):
    assert described(name, payload).keyframe is begins


@pytest.mark.parametrize(("name", "payload", "begins"), [row for row in KEYFRAMES if len(row[1]) >= 8])
def test_no_flow_takes_what_begins_a_keyframe(name, payload, begins):
    """Nor does anything else keep a packet from it than that its stream is laid out otherwise."""
    read = described(name, payload)
    places = PlacesOf(name, read)
    assert VIDEO[name].is_steady(places, bytearray(payload), 0, len(payload), places) <= (not begins)


class PlacesOf:
    """Where things lie in packets like this one, and the newest numbers."""

    def __init__(self, name: str, read: Packet) -> None:
        self.flags = VIDEO[name].flags(read)
        self.picture_at = read.picture_at and read.picture_at - read.payload_at
        self.tl0_at = read.tl0_at and read.tl0_at - read.payload_at
        self.body_at = read.body_at - read.payload_at
        self.picture = self.tl0 = -1


@pytest.mark.parametrize(
    ("payload", "is_steady"),
    [
        (vp9_payload(300, tl0=7), True),
        (vp9_payload(300, tl0=7, begins=False), True),
        (vp9_payload(300, tl0=7, keyframe=True, begins=False), True),
        (vp9_payload(300, tl0=7, keyframe=True), False),
        (vp9_payload(300, tl0=7, height=720), False),
        (vp9_payload(300, flexible=True), False),
        (vp9_payload(30, wide=False), False),
    ],
)
def test_a_flow_of_vp9_takes_what_is_laid_out_alike_and_notes_its_numbers(payload, is_steady):
    places = PlacesOf("vp9", described("vp9", vp9_payload(1)))
    assert vp9.is_steady(places, bytearray(payload), 0, len(payload), places) is is_steady
    assert not is_steady or (places.picture, places.tl0) == (300, 7)


def test_a_flow_of_h264_takes_slices_and_their_parts_alone():
    def taken(payloads: Iterable[bytes]) -> list[int]:
        steady = (h264.is_steady(None, bytearray(payload), 0, len(payload), None) for payload in payloads)
        return [kind for kind, takes in enumerate(steady) if takes]

    assert taken(bytes((0x60 | kind,)) + b"\x07" * 9 for kind in range(32)) == [1, 2, 3, 4, 5, 6]
    assert taken(bytes((0x7C, kind)) + bytes(9) for kind in range(32)) == [0, 1, 2, 3, 4, 5, 6]


def test_vp9_states_its_height_with_a_keyframe():
    read = described("vp9", vp9_payload(keyframe=True, height=540))
    assert vp9.frame_height(read) == 540
    assert vp9.frame_height(described("vp9", vp9_payload(keyframe=True))) == 0
    assert vp9.frame_height(described("vp9", vp9_payload(keyframe=True, height=540)[:8])) == 0


@pytest.mark.parametrize("flexible", [False, True])
@pytest.mark.parametrize("wide", [False, True])
@settings(deadline=None, max_examples=20)
@given(start=st.integers(0, 0x7FFF), tl0=st.integers(0, 0xFF), steps=st.integers(1, 300))
def test_picture_ids_of_vp9_go_on_across_every_wrap_and_from_source_to_source(
    flexible, wide, start, tl0, steps
):
    munger = Munger(90_000)
    bits = 0x7FFF if wide else 0x7F
    previous = None
    for source, step in itertools.product((start, start * 7 + 5), range(steps)):
        payload = vp9_payload(
            (source + step) & bits, tl0=tl0 + step, keyframe=not step, flexible=flexible, wide=wide
        )
        read = described("vp9", payload)
        if not step:
            munger.rebase(read)
        written = bytearray(payload)
        munger.rewrite_picture(read, written, 0)
        again = packet(payload=bytes(written))
        vp9.describe(again)
        at = again.picture_at - again.payload_at
        picture = (written[at] & 0x7F) << 8 | written[at + 1] if wide else written[at]
        assert (again.picture_wide, again.keyframe, again.body_at) == (wide, read.keyframe, read.body_at)
        number = picture, written[again.tl0_at - again.payload_at] if again.tl0_at else None
        if previous is not None:
            assert number[0] == (previous[0] + 1) & bits
            assert number[1] is None or number[1] == (previous[1] + 1) & 0xFF
        previous = number


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("h264", b"\x7c"),
        ("h264", b"\x78\x00\x09abc"),
        ("h264", aggregate(SLICE) + b"\x00"),
        ("vp9", b"\x80"),
        ("vp9", b"\xa0\x80"),
        ("vp9", b"\xf0\x80\x01\x00\x01"),
        ("vp9", vp9_payload()[:4]),
    ],
)
def test_what_is_cut_off_is_malformed(name, payload):
    with pytest.raises(Malformed):
        described(name, payload)


@given(st.sampled_from(sorted(VIDEO)), st.binary(max_size=40))
def test_junk_is_read_or_malformed_and_a_flow_agrees_about_keyframes(name, payload):
    try:
        read = described(name, payload)
    except Malformed:
        return
    VIDEO[name].frame_height(read)
    if len(payload) >= 8:
        places = PlacesOf(name, read)
        is_steady = VIDEO[name].is_steady(places, bytearray(payload), 0, len(payload), places)
        assert not (is_steady and read.keyframe)
        if is_steady and read.picture_at:
            assert places.picture >= 0


class TestDependencyDescriptor:
    """It says where a keyframe begins, whatever the payload is."""

    LABELS = Labels([Section("video", "0", "", "sendonly", (), (), {DEPENDENCY: 12})])

    @pytest.mark.parametrize(
        ("descriptor", "begins"),
        [
            (b"\x80\x00\x01\x80\x00\x12", True),
            (b"\x80\x00\x01\x00\x00\x12", False),
            (b"\x00\x00\x01\x80\x00\x12", False),  # a later packet of its frame
            (b"\x80\x00\x01", False),
        ],
    )
    def test_its_structure_comes_with_a_keyframe(self, descriptor, begins):
        read = packet(payload=b"\x10" + bytes(9), extensions=[(12, descriptor)])
        self.LABELS.read(read)
        VIDEO["av1"].describe(read)
        assert read.keyframe is begins

    def test_one_that_needs_a_longer_header_is_read_too(self):
        descriptor = b"\x80\x00\x01\x80" + bytes(30)
        block = b"\x10\x00\x00\x09" + bytes((12, len(descriptor))) + descriptor
        data = packet(payload=b"\x10" + bytes(9)).data
        read = Packet(b"\x90" + data[1:12] + block + data[12:], 1.0)
        self.LABELS.read(read)
        VIDEO["av1"].describe(read)
        assert read.keyframe


def frames(name: str) -> tuple[bytes, bytes]:
    """The beginning of a keyframe, and what follows."""
    return {
        "h264": (aggregate(PARAMETERS, KEY_SLICE), SLICE + bytes(9)),
        "vp9": (vp9_payload(9, keyframe=True), vp9_payload(10)),
        "av1": (b"\x18" + bytes(9), b"\x10" + bytes(9)),
    }[name]


TYPES = {"h264": H264, "vp9": VP9, "av1": AV1}


async def shown(house: House) -> tuple[Client, Client, str]:
    ann = await house.client("ann", on=SCREEN, codecs=TYPES)
    ben = await house.client(
        "ben", on=frozenset(), codecs={name: number + 20 for name, number in TYPES.items()}
    )
    return ann, ben, next(slot.mid for slot in house.rooms.snapshot(ben.peer_id).slots if slot.peer_id)


@pytest.mark.parametrize("name", sorted(TYPES))
async def test_each_is_forwarded_under_the_number_that_the_receiver_gave_it(house, name):
    ann, ben, mid = await shown(house)
    key, delta = frames(name)
    ann.send("2", 0xFFFE, timestamp=0, payload_type=TYPES[name], payload=delta)
    for number in range(0xFFFF, 0xFFFF + 5):
        ann.send(
            "2",
            number,
            timestamp=number,
            payload_type=TYPES[name],
            payload=key if number == 0xFFFF else delta,
        )
    await ben.until(lambda: len(ben.on_slot(mid)) == 5)
    got = ben.on_slot(mid)
    assert {packet.payload_type for packet in got} == {TYPES[name] + 20}
    assert [(packet.sequence - got[0].sequence) & 0xFFFF for packet in got] == [0, 1, 2, 3, 4]
    assert [body[-8:] for body in ben.bodies(mid)] == [key[-8:], *[delta[-8:]] * 4]


async def test_a_sender_may_change_its_codec_with_a_keyframe_and_nothing_of_both_is_mixed(house):
    ann, ben, mid = await shown(house)
    ann.send("2", 1, payload=vp8_payload(1, keyframe=True))
    ann.send("2", 2, timestamp=1, payload=vp8_payload(2))
    key, delta = frames("av1")
    ann.send("2", 3, timestamp=2, payload_type=AV1, payload=delta)  # of no use yet
    ann.send("2", 4, timestamp=3, payload_type=AV1, payload=key)
    ann.send("2", 5, timestamp=4, payload_type=AV1, payload=delta)
    ann.send("2", 3, timestamp=2, payload=vp8_payload(3))  # late
    ann.send("2", 6, timestamp=5, payload_type=AV1, payload=delta)
    await ben.until(lambda: len(ben.on_slot(mid)) == 5)
    assert [packet.payload_type for packet in ben.on_slot(mid)] == [96, 96, AV1 + 20, AV1 + 20, AV1 + 20]
    numbers = [packet.sequence for packet in ben.on_slot(mid)]
    assert numbers == sorted(numbers)


async def test_whoever_cannot_decode_it_gets_none_of_it(house):
    ann = await house.client("ann", on=SCREEN, codecs=TYPES)
    ben = await house.client("ben", on=frozenset())
    key, delta = frames("h264")
    ann.send("2", 1, payload_type=H264, payload=key)
    ann.send("2", 2, timestamp=1, payload_type=H264, payload=delta)
    await ann.settle()
    await ben.settle()
    assert ben.packets == []
    assert peer_of(house, ann).uplink.publications[Source.SCREEN].layers[0].codec.name == "h264"
