"""What we change in engine.io and Socket.IO: nobody without a session stays, nobody fills our memory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
import structlog.testing

import signalling.engine
import signalling.outlet
from signalling.engine import AT_ONCE

SOCKET = "/socket.io/?EIO=4&transport=websocket"
POLLING = "/socket.io/?EIO=4&transport=polling"


@contextlib.asynccontextmanager
async def raw(live, actor=None) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A WebSocket without a Socket.IO client; its first message was the handshake."""
    headers = {"X-Actor": actor.session_id} if actor else {}
    if actor:
        live.actors[actor.session_id] = actor
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(live.http.make_url(SOCKET), headers=headers) as socket,
    ):
        assert (await socket.receive_str()).startswith("0{")
        yield socket


async def until_closed(socket: aiohttp.ClientWebSocketResponse, seconds: float = 5) -> list[str]:
    """What came before the server hung up."""
    said = []
    async with asyncio.timeout(seconds):
        while (message := await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            said.append(message.data)
    return said


@pytest.fixture
def engine(live):
    return live.gateway.server.eio


async def nobody_is_left(engine) -> None:
    async with asyncio.timeout(5):
        while engine.sockets:
            await asyncio.sleep(0.01)


async def test_a_handshake_that_becomes_no_session_is_given_up(live, engine, monkeypatch):
    monkeypatch.setattr(signalling.engine, "CONNECT_S", 0.1)
    async with raw(live) as socket:
        await until_closed(socket)
    async with aiohttp.ClientSession() as http, http.get(live.http.make_url(POLLING)) as response:
        assert response.status == 200
    await nobody_is_left(engine)
    assert live.gateway.server._unconnected == {}


async def test_a_session_outlives_the_time_for_the_handshake(live, monkeypatch, world):
    monkeypatch.setattr(signalling.engine, "CONNECT_S", 0.1)
    async with raw(live, await world.user()) as socket:
        await socket.send_str("40")
        await asyncio.sleep(0.3)
        await socket.send_str('420["leave_call",{}]')
        answers = [await socket.receive_str() for _ in range(3)]
        assert any(answer.startswith("430[{") for answer in answers)


async def test_who_waits_for_us_is_not_given_up_and_of_many_only_some_come_in_at_once(
    live, engine, monkeypatch, world
):
    monkeypatch.setattr(signalling.engine, "CONNECT_S", 0.1)
    person, authenticate = await world.user(), live.gateway._authenticate
    asking, most, go_on = 0, 0, asyncio.Event()

    async def slow(request, token):
        nonlocal asking, most
        asking += 1
        most = max(most, asking)
        await go_on.wait()
        asking -= 1
        return await authenticate(request, token)

    monkeypatch.setattr(live.gateway, "_authenticate", slow)
    async with contextlib.AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(raw(live, person)) for _ in range(AT_ONCE + 3)]
        for socket in sockets:
            await socket.send_str("40")
        await asyncio.sleep(0.3)  # three times as long as the handshake may take
        assert (asking, most) == (AT_ONCE, AT_ONCE)
        go_on.set()
        for socket in sockets:
            while "welcome" not in await socket.receive_str():
                pass
    assert most == AT_ONCE


async def test_handshakes_have_a_number(live, engine, monkeypatch):
    monkeypatch.setattr(signalling.engine, "MOST_UNCONNECTED", 2)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(raw(live))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        async with http.get(live.http.make_url(POLLING)) as response:
            assert response.status == 401
        assert len(engine.sockets) == 2


async def test_who_is_refused_is_hung_up_on(live, engine):
    async with raw(live) as socket:
        await socket.send_str("40")
        assert any("unauthenticated" in packet for packet in await until_closed(socket))
    await nobody_is_left(engine)


async def test_who_leaves_and_stays_on_the_line_is_hung_up_on(live, engine, world):
    async with raw(live, await world.user()) as socket:
        await socket.send_str("40")
        while "welcome" not in await socket.receive_str():
            pass
        await socket.send_str("41")
        await until_closed(socket)
    await nobody_is_left(engine)
    assert len(live.directory) == 0


async def test_who_connects_twice_on_one_line_leaves_no_session_behind(live, engine, world):
    async with raw(live, await world.user()) as socket:
        for _ in range(3):
            await socket.send_str("40")
        await socket.send_str('420["leave_call",{}]')
        while not (await socket.receive_str()).startswith("430["):
            pass
    await nobody_is_left(engine)
    async with asyncio.timeout(5):
        while len(live.directory):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("packet", ["x", "8", "b@@@", "b", "42[[],{}]", "42", "42/elsewhere,[]", '42["'])
