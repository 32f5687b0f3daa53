"""One request as a handler sees it: who asks, for what, with which words; and how it is answered."""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar
from urllib.parse import quote

import msgspec
from aiohttp import web

from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.bots.scopes import NO_BOTS, Scopes
from mentorpitch.clock import Clock
from mentorpitch.errors import Invalid, NotFound, Unauthenticated
from mentorpitch.store.files import too_large
from mentorpitch.web import auth
from mentorpitch.web.guests import admit_bot
from mentorpitch.web.origin import client_address
from mentorpitch.web.services import SERVICES, Services

T = TypeVar("T")

BODY_S = 30  # for a body of 64 KiB; whoever takes longer only holds a connection
UPLOAD_S = 20 * 60  # for a file; of which
SILENCE_S = 30  # without a byte
# Should a browser show it after all: as a document of no site, without scripts, that loads nothing.
HARMLESS = "sandbox; default-src 'none'; frame-ancestors 'none'"

# Where msgspec says that something is wrong.
PATH = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
MISSING = re.compile(r"missing required field `([^`]+)`")


class Effects(TypedDict):
    announce: Announce
    clock: Clock


class Ask:
    """What a handler is given."""

    def __init__(self, request: web.Request, actor: Actor | None, body: Any, query: Any) -> None:
        self._request = request
        self._actor = actor
        self._body = body
        self._query = query
        self.services: Services = request.app[SERVICES]
        self.secret: str | None = None  # to be remembered by the browser
        self.forget = False  # the browser forgets its secret

    @property
    def actor(self) -> Actor:
        """Who asks. Raises Unauthenticated."""
        if self._actor is None:
            raise Unauthenticated()
        return self._actor

    @property
    def address(self) -> str:
        return client_address(self._request)

    @property
    def effects(self) -> Effects:
        """What a function needs that writes: the ears of everybody, and the time."""
        return {"announce": self.services.announce, "clock": self.services.clock}

    def path(self, name: str) -> Any:
        """A part of the path, by its name in the endpoint table: an id."""
        return self._request.match_info[name]

    def number(self, name: str) -> int:
        """A part of the path that counts. Raises NotFound: no such thing has another name."""
        text = self._request.match_info[name]
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise NotFound("page")
        return int(text)

    def body(self, kind: type[T]) -> T:
        """The body that the endpoint table promised."""
        assert isinstance(self._body, kind)
        return self._body

    def query(self, kind: type[T]) -> T:
        assert isinstance(self._query, kind)
        return self._query

    async def chunks(self, *, most_bytes: int) -> AsyncIterator[bytes]:
        """The bytes of a file as they come. Raises `too_large` or `invalid` as soon as it is clear."""
        if (self._request.content_length or 0) > most_bytes:
            raise too_large(most_bytes)
        try:
            async with asyncio.timeout(UPLOAD_S):
                while not self._request.content.at_eof():
                    async with asyncio.timeout(SILENCE_S):
                        chunk = await self._request.content.readany()
                    yield chunk
        except TimeoutError as error:
            raise Invalid("The file did not come in time.") from error
        except (web.RequestPayloadError, ConnectionError) as error:
            raise Invalid("The file did not come whole.") from error


