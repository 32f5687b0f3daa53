"""A server that is stopped while people talk: they know it at once, and the next one takes them in."""

import asyncio
import time

import aiohttp
import pytest

from tests.rooms.client import UPLINKS, Client
from tests.served import Served, serving

PEOPLE = ("mentor@demo.example", "mentee@demo.example")


class Caller:
    """Somebody in a call through the real signalling, who talks all the time."""

    def __init__(self, served: Served, cookie: str, mentorship_id: str) -> None:
        self._served, self._cookie, self._mentorship_id = served, cookie, mentorship_id

    async def enter(self) -> None:
        self._http = aiohttp.ClientSession()
        self._socket = await self._served.connect(self._cookie, self._http)
        ticket = await self._ask("request_ticket", mentorship_id=self._mentorship_id)
        self.media = Client("somebody")
        joined = await self._ask(
            "join_call",
            ticket=ticket["ticket"],
            offer=self.media.offer(),
            uplinks={mid: source.value for mid, source in UPLINKS.items()},
            on=["microphone"],
        )
        self.media.answered(joined["answer"])
        await self.media.connect()
        self._talking = asyncio.create_task(self._talk())

    async def leave(self) -> None:
        self._talking.cancel()
        await self.media.close()
        await self._socket.disconnect()
        await self._http.close()

    async def is_hung_up(self) -> None:
        async with asyncio.timeout(10):
            while self.media._dtls.state == "connected":
                await asyncio.sleep(0.01)

    async def hears(self) -> None:
        heard = len(self.media.packets)
        await self.media.until(lambda: len(self.media.packets) > heard + 5, timeout_s=20)

    async def _talk(self) -> None:
        number = 0
        while True:
            number += 1
            if self.media._dtls.state == "connected":
                self.media.send("0", number, timestamp=960 * number)
            await asyncio.sleep(0.02)

    async def _ask(self, event: str, **payload: object) -> dict:
        ack = await self._socket.call(event, payload, timeout=20)
        assert ack["ok"], ack
        return ack["data"]


@pytest.fixture
async def served(tmp_path):
    async with serving(tmp_path, "--demo") as served:
        yield served


async def mentorships(served: Served, cookie: str) -> set[str]:
    page = await served.get("/api/mentorships", cookie)
    return {one["mentorship_id"] for one in page["mentorships"]}


async def test_a_stop_amid_a_call_is_quick_and_told_and_the_next_server_takes_everybody_in(served):
    cookies = [await served.sign_in(email) for email in PEOPLE]
    (shared,) = set.intersection(*[await mentorships(served, cookie) for cookie in cookies])
    callers = [Caller(served, cookie, shared) for cookie in cookies]
    for caller in callers:
        await caller.enter()
    for caller in callers:
        await caller.hears()
    began = time.monotonic()
    stopping = asyncio.create_task(served.stop())
    for caller in callers:
        await caller.is_hung_up()
    assert await stopping == 0
    assert time.monotonic() - began < 5
    for caller in callers:
        await caller.leave()
    await served.start()
    for caller in callers:
        await caller.enter()
    for caller in callers:
        await caller.hears()
    for caller in callers:
        await caller.leave()
    assert "Traceback" not in served.log.read_text()
