"""A client that does not read is left out, told so when it reads again, and given up in the end."""

import asyncio

import aiohttp
import pytest

from mentorpitch.actors import Actor
from signalling.contract import PresenceChanged, Resync
from signalling.line import Outgoing, encode_event
from signalling.session import STALLED_FOR_S, Session


class Outlet:
    """What a Session writes to, here without a network."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_full = False

    @property
    def is_empty(self) -> bool:
        return not self.is_full

    def put(self, packet: Outgoing) -> None:
        self.said.append(packet.data)


@pytest.fixture
def outlet():
    return Outlet()


@pytest.fixture
def session(outlet):
    return Session("sid", Actor(user_id="u", session_id="s"), outlet, now=0)


def test_who_reads_gets_everything(session, outlet):
    for n in range(3):
        session.tell("message_sent", Outgoing(b"packet %d" % n), now=0)
    assert outlet.said == ["packet 0", "packet 1", "packet 2"]
    assert session.tend(100)


def test_a_full_outlet_gets_nothing_more_until_it_is_empty_and_then_one_resync(session, outlet):
    outlet.is_full = True
    session.tell("message_sent", Outgoing(b"left out"), now=0)
    assert session.tend(1)
    outlet.is_full = False
    session.tell("message_sent", Outgoing(b"left out too: it would come after a gap"), now=1)
    assert session.tend(2)
    session.tell("message_sent", Outgoing(b"heard"), now=2)
    assert outlet.said == [encode_event("resync", Resync()).data, "heard"]


def test_ephemeral_events_are_dropped_without_a_resync(session, outlet):
    outlet.is_full = True
    name = "presence_changed"
    session.tell(name, encode_event(name, PresenceChanged(user_id="u", online=True)), now=0)
    outlet.is_full = False
    assert session.tend(1)
    assert outlet.said == []


def test_who_does_not_read_for_long_is_given_up(session, outlet):
    outlet.is_full = True
    session.tell("message_sent", Outgoing(b"left out"), now=0)
    assert session.tend(STALLED_FOR_S - 1)
    assert not session.tend(STALLED_FOR_S)


async def test_a_stalled_browser_holds_no_more_than_its_bound_and_harms_nobody(world, live, connect):
    pair = await world.mentorship()
    mentee = await connect(pair.mentee)
    live.actors[pair.mentor.session_id] = pair.mentor
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(
            live.http.make_url("/socket.io/?EIO=4&transport=websocket"),
            headers={"X-Actor": pair.mentor.session_id},
        ) as stalled,
    ):
        await stalled.receive()
        await stalled.send_str("40")
        while "welcome" not in (await stalled.receive()).data:
            pass
        stalled._response.connection.transport.pause_reading()  # a lid is shut
        (theirs,) = live.directory.of([pair.mentor.user_id])
        for n in range(1000):
            theirs.tell("message_sent", Outgoing(b"2" + b"x" * 9_000), now=n)
            if n % 50 == 0:
                await asyncio.sleep(0)
        assert theirs.outlet.line.bytes <= theirs.outlet.MOST_BYTES + 9_005
        message = {"conversation_id": pair.conversation_id, "client_id": "c", "body": "still here"}
        assert (await mentee.do("send_message", **message))["seq"] == 1
        stalled._response.connection.transport.resume_reading()
        async with asyncio.timeout(10):
            while "resync" not in (await stalled.receive()).data:
                pass
