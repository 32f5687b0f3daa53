"""The door of the sockets: who may connect, one question after another, one ack for each."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
import socketio
import structlog
from aiohttp import web

from mentorpitch.actors import Actor
from mentorpitch.errors import ErrorBody, Invalid, Problem
from signalling.contract import ASKED
from signalling.engine import AT_ONCE, Server
from signalling.outlet import Outlet
from signalling.session import Directory, Session

log = structlog.get_logger()

Handler = Callable[[Session, Any], Awaitable[msgspec.Struct]]
# The second is the token of a bot that comes with the handshake; None for a person.
Authenticate = Callable[[web.Request, str | None], Awaitable[Actor | None]]
OnSession = Callable[[Session], Awaitable[None]]
# Raises unless the bot may ask this event with this question.
AdmitBot = Callable[[Session, str, object], Awaitable[None]]

MOST_SESSIONS = 20  # of one person: a lost client that comes back and back does not pile up
MOST_SESSIONS_OF_BOT = 5
TEND_EVERY_S = 1.0

DECODE = {event: msgspec.json.Decoder(question).decode for event, (question, _) in ASKED.items()}


class Gateway:
    """Turns packets into calls of handlers and their answers, or Problems, into acks."""

    def __init__(
        self,
        directory: Directory,
        handlers: Mapping[str, Handler],
        *,
        authenticate: Authenticate,
        admit_bot: AdmitBot,
        on_connect: OnSession,
        on_disconnect: OnSession,
    ) -> None:
        assert handlers.keys() == ASKED.keys(), "the contract and the handlers name the same events"
        self.directory = directory
        self.server = Server(self._ask)
        self._handlers = handlers
        self._authenticate = authenticate
        self._admit_bot = admit_bot
        self._on_connect = on_connect
        self._on_disconnect = on_disconnect
        self._tasks: set[asyncio.Task[None]] = set()
        self._tending: asyncio.Task[None] | None = None
        self._endings = 0  # of anybody's sessions
        self._greeting = asyncio.Semaphore(AT_ONCE)
        self.server.on("connect", self._connect)
        self.server.on("disconnect", self._disconnect)

    def attach(self, app: web.Application) -> None:
        self.server.attach(app)

    def start(self) -> None:
        self._tending = asyncio.create_task(self._tend(), name="tend")

    async def close(self) -> None:
        """Hang up on everybody: their clients come back to whoever serves next."""
        if self._tending:
            self._tending.cancel()
        await asyncio.gather(*(session.outlet.close() for session in self.directory))
        # Who is being greeted is greeted to the end: a query that is cancelled leaves its connection behind.
        await asyncio.gather(*self._tasks)
        await self.server.close()

    def note_endings(self) -> None:
        """Sessions have ended. Who comes in just now is asked again who they are."""
        self._endings += 1

    async def end(self, session: Session) -> None:
        """Hang up on one."""
        await session.outlet.close()

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        request, token = environ["aiohttp.request"], _token(auth)
        endings = self._endings
        actor = await self._authenticate(request, token)
        if actor is None:
            raise _refusal(ErrorBody(code="unauthenticated", message="Sign in first."))
        theirs = list(self.directory.of([actor.user_id]))
        if len(theirs) >= (MOST_SESSIONS_OF_BOT if actor.is_bot else MOST_SESSIONS):
            raise _refusal(ErrorBody(code="rate_limited", message="Too many connections."))
        session = Session(sid, actor, Outlet(self.server, sid), now=time.monotonic())
        self.directory.add(session)
        # In a task, so that the CONNECT packet goes out first.
        self._run(self._greet(session, request, token, endings))

    async def _greet(self, session: Session, request: web.Request, token: str | None, endings: int) -> None:
        async with self._greeting:
            # What ended between question and entry could not be found yet, and was not hung up on.
            if endings != self._endings and await self._authenticate(request, token) is None:
                await self.end(session)
            elif self.directory.find(session.sid):  # else gone already, and its leaving was told
                await self._on_connect(session)

    async def _disconnect(self, sid: str, _reason: str = "") -> None:
        session = self.directory.find(sid)
        if session:
            self.directory.remove(session)
            session.outlet.release()
            await self._on_disconnect(session)

    async def _ask(self, event: str, sid: str, arguments: list[msgspec.Raw]) -> dict[str, object]:
        session = self.directory.find(sid)
        if session is None:
            return _refused(Problem("unauthenticated", "Sign in first."))
        try:
            request = self._decoded(session, event, arguments)
            if session.actor.is_bot:
                await self._admit_bot(session, event, request)
            return {"ok": True, "data": await self._handlers[event](session, request)}
        except Problem as problem:
            return _refused(problem)
        except Exception:
            log_id = secrets.token_hex(6)
            log.exception("handler failed", event_name=event, log_id=log_id)
            body = ErrorBody(code="internal", message="Something went wrong here.", log_id=log_id)
            return {"ok": False, "error": body}

    def _decoded(self, session: Session, event: str, arguments: list[msgspec.Raw]) -> object:
        if wait_s := session.pace.wait_s(time.monotonic()):
            raise Problem(
                "rate_limited", "Too many questions at once.", retry_after_ms=int(wait_s * 1000) + 1
            )
        if event not in DECODE:
            raise Invalid("There is no such event.")
        if len(arguments) != 1:
            raise Invalid("An event takes one object.")
        try:
            return DECODE[event](arguments[0])
        except msgspec.DecodeError as error:
            raise Invalid(str(error)) from None

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(TEND_EVERY_S)
            now = time.monotonic()
            for session in self.directory:
                if not session.tend(now):
                    log.info("gave up a connection that could not follow")
                    await self.end(session)

    def _run(self, work: Awaitable[None]) -> None:
        async def guarded() -> None:
            try:
                await work
            except Exception:
                log.exception("background work failed")

        task = asyncio.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _token(auth: object) -> str | None:
    """The token that comes with a handshake; what is none is the token of nobody."""
    if not isinstance(auth, dict) or "token" not in auth:
        return None
    return auth["token"] if isinstance(auth["token"], str) else ""


def _refusal(body: ErrorBody) -> socketio.exceptions.ConnectionRefusedError:
    """The client sees the code as the error's message and the whole body as its data."""
    return socketio.exceptions.ConnectionRefusedError(body.code, msgspec.to_builtins(body))


def _refused(problem: Problem) -> dict[str, object]:
    return {"ok": False, "error": problem.body}
