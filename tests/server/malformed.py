"""Packets that no client of this protocol would send, and two ways to send them."""

import io
import json
import random
from collections.abc import Iterable, Iterator

import aiohttp

VALID = (
    b'42["set_typing",{"conversation_id":"conversation-1","typing":true}]',
    b'421["sync",{"conversation_id":"conversation-1","since":0}]',
    b'42["leave_call",{}]',
    b"40",
    b'43[{"ok":true}]',
    b'451-["upload",{"_placeholder":true,"num":0}]',
)
ODD = (
    b"",
    b"4",
    b"40",  # comes in once more
    b"42",
    b"45",
    b"8",
    b"9" * 40,
    b"x",
    b"\0",
    b"\xff\xfe",
    b"41",  # leaves, and stays on the line
    b'42["\xed\xa0\x80"]',  # a lone surrogate, as bytes
    b'42["\\ud800",{}]',  # and as JSON
    b'42["sync",{"conversation_id":"\\u0000","since":0}]',
    b'42["no_such_event",{}]',
    b'42["sync"]',
    b'42["sync",{},{},{}]',
    b"42" + b"[" * 20_000,
    b'42["sync",' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"]",
    b"42" + b"9" * 300 + b'["sync",{}]',
    b'42["sync",' + b"9" * 5_000 + b"]",
    b'42/elsewhere,["sync",{}]',
    b"40/elsewhere,",
    b'459-["upload",{"_placeholder":true,"num":0}]',  # attachments that never come
    b'4599999999999-["upload",{}]',
    b'461-1[{"_placeholder":true,"num":0}]',
    b"bAAAA",
    b"b@@@",
    b"6",
    b"5",
    b"2probe",
    b"3" * 1_000,
    b'42["sync",{"conversation_id":"' + b"x" * 60_000 + b'"}]',
    b'42["sync","' + b"x" * 70_000 + b'"]',
)
HUGE = b'42["sync","' + b"x" * 10_000_000 + b'"]'


def packets(chance: random.Random, count: int) -> Iterator[bytes]:
    """One third each: known oddities, valid ones that are damaged, noise. Now and then 10 MB."""
    for n in range(count):
        if n % 1_000 == 50:
            yield HUGE
        elif n % 3 == 0:
            yield ODD[n // 3 % len(ODD)]
        elif n % 3 == 1:
            yield damaged(chance, chance.choice(VALID))
        else:
            yield b"4" * chance.randint(0, 1) + chance.randbytes(chance.randint(1, 200))


def damaged(chance: random.Random, packet: bytes) -> bytes:
    said = bytearray(packet)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(said) + 1)
        match chance.randrange(3):
            case 0:
                del said[at : at + chance.randint(1, 5)]
            case 1:
                said[at:at] = chance.choice((b"[", b"{", b'"', b"\0", b"\\", b"9" * 30, b"\x1e", b"null"))
            case _:
                said[at : at + 1] = chance.randbytes(1)
    return bytes(said)


def _probe(number: int) -> bytes:
    return b'42%d["leave_call",{}]' % number


async def over_websocket(url: str, cookie: str, thrown: Iterable[bytes]) -> None:
    """After each the connection has answered a question, or was closed and is opened anew."""
    headers = {"Cookie": cookie, "Origin": url}
    async with aiohttp.ClientSession(headers=headers) as http:
        socket: aiohttp.ClientWebSocketResponse | None = None
        for number, packet in enumerate(thrown, 1_000):
            if socket is None:
                socket = await http.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", max_msg_size=0)
                await socket.send_str("40")
            try:
                await socket.send_frame(packet, aiohttp.WSMsgType.TEXT)
                await socket.send_frame(_probe(number), aiohttp.WSMsgType.TEXT)
            except OSError:
                pass  # it has hung up
            if not await _is_answered(socket, number):
                await socket.close()
                socket = None
        if socket:
            await socket.close()


async def _is_answered(socket: aiohttp.ClientWebSocketResponse, number: int) -> bool:
    """False: the server has hung up."""
    while (message := await socket.receive(timeout=15)).type is aiohttp.WSMsgType.TEXT:
        if message.data.startswith(f"43{number}["):
            return True
        if message.data == "2":
            await socket.send_str("3")
    return False


async def over_polling(url: str, cookie: str, thrown: Iterable[bytes]) -> None:
    """Each is taken or refused with a 4xx; what was refused ends the session."""
    place = f"{url}/socket.io/?EIO=4&transport=polling"
    headers = {"Cookie": cookie, "Origin": url}
    sid = ""
    async with aiohttp.ClientSession(headers=headers) as http:
        for number, packet in enumerate(thrown, 1_000):
            if not sid:
                async with http.get(place) as response:
                    sid = json.loads((await response.text())[1:])["sid"]
                await _post(http, f"{place}&sid={sid}", b"40")
            session = f"{place}&sid={sid}"
            goes_on = await _post(http, session, packet) and await _post(http, session, _probe(number))
            while goes_on:
                async with http.get(session) as response:
                    said = await response.text()
                    goes_on = response.status == 200
                if f"43{number}[" in said:
                    break
                if "2" in said.split("\x1e"):
                    await _post(http, session, b"3")
            if not goes_on:
                sid = ""
        if sid:
            await _post(http, f"{place}&sid={sid}", b"1")


async def _post(http: aiohttp.ClientSession, place: str, body: bytes) -> bool:
    """Whether it was taken."""
    try:
        async with http.post(place, data=io.BytesIO(body)) as response:
            assert response.status < 500, body[:100]
            return response.status == 200
    except aiohttp.ClientError:  # hung up on in the middle of something too long
        return False
