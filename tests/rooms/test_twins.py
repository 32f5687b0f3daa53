"""A flow in Python and its twin in compiled code: the same packets, the same of everything."""

import pathlib
import random
import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rooms import compiled
from rooms.arrivals import Arrivals
from rooms.codecs import VIDEO
from rooms.compiled import IS_COMPILED, CompiledFlow, CompiledWire
from rooms.demux import Labels
from rooms.flow import HEAD, Flow, Layout, Route, is_usual
from rooms.in_place import Memory
from rooms.packet import Packet
from rooms.publication import Layer
from rooms.sdp import AUDIO_LEVEL, TRANSPORT_SEQUENCE, read_offer
from rooms.slot import Slot
from rooms.tally import Tally
from tests.rooms.packets import rtp

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="rooms/steady/ is not compiled here")

OFFER = (pathlib.Path(__file__).parent / "chromium_offer.sdp").read_text()
USUAL = {
    "opus": b"\x78 some sound",
    "vp8": b"\x90\xe0\x81\x23\x45\x20\x01 a picture that goes on",
    "vp9": b"\xa0\x81\x23\x05\x45 a picture that goes on",
    "h264": b"\x61\x00 a slice of a picture",
    "av1": b"\x10\x30 a part of a picture",
}
NUMBERS = (
    "arrived", "frame_at", "jitter", "loudest", "octets", "packets", "payload_octets", "picture", "timestamp",
    "tl0",
)  # fmt: skip


class Post:
    """The way out of the Python flow: what it was given to send. Nothing is encrypted."""

    def __init__(self, memory: bytearray) -> None:
        self.memory, self.wire, self.door, self.destination = memory, self, None, "there"
        self.sent: list[bytes] = []
        self._spares = 0

    def spare(self) -> int:
        self._spares = (self._spares + 1) % 8
        return 64 + 3000 * (40 + self._spares)

    def protect(self, at: int, size: int) -> int:
        return size

    def put(self, at: int, size: int, to: object) -> None:
        self.sent.append(bytes(self.memory[at : at + size]))

    def failed(self, where: str) -> None:
        raise


@pytest.fixture
def wire(monkeypatch) -> Iterator[CompiledWire]:
    """One that encrypts nothing."""
    plain = compiled._ffi.callback("int(void *, void *, int *)", lambda *_: 0)
    monkeypatch.setattr(compiled, "_address_of", lambda _: compiled._ffi.cast("void *", plain))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        yield CompiledWire(one)


def came(stranger: socket.socket) -> list[bytes]:
    found = []
    while True:
        try:
            found.append(stranger.recv(4000))
        except BlockingIOError:
            return found


