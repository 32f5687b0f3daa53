"""The running server among people who mean it no good, and on a disk that does not help."""

import asyncio
import contextlib
import json
import sqlite3
import time

import aiohttp
import pytest

from tests.served import Served, serving

SOCKET = "/socket.io/?EIO=4&transport=websocket"
POLLING = "/socket.io/?EIO=4&transport=polling"


async def test_it_stops_in_time_and_in_peace_whoever_is_connected(tmp_path):
    async with contextlib.AsyncExitStack() as stack:
        served = await stack.enter_async_context(serving(tmp_path, "--demo"))
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        cookie = await served.sign_in("mentee@demo.example")
        for _ in range(8):  # who follow
            client = await served.connect(cookie, http)
            stack.push_async_callback(client.disconnect)
        signed = {"Cookie": cookie, "Origin": served.url}
        for _ in range(5):  # who say nothing more, not even goodbye
            ws = await http.ws_connect(served.url + SOCKET, headers=signed, autoping=False)
            await ws.send_str("40")
        for _ in range(5):  # who never enter
            await http.ws_connect(served.url + SOCKET, headers={"Origin": served.url})
        polls = []
        for _ in range(3):
            async with http.get(served.url + POLLING, headers=signed) as response:
                sid = json.loads((await response.text())[1:])["sid"]
            polls.append(asyncio.create_task(http.get(f"{served.url}{POLLING}&sid={sid}", headers=signed)))
        halves = [await asyncio.open_connection("127.0.0.1", served.port) for _ in range(5)]
        for _, writer in halves:
            writer.write(b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        await asyncio.sleep(0.5)
        begun = time.monotonic()
        assert await served.stop() == 0
        assert time.monotonic() - begun < 5
        assert "Traceback" not in served.log.read_text()
        for poll in polls:
            poll.cancel()
        for _, writer in halves:
            writer.close()


async def test_strangers_bytes_are_neither_an_accident_nor_in_the_log(tmp_path):
    async with serving(tmp_path) as served, aiohttp.ClientSession() as http:
        for sent in (
            b"\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nCookie: mentorpitch=a-secret-word; "
            + b"a=b; " * 10_000
            + b"\r\n\r\n",
            b"POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\na-secret-word\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
            writer.write(sent)
            writer.write_eof()
            await reader.read()
            writer.close()
        for packet in ("x", "b@@@", "40[", "4"):
            async with http.ws_connect(served.url + SOCKET, headers={"Origin": served.url}) as ws:
                await ws.send_str(packet)
                await ws.receive()
        forged = f"{served.url}{POLLING}&sid=%0aa-secret-word"
        async with http.get(forged, headers={"Origin": served.url}) as response:
            assert response.status == 400
        log = served.log.read_text()
    assert "Traceback" not in log
    assert "a-secret-word" not in log


async def ended(served: Served) -> tuple[int, str]:
    process = await served.run("serve")
    return await process.wait(), served.log.read_text()


@pytest.mark.parametrize("what", ["no database", "a folder", "a torn database"])
async def test_what_is_no_database_stops_it_in_one_line(tmp_path, what):
    served = Served(tmp_path)
    served.database.parent.mkdir()
    match what:
        case "no database":
            served.database.write_bytes(b"this is not a database, whatever its name says" * 100)
        case "a folder":
            served.database.mkdir()
        case "a torn database":
            with sqlite3.connect(served.database) as database:
                database.execute("CREATE TABLE alembic_version (other TEXT)")
            database.close()
    code, log = await ended(served)
    assert code == 2
    assert "mentorpitch.sqlite" in log
    assert "Traceback" not in log
