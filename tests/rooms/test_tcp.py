"""Datagrams over TCP (RFC 6544, RFC 4571): the same calls, and nobody waits for a connection."""

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms import tcp
from rooms.tcp import Frames
from tests.rooms.client import ONLY_SOUND, Client, TcpWire, still_talks
from tests.rooms.packets import rtp


@pytest.fixture
async def house(closed_house):
    await closed_house.open(tcp_port=0)
    yield closed_house
    await closed_house.close()


async def by_tcp(house, name, **how) -> Client:
    client = await house.client(name, connected=False, **how)
    await client.connect(tcp=True)
    await house.until(lambda: house.status(name) == "connected")
    return client


async def stranger_at(house) -> TcpWire:
    wire = TcpWire(lambda data: None)
    await wire.connect(("127.0.0.1", house.rooms._shared.tcp_port))
    return wire


@given(st.lists(st.binary(max_size=2048), max_size=8), st.lists(st.integers(0, 5000), max_size=8))
def test_frames_come_out_as_they_went_in_wherever_the_stream_is_cut(datagrams, cuts):
    stream = b"".join(len(data).to_bytes(2, "big") + data for data in datagrams)
    frames, found, at = Frames(), [], 0
    for cut in [*sorted(cuts), len(stream)]:
        found += frames.feed(stream[at:cut])
        at = max(at, min(cut, len(stream)))
    assert found == datagrams


def test_a_frame_that_no_memory_holds_is_refused_before_it_came():
    with pytest.raises(ValueError, match="too long"):
        Frames().feed((2049).to_bytes(2, "big"))


async def test_the_answer_offers_tcp_below_udp(house):
    ann = await house.client("ann", connected=False)
    found = re.findall(r"a=candidate:(\d+) 1 (udp|tcp) (\d+) 127.0.0.1", ann.joined.answer)
    (udp, tcp_one) = list(dict.fromkeys(found))
    assert (udp[1], tcp_one[1]) == ("udp", "tcp")
    assert udp[0] != tcp_one[0]
    assert int(udp[2]) > int(tcp_one[2])


async def test_without_the_setting_there_is_no_such_candidate(closed_house):
    await closed_house.open()
    ann = await closed_house.client("ann", connected=False)
    assert "tcptype" not in ann.joined.answer
    await closed_house.close()


async def test_people_by_tcp_and_by_udp_hear_and_see_each_other(house):
    ann = await by_tcp(house, "ann", on=ONLY_SOUND)
    ben, eve = await house.client("ben", on=ONLY_SOUND), await by_tcp(house, "eve", on=ONLY_SOUND)
    for one, other in ((ann, ben), (ben, eve), (eve, ann)):
        await still_talks(one, other)
    for number in range(40):  # long enough to be a flow, which goes to each by another way
        ann.send("0", 5000 + number, payload=b"word %d." % number)
    for other in (ben, eve):
        await other.until(lambda other=other: b"word 39." in b"".join(other.bodies("4")[-1:]))


async def test_a_new_connection_takes_up_the_same_call(house):
    ann, ben = await by_tcp(house, "ann"), await by_tcp(house, "ben")
    await still_talks(ann, ben)
    ann._wires[-1].close()
    await ann.check_by_tcp()  # the network changed: a new connection, the same call
    await still_talks(ann, ben)
    await still_talks(ben, ann)


async def test_udp_is_kept_while_it_works_and_left_when_it_is_silent(house, monkeypatch):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=ONLY_SOUND)
    path = house.rooms._peers[ann.peer_id][0]._path
    await ann.check_by_tcp()
    assert path.connection is None
    port = house.rooms._shared.port
    now = port._clock()
    monkeypatch.setattr(port, "_clock", lambda: now + 4)
    await ann._check()
    assert path.connection is not None
    await still_talks(ann, ben)
    await still_talks(ben, ann)


@pytest.mark.parametrize("junk", [b"", b"GET / HTTP/1.1", rtp(), b"\x16\xfe\xff" + bytes(60), bytes(24)])
async def test_who_sends_junk_is_hung_up_on(house, junk):
    ann, ben = await by_tcp(house, "ann"), await house.client("ben")
    stranger = await stranger_at(house)
    for _ in range(3):
        stranger.send(junk)
    await stranger.ended()
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["connection_cut"] == 1


async def test_who_speaks_another_protocol_is_hung_up_on(house):
    stranger = await stranger_at(house)
    stranger._writer.write(b"GET / HTTP/1.1\r\n\r\n")
    await stranger.ended()


async def test_who_says_nothing_is_hung_up_on(house, monkeypatch):
    monkeypatch.setattr(tcp, "_PROVE_WITHIN_S", 0.0)
    monkeypatch.setattr(tcp, "_SWEEP_S", 0.01)
    stranger = await stranger_at(house)
    await stranger.ended()
    assert not house.rooms._tcp._connections


async def test_of_too_many_strangers_the_oldest_goes_and_no_friend(house, monkeypatch):
    monkeypatch.setattr(tcp, "_MAX_STRANGERS", 2)
    ann, ben = await by_tcp(house, "ann"), await house.client("ben")
    strangers = [await stranger_at(house) for _ in range(3)]
    await strangers[0].ended()
    assert strangers[1].is_open
    assert strangers[2].is_open
    await still_talks(ann, ben)
    for stranger in strangers:
        stranger.close()


async def test_one_person_has_few_connections(house):
    ann, ben = await by_tcp(house, "ann"), await house.client("ben")
    for _ in range(4):
        await ann.check_by_tcp()
    await ann._wires[0].ended()
    await still_talks(ann, ben)
    assert len(house.rooms._tcp._connections) == 4


async def test_a_reader_who_stalls_loses_packets_and_holds_up_nobody(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await by_tcp(house, "ben", on=ONLY_SOUND)
    eve = await house.client("eve", on=ONLY_SOUND)
    ben._wires[-1]._reading.cancel()  # reads no more
    ben._wires[-1]._writer.transport.pause_reading()
    (connection,) = house.rooms._tcp._connections
    for _ in range(100):
        for _ in range(40):
            connection.send(bytes(1000))  # 4 MB in all
        await still_talks(ann, eve)
    assert house.rooms.stats().dropped["send_would_block"] > 100
    assert connection._transport.get_write_buffer_size() < 300_000
    assert len(connection._waiting) <= 128


async def test_a_connection_that_ends_takes_nobody_with_it(house):
    ann, ben = await by_tcp(house, "ann"), await house.client("ben")
    path = house.rooms._peers[ann.peer_id][0]._path
    ann.vanish()
    async with asyncio.timeout(5):
        while path.connection:
            await asyncio.sleep(0.01)
    ben.send("0", 1)
    await ben.settle()
    await ann.check_by_tcp()
    await still_talks(ben, ann)
