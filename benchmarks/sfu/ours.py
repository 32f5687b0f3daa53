"""Our own server: pairs who join their calls through the real signalling."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import socketio

from benchmarks.sfu.leg import OPUS, VP8, Leg, Line
from benchmarks.sfu.network import ADDRESS
from mentorpitch.actors import Actor
from mentorpitch.store.upgrade import upgrade
from tests.served import Served
from tests.world import World, WorldMentorship

_SLOTS = 2


class Ours:
    """`legs` are all transports, `senders` those that send; here they are the same."""

    def __init__(self, served: Served, pairs: list[WorldMentorship], secrets: dict[str, str]) -> None:
        self._served, self._pairs, self._secrets = served, pairs, secrets
        self.legs: list[Leg] = []
        self.senders = self.legs
        self.clients: list[socketio.AsyncClient] = []
        self._sessions: list[aiohttp.ClientSession] = []

    @property
    def pid(self) -> int:
        return self._served.process.pid

    @property
    def plan(self) -> dict[str, object]:
        """For `benchmarks.chat`: the same pairs, who write to each other."""
        clients = [
            {"cookie": self._cookie(actor), "conversation_id": pair.conversation_id}
            for pair in self._pairs
            for actor in (pair.mentor, pair.mentee)
        ]
        return {"url": self._served.url, "pid": self.pid, "clients": clients}

    async def join(self) -> None:
        """Everybody enters their call."""
        for pair in self._pairs:
            await asyncio.gather(*(self._enter(pair, actor) for actor in (pair.mentor, pair.mentee)))

    async def leave(self) -> None:
        for http in self._sessions:
            await http.close()

    async def _enter(self, pair: WorldMentorship, actor: Actor) -> None:
        http = aiohttp.ClientSession()  # one for each: the Socket.IO client keeps its cookie there
        self._sessions.append(http)
        client = await self._served.connect(self._cookie(actor), http)
        self.clients.append(client)
        ticket = await _ask(client, "request_ticket", mentorship_id=pair.mentorship_id)
        leg = Leg()
        self.legs.append(leg)
        joined = await _ask(
            client,
            "join_call",
            ticket=ticket["ticket"],
            offer=leg.describe(lines(leg, _SLOTS), setup="actpass"),
            uplinks={"0": "microphone", "1": "camera"},
            on=["microphone", "camera"],
        )
        await leg.connect(joined["answer"])

    def _cookie(self, actor: Actor) -> str:
        return f"mentorpitch={self._secrets[actor.session_id]}"


def lines(leg: Leg, slots: int) -> list[Line]:
    """Microphone, camera, and as many slots of each kind."""
    return [
        Line("0", "audio", "sendonly", OPUS, leg.ssrcs["audio"]),
        Line("1", "video", "sendonly", VP8, leg.ssrcs["video"]),
        *(Line(str(2 + 2 * at), "audio", "recvonly", OPUS) for at in range(slots)),
        *(Line(str(3 + 2 * at), "video", "recvonly", VP8) for at in range(slots)),
    ]


async def _ask(client: socketio.AsyncClient, event: str, **payload: object) -> dict:
    ack = await client.call(event, payload, timeout=20)
    if not ack["ok"]:
        raise RuntimeError(f"{event}: {ack['error']}")
    return ack["data"]


@contextlib.asynccontextmanager
async def ours(folder: Path, rooms: int) -> AsyncIterator[Ours]:
    """The server with so many pairs, started."""
    served = Served(folder)
    served.database.parent.mkdir(parents=True)
    upgrade(served.database)
    world = World(served.database)
    world.clock.now = datetime.now(UTC)
    async with world.db:
        pairs = [await world.mentorship() for _ in range(rooms)]
    secrets = {a.session_id: world.secret(a) for pair in pairs for a in (pair.mentor, pair.mentee)}
    served.process = await served.run("serve", MENTORPITCH__MEDIA__HOST=ADDRESS)
    await served.ready()
    try:
        yield Ours(served, pairs, secrets)
    finally:
        await served.stop()