async def test_what_cannot_be_decoded_ends_the_connection_without_a_traceback(live, world, packet, caplog):
    async with raw(live, await world.user()) as socket:
        with structlog.testing.capture_logs() as log:
            await socket.send_str("40")
            await socket.send_str(packet)
            if packet != "8":  # an unknown kind: engine.io ignores it
                await until_closed(socket)
    assert [entry for entry in log if entry["log_level"] == "error"] == []
    assert caplog.records == []
    async with asyncio.timeout(5):
        while len(live.directory):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "body", [b"\xff", b"\x1e\x1e", b"x", b"d=", b"40\x1e" * 20, b"b@@@", b"", b"4" * 70_000, b"4\x1e2"]
)
async def test_no_post_breaks_the_polling_door(live, body, caplog):
    async with aiohttp.ClientSession() as http:
        async with http.get(live.http.make_url(POLLING)) as response:
            sid = (await response.text()).partition('"sid":"')[2].partition('"')[0]
        async with http.post(live.http.make_url(f"{POLLING}&sid={sid}"), data=body) as response:
            assert response.status < 500
        async with http.get(live.http.make_url(f"{POLLING}&sid=%0aa+forged+line")) as response:
            assert response.status == 400
    assert caplog.records == []


class Stuck:
    """A line that takes no more."""

    def __init__(self, transport) -> None:
        self._transport = transport
        self._left = 0

    def write(self, data: bytes) -> None:
        self._left += len(data)

    def get_write_buffer_size(self) -> int:
        return self._left

    def __getattr__(self, name: str):
        return getattr(self._transport, name)


async def test_a_post_to_a_session_that_has_ended_is_refused(live, engine):
    async with aiohttp.ClientSession() as http:
        async with http.get(live.http.make_url(POLLING)) as response:
            sid = (await response.text()).partition('"sid":"')[2].partition('"')[0]
        engine.sockets[sid].closed = True  # and engine.io has not swept it away yet
        async with http.post(live.http.make_url(f"{POLLING}&sid={sid}"), data=b"40") as response:
            assert response.status == 400


@pytest.mark.parametrize("packet", ["5", "40/elsewhere,", '420["leave_call",{}]'])
async def test_who_takes_no_answers_is_not_read_and_then_cut_off(live, engine, world, monkeypatch, packet):
    monkeypatch.setattr(signalling.outlet, "MOST_BYTES", 200)
    monkeypatch.setattr(signalling.outlet, "PATIENCE_S", 0.2)
    async with raw(live, await world.user()) as socket:
        await socket.send_str("40")
        while "welcome" not in await socket.receive_str():
            pass
        (served,) = engine.sockets.values()
        line = served.queue
        stuck = line._socket.transport = Stuck(line._socket.transport)
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await socket.send_str(packet)
                await asyncio.sleep(0)
        await until_closed(socket)
        assert 200 < stuck.get_write_buffer_size() <= 400
    await nobody_is_left(engine)


async def test_a_stalled_client_that_falls_silent_does_not_keep_its_line(live, engine, world):
    async with raw(live, await world.user()) as socket:
        await socket.send_str("40")
        (served,) = engine.sockets.values()
        async with asyncio.timeout(5):
            while not live.directory.is_online(next(iter(live.actors.values())).user_id):
                await asyncio.sleep(0.01)
        transport = served.transport
        transport.pause_reading()
        served.last_ping = 1.0  # long ago
        await served.check_ping_timeout()
        async with asyncio.timeout(3):
            while not transport.is_closing():
                await asyncio.sleep(0.01)


async def test_who_polls_and_fetches_no_answers_is_hung_up_on(live, engine, monkeypatch):
    monkeypatch.setattr(signalling.outlet, "MOST_PACKETS", 5)
    async with aiohttp.ClientSession() as http:
        async with http.get(live.http.make_url(POLLING)) as response:
            sid = (await response.text()).partition('"sid":"')[2].partition('"')[0]
        for _ in range(8):
            async with http.post(live.http.make_url(f"{POLLING}&sid={sid}"), data=b"5"):
                pass
        async with http.post(live.http.make_url(f"{POLLING}&sid={sid}"), data=b"5") as response:
            assert response.status == 400
    await nobody_is_left(engine)
