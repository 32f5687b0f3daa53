"""Whatever is sent to the HTTP door, it answers: never with an `internal` error, never with a traceback."""

import asyncio
import json
import random
import re
from urllib.parse import quote

import pytest
import structlog.testing

from mentorpitch.web.endpoints import ENDPOINTS

ROUNDS = 25  # of each endpoint
PLACEHOLDER = re.compile(r"\{(\w+)\}")

NASTY = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "x\udfffy",
    "\u202egro.live",
    "\u200b",
    "e\u0301" * 300,
    "İ@ẞ.example",
    "' OR 1=1 --",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "%00%ff%ZZ",
    "\r\nSet-Cookie: mentorpitch=x",
    "9" * 30,
    "-1",
    "1e400",
    "NaN",
    "²",
    "１２",
    "a" * 300,
    "a" * 70_000,
)
ODD = (None, True, -1, 0, 2**53, 2**53 + 1, 2**63, 2**64, -(2**70), 1.5, 1e308, [], {}, [[]], {"a": 1})
RAW = (
    b"",
    b"{",
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b"\xff\xfe",
    b"null",
    b'"\\ud800"',
    b"9" * 10_000,
    b'{"email": 1' + b"0" * 5_000 + b"}",
    b'{"email":"a","email":"b","password":"c"}',
    b"x" * 70_000,
)


@pytest.fixture
def chance():
    return random.Random(20261123)


def encoded(value: object) -> bytes:
    # As a client could that does not care: lone surrogates as escapes.
    return json.dumps(value).encode()


def some_path(chance: random.Random, path: str, known: tuple[str, ...]) -> str:
    def fill(_: re.Match[str]) -> str:
        text = chance.choice((*known, *NASTY[:-1]))
        return quote(text.encode("utf-8", "surrogatepass"), safe=chance.choice(("", "/"))) or "x"

    return PLACEHOLDER.sub(fill, path)


def some_body(chance: random.Random, fields: tuple[str, ...]) -> bytes:
    if chance.random() < 0.15:
        return chance.choice(RAW)
    usual = {"time_zone": "Europe/Lisbon", "password": "a long enough one", "email": "a@b.example"}
    sent: dict[str, object] = {}
    for field in fields:
        match chance.randrange(4):
            case 0:
                sent[field] = usual.get(field, "mentor")
            case 1:
                sent[field] = chance.choice(ODD)
            case 2 | 3:
                sent[field] = chance.choice(NASTY)
    if chance.random() < 0.1:
        sent[chance.choice(NASTY)] = 1
    return encoded(sent)


async def test_no_input_breaks_an_endpoint(door, world, chance, caplog):
    pair, admin = await world.mentorship(), await world.user(is_admin=True)
    known = (
        pair.conversation_id,
        pair.mentorship_id,
        pair.programme_id,
        pair.mentor.user_id,
        "1",
    )
    with structlog.testing.capture_logs() as log:
        for endpoint in ENDPOINTS:
            if endpoint.path in ("/api/sessions", "/api/session") and endpoint.method == "DELETE":
                continue  # whoever asks would be gone
            if endpoint.path.endswith(("/ban", "/end")):
                continue  # so would everybody else
            for _ in range(ROUNDS):
                path = some_path(chance, endpoint.path, known)
                if endpoint.query or chance.random() < 0.1:
                    fields = endpoint.query.__struct_fields__ if endpoint.query else ("before",)
                    given = [
                        f"{name}={quote(chance.choice(NASTY[:-1]).encode('utf-8', 'surrogatepass'))}"
                        for name in fields
                    ]
                    path += "?" + "&".join(given)
                by = chance.choice((None, pair.mentor, pair.mentee, pair.manager, admin))
                headers = {"X-Forwarded-For": chance.choice(("", "1.2.3.4", "x, ::1", "\t,,"))}
                data = None
                if endpoint.body:
                    data = some_body(chance, endpoint.body.__struct_fields__)
                    headers["Content-Type"] = chance.choice(
                        ("application/json",) * 9 + ("text/plain", "application/json; charset=utf-16", "x")
                    )
                    if chance.random() < 0.05:
                        headers["Content-Encoding"] = chance.choice(("gzip", "deflate", "br", "nonsense"))
                answer = await door.ask(endpoint.method, path, by=by, data=data, headers=headers)
                said = (endpoint.method, path[:100], (data or b"")[:200], answer.raw[:300])
                assert answer.status < 500, said
    assert [entry for entry in log if entry["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize(
    "path",
    [
        f"/static/{'a' * 300}.js",
        f"/static/{'a/' * 2_000}a.js",
        "/static/%00.js",
        "/static/%ff%fe.js",
        "/static/%ED%A0%80.js",
        "/static/..%2f..%2fserver.py",
        "/static/%2e%2e/%2e%2e/etc/passwd.js",
        "/static//etc/hosts.json",
        "/static/.js",
        "/static/con.js/",
        "/%00",
        "/%ff",
        "/" + "a" * 5_000,
        "/api/%ff",
        "/api//session",
    ],
)
async def test_no_address_breaks_the_pages(door, path):
    with structlog.testing.capture_logs() as log:
        answer = await door.get(path)
    assert answer.status in (200, 404)
    assert log == []
    assert b"def " not in answer.raw


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x00\xa5\x01\x00\x00",  # TLS, to a door without it
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a=b; " * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: mentorpitch=\xff\xfe; theme=\x80\r\n\r\n",
        b'GET /api/session HTTP/1.1\r\nHost: x\r\nCookie: mentorpitch="\\377\\200\\012"\r\n\r\n',
        b"GET /api/session HTTP/1.1\r\nHost: x\r\nCookie: mentorpitch=\xed\xa0\x80\r\n\r\n",
        b"GET /api/session HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
        b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0",
        b"POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /api/setup HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /?%ff=%ff#%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
async def test_no_bytes_break_the_door(door, caplog, sent):
    with structlog.testing.capture_logs() as log:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.client.port)
        writer.write(sent)
        writer.write_eof()
        async with asyncio.timeout(5):
            answer = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert b"Traceback" not in answer
    assert log == []
    assert [record.getMessage() for record in caplog.records] == []
    assert (await door.get("/api/setup")).status == 200
