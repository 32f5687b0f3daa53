"""What a client is sent, queued for a poll or written to its WebSocket in the same turn of the loop."""

import asyncio

import aiohttp
import pytest
from engineio.packet import NOOP, PING, Packet

from signalling.line import Line, Outgoing


class Transport:
    def __init__(self) -> None:
        self.written = b""
        self.writes = 0
        self.closing = False

    def write(self, data: bytes) -> None:
        self.written += data
        self.writes += 1

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return len(self.written)


class Socket:
    def __init__(self) -> None:
        self.transport = Transport()
        self.finished = 0

    def finish(self) -> None:
        self.finished += 1


async def test_a_poll_gets_what_waits_in_order_and_waits_for_what_comes():
    line = Line()
    for text in (b"2a", b"2b"):
        line.put_nowait(Outgoing(text))
    assert (line.packets, line.bytes) == (2, 10)
    assert [(await line.get()).encode() for _ in range(2)] == ["42a", "42b"]
    assert (line.packets, line.bytes, line.empty()) == (0, 0, True)
    poll = asyncio.create_task(line.get())
    await asyncio.sleep(0)
    await line.put(Packet(NOOP))
    assert (await poll).encode() == "6"
    with pytest.raises(asyncio.QueueEmpty):
        line.get_nowait()


async def test_a_poll_that_gave_up_takes_nothing_with_it():
    line = Line()
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(line.get(), 0.001)
    line.put_nowait(Outgoing(b"2a"))
    assert (await line.get()).data == "2a"


async def test_an_open_socket_is_written_to_in_the_same_turn_beginning_with_what_waits():
    line, socket = Line(), Socket()
    line.put_nowait(Packet(PING))
    line.open(socket)
    assert socket.transport.written == b"\x81\x012"
    line.put_nowait(Outgoing("2é".encode()))
    line.put_nowait(Outgoing(b"2f"))
    assert (line.packets, line.bytes) == (0, 3 + 6 + 5)  # what is about to be written counts
    await asyncio.sleep(0)
    assert socket.transport.written == b"\x81\x012" + b"\x81\x0442" + "é".encode() + b"\x81\x0342f"
    assert socket.transport.writes == 2
    line.put_nowait(None)
    await asyncio.sleep(0)
    assert socket.finished == 1
    socket.transport.closing = True
    line.put_nowait(Outgoing(b"2too late"))
    await asyncio.sleep(0)
    assert line.bytes == 3 + 6 + 5


async def test_what_was_said_last_leaves_before_the_line_is_cut():
    line, socket = Line(), Socket()
    line.open(socket)
    line.put_nowait(Outgoing(b"2bye"))
    line.cut()
    await asyncio.sleep(0)
    assert socket.transport.written == b"\x81\x0542bye"
    line.put_nowait(Outgoing(b"2too late"))
    await asyncio.sleep(0)
    assert line.packets == 1


@pytest.mark.parametrize("size", [0, 123, 124, 125, 65_533, 65_534, 65_535, 200_000])
async def test_a_frame_of_any_size_is_read_as_it_was_written(aiohttp_client, size):
    """By aiohttp's own reader of RFC 6455."""

    async def serve(request: aiohttp.web.Request) -> aiohttp.web.WebSocketResponse:
        socket = aiohttp.web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        request.transport.write(Outgoing(b"x" * size).frame + Outgoing(b"next").frame)
        await socket.receive()
        return socket

    app = aiohttp.web.Application()
    app.router.add_get("/", serve)
    async with (await aiohttp_client(app)).ws_connect("/") as socket:
        assert await socket.receive_str() == "4" + "x" * size
        assert await socket.receive_str() == "4next"
