"""A served wire and real Socket.IO clients on it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer

from mentorpitch.actors import Actor
from mentorpitch.bots.tokens import find_bearer
from signalling.live import Live
from tests.fakes import FakeRooms
from tests.world import World


class Client:
    """A real python-socketio client that remembers what it was told."""

    def __init__(self) -> None:
        self.sio = socketio.AsyncClient(reconnection=False)
        self.told: list[tuple[str, dict]] = []
        self._news = asyncio.Condition()
        self.sio.on("*", self._hear)

    async def _hear(self, event: str, payload: dict) -> None:
        async with self._news:
            self.told.append((event, payload))
            self._news.notify_all()

    async def ask(self, event: str, payload: object) -> dict:
        """The ack, whatever it says."""
        return await self.sio.call(event, payload, timeout=5)

    async def do(self, event: str, **payload: object) -> dict:
        """The ack's data; the test fails when the ack is an error."""
        ack = await self.ask(event, payload)
        assert ack["ok"], ack
        return ack["data"]

    async def heard(self, event: str, **expected: object) -> dict:
        """Wait for an event with these fields, told already or to come; its payload."""

        def found() -> dict | None:
            for name, payload in self.told:
                if name == event and expected.items() <= payload.items():
                    return payload
            return None

        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(lambda: found() is not None)
        return found()

    def heard_names(self) -> list[str]:
        return [name for name, _ in self.told]


Connect = Callable[[Actor], Awaitable[Client]]


@pytest.fixture
async def live(world: World) -> AsyncIterator[Live]:
    """The wire of this world; a header stands for the cookie, which tests/mentorpitch try."""
    actors: dict[str, Actor] = {}

    async def authenticate(request: web.Request, token: str | None = None) -> Actor | None:
        if token is not None:
            return await find_bearer(world.db, token)
        return actors.get(request.headers.get("X-Actor", ""))

    made = Live(world.db, clock=world.clock, authenticate=authenticate, version="test")
    made.presence._grace_s = 0.05
    made.actors = actors
    app = web.Application()
    made.start(app, FakeRooms(made.on_room_event))
    # What is announced in this world is told on its wire.
    world.announce = lambda said: (world.announced.append(said), made.announce(said))
    made.http = TestServer(app)
    await made.http.start_server()
    yield made
    await made.close()
    await made.http.close()


@pytest.fixture
async def connect(world: World, live: Live) -> AsyncIterator[Connect]:
    async with contextlib.AsyncExitStack() as stack:

        async def connect(actor: Actor, *, transports: tuple[str, ...] = ("websocket",)) -> Client:
            live.actors[actor.session_id] = actor
            client = Client()
            how = (
                {"auth": {"token": world.secret(actor)}}
                if actor.is_bot
                else {"headers": {"X-Actor": actor.session_id}}
            )
            await client.sio.connect(
                str(live.http.make_url("/")),
                **how,
                transports=list(transports),
                wait_timeout=15,
            )
            stack.push_async_callback(client.sio.disconnect)
            await client.heard("bot_welcome" if actor.is_bot else "welcome")
            return client

        yield connect