class Csv(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to be kept as a file."""

    name: str
    text: str


class File(msgspec.Struct, frozen=True, kw_only=True):
    """An answer out of a file: with a name, to be kept under it; without one, a picture to be shown."""

    path: Path
    media_type: str
    name: str | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that was made just now, to be kept as a file."""

    body: bytes
    media_type: str
    name: str  # of letters, digits, dots and dashes


class Ics(msgspec.Struct, frozen=True, kw_only=True):
    """An answer for a calendar: with a name, to be kept under it; without one, to be asked for again."""

    text: str
    name: str | None = None


Handler = Callable[[Ask], Awaitable[Any]]
Who = Literal[
    "anyone", "signed in", "one of the two", "the mentor", "the mentee", "member", "manager", "admin", "a bot"
]


class Endpoint(msgspec.Struct, frozen=True):
    """A line of the endpoint table. `who` beyond "signed in" is decided in access.py; here it is told."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    handler: Handler
    who: Who
    answer: Any
    summary: str
    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    status: int = 200
    most_bytes: int | None = None  # of the body; None: as everywhere
    takes_file: bool = False  # the body is the bytes of a file: Ask.chunks
    bots: Scopes = NO_BOTS  # one of which lets a bot in, too


encoder = msgspec.json.Encoder()


def route(endpoint: Endpoint) -> web.RouteDef:
    """The endpoint as aiohttp knows it."""
    decoder = msgspec.json.Decoder(endpoint.body) if endpoint.body else None

    async def serve(request: web.Request) -> web.StreamResponse:
        actor = None
        if endpoint.who != "anyone":
            actor = await auth.find_actor(request)
            if actor is None:
                raise Unauthenticated()
            if actor.is_bot:
                await admit_bot(request, actor, endpoint.bots)
        if endpoint.most_bytes:  # for who is signed in; what they may, is asked later
            request = request.clone(client_max_size=endpoint.most_bytes)
        with _refusing_other_shapes():
            body = decoder.decode(await _json(request)) if decoder else None
            given = dict(request.query)
            query = msgspec.convert(given, endpoint.query, strict=False) if endpoint.query else None
        ask = Ask(request, actor, body, query)
        answer = await endpoint.handler(ask)
        response = _respond(answer, endpoint.status, request)
        if ask.secret:
            auth.remember(response, ask.services.settings, ask.secret)
        elif ask.forget:
            auth.forget(response, ask.services.settings)
        return response

    return web.route(endpoint.method, endpoint.path, serve)


def _respond(answer: Any, status: int, request: web.Request) -> web.StreamResponse:
    match answer:
        case Ics():
            return ics_response(answer, request)
        case Csv():
            return csv_response(answer)
        case File():
            return file_response(answer)
        case Made():
            return made_response(answer)
    return json_response(answer, status=status)


def json_response(
    content: Any,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
) -> web.Response:
    return web.Response(
        body=encoder.encode(content),
        status=status,
        content_type=content_type,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def csv_response(file: Csv) -> web.Response:
    return web.Response(
        text=file.text,
        content_type="text/csv",
        charset="utf-8",
        headers={"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def made_response(made: Made) -> web.Response:
    headers = {
        "Content-Type": made.media_type,
        "Content-Security-Policy": HARMLESS,
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{made.name}"',
    }
    return web.Response(body=made.body, headers=headers)


def ics_response(file: Ics, request: web.Request) -> web.Response:
    """Whoever has the same already gets 304 (RFC 9110, 13.1.2)."""
    headers = {"Cache-Control": "private, no-cache"}
    if file.name:
        headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    body = file.text.encode()
    etag = hashlib.sha256(body).hexdigest()[:32]
    known = request.if_none_match or ()
    if any(each.value in (etag, "*") for each in known):
        response = web.Response(status=304, headers=headers)
    else:
        response = web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)
    response.etag = etag
    return response


def file_response(file: File) -> web.FileResponse:
    headers = {
        "Content-Type": file.media_type,
        "Content-Security-Policy": HARMLESS,
        "Cache-Control": "private, no-store",
    }
    if file.name is not None:
        # RFC 6266: the name in UTF-8; without it, for whoever knows only ASCII.
        plain = re.sub(r"[^A-Za-z0-9 ,._-]", "_", file.name)
        headers["Content-Disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
        )
    return web.FileResponse(file.path, headers=headers)


async def _json(request: web.Request) -> bytes:
    # A plain form of another site can send any text, but not under this name.
    if request.content_type != "application/json":
        raise Invalid("The body must be JSON, sent as application/json.")
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError as error:
        raise Invalid("The body did not come in time.") from error
    except web.RequestPayloadError as error:  # not what Content-Encoding or Transfer-Encoding says
        raise Invalid("The body cannot be read.") from error


@contextlib.contextmanager
def _refusing_other_shapes() -> Iterator[None]:
    """Make what msgspec says of a request an answer, with the field's name apart from the sentence."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise Invalid("The request is not valid UTF-8.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        text = str(error)
        found = PATH.search(text)
        field = found[1] if found else ""
        if missing := MISSING.search(text):
            field = f"{field}.{missing[1]}".lstrip(".")
        raise Invalid(PATH.sub("", text), field=field or None) from error
