"""One socket, two ways to use it: the same promises."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from rooms.compiled import IS_COMPILED, CompiledWire
from rooms.in_place import IS_SUPPORTED, BatchedWire
from rooms.plain_wire import PlainWire
from rooms.wire import MAX_DATAGRAM, Datagram, Wire

WAYS = [PlainWire, *([BatchedWire] if IS_SUPPORTED else []), *([CompiledWire] if IS_COMPILED else [])]


def bound(host: str) -> socket.socket:
    one = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((host, 0))
    return one


@pytest.fixture(params=["127.0.0.1", "::1"])
def host(request) -> str:
    try:
        bound(request.param).close()
    except OSError:
        pytest.skip(f"no {request.param} here")
    return request.param


@pytest.fixture(params=WAYS)
def way(request) -> type[Wire]:
    return request.param


@pytest.fixture
def server(host) -> Iterator[socket.socket]:
    with bound(host) as one:
        yield one


@pytest.fixture
def client(host, server) -> Iterator[socket.socket]:
    with bound(host) as one:
        one.settimeout(5)
        one.connect(server.getsockname())
        yield one


@pytest.fixture
def wire(way, server) -> Iterator[Wire]:
    wire = way(server) if way is CompiledWire else way(server, clock=time.monotonic)
    yield wire
    wire.close()


def received(wire: Wire, count: int) -> list[Datagram]:
    """One batch, or several."""
    found: list[Datagram] = []
    while len(found) < count:
        found += wire.receive()
    return found


def lies(wire: Wire, datagram: Datagram) -> bytes:
    at, size, *_ = datagram
    return bytes(wire.memory.data[at : at + size])


def test_what_comes_lies_in_the_memory_with_its_source_and_time(wire, client):
    client.send(b"hello")
    began = time.monotonic()
    ((at, size, source, arrived, _),) = received(wire, 1)
    assert bytes(wire.memory.data[at : at + size]) == b"hello"
    assert wire.address(source) == client.getsockname()[:2]
    assert abs(arrived - began) < 1
    client.send(b"again")
    ((_, _, same, *_),) = received(wire, 1)
    assert same == source


def test_an_answer_from_where_it_lies_reaches_the_sender(wire, client):
    client.send(b"ping")
    ((at, size, source, *_),) = received(wire, 1)
    wire.memory.data[at : at + 4] = b"pong"
    wire.put(at, size, wire.destination(source))
    wire.flush()
    assert client.recv(100) == b"pong"
    assert (wire.blocked, wire.failed) == (0, 0)


def test_more_copies_than_there_are_places_are_all_sent_in_their_order(wire, client):
    client.send(b"ping")
    ((_, _, source, *_),) = received(wire, 1)
    to = wire.destination(source)
    for number in range(300):
        at = wire.spare()
        wire.memory.data[at : at + 2] = number.to_bytes(2, "big")
        wire.put(at, 2, to)
        if number % 100 == 99:
            wire.flush()
            assert [client.recv(9) for _ in range(100)] == [
                at.to_bytes(2, "big") for at in range(number - 99, number + 1)
            ]


def test_what_is_too_long_is_cut_and_touches_nothing_else(wire, client):
    before = bytes(wire.memory.data)
    client.send(b"x" * 5000)
    client.send(b"y")
    long, short = received(wire, 2)
    assert lies(wire, long) == b"x" * MAX_DATAGRAM
    assert lies(wire, short) == b"y"
    for at, size, *_ in (long, short):
        wire.memory.data[at : at + size] = before[at : at + size]
    assert wire.memory.data == before


def test_a_lot_at_once_comes_whole(wire, client):
    sent = [b"%d" % number for number in range(100)]
    for data in sent:
        client.send(data)
    came: list[bytes] = []
    while len(came) < len(sent):
        came += [lies(wire, datagram) for datagram in wire.receive()]
    assert came == sent


def test_an_empty_datagram_is_one(wire, client):
    client.send(b"")
    ((_, size, *_),) = received(wire, 1)
    assert size == 0


def test_whoever_waits_is_woken(wire):
    threading.Timer(0.05, wire.wake).start()
    began = time.monotonic()
    while time.monotonic() - began < 0.03:
        assert all(size == 0 for _, size, *_ in wire.receive())
    assert time.monotonic() - began < 0.9


def test_where_nobody_listens_no_harm_is_done(wire, client, host):
    client.send(b"ping")
    ((at, size, source, *_),) = received(wire, 1)
    to = wire.destination(source)
    client.close()
    for _ in range(3):
        wire.put(at, size, to)
        wire.flush()
    with bound(host) as other:
        other.sendto(b"still here", wire._socket.getsockname())
        ((at, size, *_),) = received(wire, 1)
    assert bytes(wire.memory.data[at : at + size]) == b"still here"


@pytest.mark.skipif(not IS_SUPPORTED, reason="only where memory is named by its address")
@pytest.mark.parametrize("host", ["127.0.0.1"], indirect=True)
@pytest.mark.parametrize("way", WAYS[1:], indirect=True)
class TestBounds:
    @pytest.mark.parametrize(("at", "size"), [(-1, 10), (0, -1), (1 << 40, 1), (0, 1 << 40)])
    def test_what_lies_outside_is_never_sent(self, wire, client, at, size):
        client.send(b"ping")
        ((_, _, source, *_),) = received(wire, 1)
        with pytest.raises(ValueError, match="outside"):
            wire.put(at, size, wire.destination(source))

    def test_more_than_there_is_room_for_is_refused(self, wire, client):
        client.send(b"ping")
        ((at, size, source, *_),) = received(wire, 1)
        to = wire.destination(source)
        for _ in range(len(wire.memory.received) + len(wire.memory.spare)):
            wire.put(at, size, to)
        with pytest.raises(ValueError, match="outside"):
            wire.put(at, size, to)
        wire.flush()
        wire.put(at, size, to)

    def test_a_socket_that_is_gone_is_an_error_and_no_endless_loop(self, wire, server):
        server.close()
        with pytest.raises(OSError, match="recvmmsg"):
            wire.receive()