def spoilt(chance: random.Random, data: bytes) -> bytes:
    """Most are as they should be."""
    out = bytearray(data)
    match chance.randrange(12):
        case 0:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        case 1:
            out[chance.randrange(len(out))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        case 2:
            del out[chance.randrange(len(out)) :]
        case 3:
            out += chance.randbytes(chance.randrange(1, 1000))
    return bytes(out)


def named(stranger: socket.socket) -> bytes:
    """Its struct sockaddr_in."""
    host, port = stranger.getsockname()
    return socket.AF_INET.to_bytes(2, "little") + port.to_bytes(2, "big") + socket.inet_aton(host) + bytes(8)


@pytest.mark.parametrize("routes", [0, 1, 3])
@pytest.mark.parametrize("codec", USUAL)
def test_they_take_leave_and_send_the_same_whatever_comes(wire, stranger, codec, routes):
    chance = random.Random(f"{codec} {routes}")
    offer = read_offer(OFFER)
    kind = "audio" if codec == "opus" else "video"
    section = next(one for one in offer.sections if one.media_kind == kind)
    known = next(one for one in section.codecs if one.name == codec)
    labels, ids = Labels(offer.sections), section.extensions
    extensions = [(ids[TRANSPORT_SEQUENCE], b"\0\0")]
    if kind == "audio":
        extensions.insert(0, (ids[AUDIO_LEVEL], b"\x20"))

    def usual(number: int, timestamp: int) -> bytes:
        told = [
            (at, bytes((chance.randrange(256),)) if len(value) == 1 else value) for at, value in extensions
        ]
        return rtp(
            number, timestamp=timestamp, ssrc=7, payload_type=known.payload_type,
            marker=chance.random() < 0.3, payload=USUAL[codec] + chance.randbytes(chance.randrange(900)),
            extensions=told,
        )  # fmt: skip

    source, to = wire.door(), wire.door()
    to.move(named(stranger))
    source.unlock(*[SimpleNamespace(context=compiled.srtp_ffi.NULL)] * 2)
    to.unlock(*[SimpleNamespace(context=compiled.srtp_ffi.NULL)] * 2)
    memory = Memory()
    post = Post(memory.data)
    noted: list[tuple[int, float]] = []
    flows: list[Flow] = []
    state = random.getstate()
    for outbox in (post, SimpleNamespace(memory=wire.memory.data, wire=wire, protect=None, door=to)):
        random.seed(codec)
        slots = [Slot(section, place, outbox) for place in range(routes)]
        layer = Layer("", 0, 7, known)
        packet = Packet(usual(65_000, 1000), 1.0)
        labels.read(packet)
        if kind == "video":
            VIDEO[codec].describe(packet)
        assert is_usual(packet)
        layer.reception.received(packet.sequence, packet.timestamp, packet.arrived)
        for slot in slots:
            slot.munger.rebase(packet)
            slot.munger.map(packet)
        layout = Layout(packet, labels, VIDEO.get(codec))
        ways = [Route(slot, has_level=bool(layout.level_at), is_redundant=False) for slot in slots]
        flow = (source.flow if flows else Flow)(
            layer, packet, layout, ways, most_octets=200_000, memory=memory.data,
            unprotect=lambda _, size: size, record=lambda *one: noted.append(one), enter=lambda _: None,
            tally=Tally(),
        )  # fmt: skip
        assert flow.resume()
        flows.append(flow)
    random.setstate(state)
    python, twin = flows
    assert type(twin) is CompiledFlow
    at, taken = wire.memory.received[0], 0
    for step in range(600):
        timestamp = python.timestamp + chance.choice((0, 0, 3000, 1 << 25)) & 0xFFFF_FFFF
        data = spoilt(chance, usual(python._next + (chance.randrange(20) == 0), timestamp))
        if len(data) < 16:
            continue
        arrived = 2.0 + step / 100
        for into in (memory.data, wire.memory.data):
            into[at : at + len(data)] = data
        left = python.take(at, len(data), HEAD.unpack_from(data), arrived)
        assert twin.take(at, len(data), (), arrived) == left
        wire.flush()
        assert came(stranger) == post.sent
        assert len(post.sent) == (0 if left else routes)
        post.sent.clear()
        taken += not left
        if step % 50 == 49:
            assert [list(one) for one in source.arrivals()] == [list(one) for one in noted]
            noted.clear()
            python_before = [getattr(python, name) for name in NUMBERS]
            seen: list[list[object]] = []
            twin._enter = lambda flow, seen=seen: seen.append([getattr(flow, name) for name in NUMBERS])
            twin.settle()
            assert seen == ([python_before] if python_before[NUMBERS.index("packets")] else [])
            python.settle()
    assert 300 < taken < 600
    for mine, theirs in zip(python.routes, twin.routes, strict=True):
        ours, others = mine.slot.recent, theirs.slot.recent
        assert bytes(ours.memory[:]) == bytes(others.memory[:])
        parts = "sequences", "starts", "sizes", "written"
        assert all(getattr(ours, part) == getattr(others, part) for part in parts)
        assert mine.slot.sent == theirs.slot.sent
        assert mine.slot.munger.__dict__ == theirs.slot.munger.__dict__


def test_they_tell_of_the_same_arrivals_whatever_is_missing_or_late(wire, stranger):
    chance = random.Random(5)
    door = wire.door()
    door.move(named(stranger))
    door.unlock(*[SimpleNamespace(context=compiled.srtp_ffi.NULL)] * 2)
    alone, helped = Arrivals(), Arrivals(door)
    alone.ssrc = helped.ssrc = 7
    number, now, told_by_door = 65_000, 100.0, 0
    for step in range(600):
        odds = (300, 1, 1, 1) if step % 100 > 60 else (1, 0, 0, 0)  # for longer than anybody remembers
        fates = [chance.choices(("comes", "late", "lost", "ruled"), odds)[0] for _ in range(20)]
        order = sorted(range(20), key=lambda at: at + 5 * (fates[at] == "late"))
        for at in order:
            now += chance.choice((0.0, 0.001, 0.004)) + (
                0.2 if chance.random() < 0.003 * (step % 100 > 60) else 0
            )
            sequence = (number + at) & 0xFFFF
            if fates[at] == "lost":
                continue
            alone.record(sequence, now)
            if fates[at] == "ruled":
                helped.record(sequence, now)
            else:
                noted = door.pointer.noted
                door.pointer.numbers[noted], door.pointer.times[noted] = sequence, now
                door.pointer.noted = noted + 1
        number += 20
        door.pointer.told_at = 0
        compiled._lib.steady_tell(wire.pointer, door.pointer, now)
        wire.flush()
        by_door = came(stranger)
        told_by_door += len(by_door)
        rest = helped.write(1)
        assert [*by_door, *([rest] if rest else [])] == [alone.write(1)], step
    assert 400 < told_by_door < 600
