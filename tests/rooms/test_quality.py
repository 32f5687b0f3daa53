"""Real browsers on a bad road: what must hold on any machine. The figures are those of the benchmark."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Page

from tests.rooms.quality import Sample, Seen, first_at, watch, write_voice, written
from tests.rooms.relay import Relay, open_relay
from tests.rooms.test_chromium import House, sees, until

pytestmark = [pytest.mark.browser, pytest.mark.media]


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[House]:
    house = House()
    voice = tmp_path / "voice.wav"
    write_voice(voice)
    await house.open(f"--use-file-for-fake-audio-capture={voice}")
    yield house
    await house.close()


async def on_a_road(house: House, relay: Relay) -> tuple[Page, Page]:
    """Who has the road before them, and who sees them from a good place."""
    house.ways["far"] = "127.0.0.2"
    near, far = await house.visitor("near"), await house.visitor("far")
    for page in (near, far):
        await until(page, lambda report: sees(report, 20))
        await watch(page)
    return far, near


async def seen_for(seconds: float, *pages: Page) -> list[Seen]:
    since = time.time()
    await asyncio.sleep(seconds)
    return [Seen.of(await written(page, since=since)) for page in pages]


async def comes(page: Page, since: float, holds: Callable[[Sample, Sample], object]) -> float:
    """After how many seconds it held."""
    deadline = since + 20
    while (at := first_at(await written(page, since=since), holds)) is None:
        assert time.time() < deadline
        await asyncio.sleep(0.1)
    return at - since


async def test_through_loss_and_disorder_sound_and_pictures_go_on(house):
    async with open_relay("127.0.0.2", ("127.0.0.1", house.rooms.port)) as relay:
        pages = await on_a_road(house, relay)
        for road in (relay.up, relay.down):
            road.delay_s, road.loss = 0.05, 0.1
        for seen in await seen_for(10, *pages):
            assert seen.concealed < 0.1
            assert seen.frames_per_s > 2
        for road in (relay.up, relay.down):
            road.delay_s, road.loss, road.jitter_s = 0.01, 0.0, 0.2
        for seen in await seen_for(10, *pages):
            assert seen.concealed < 0.3
        assert relay.up.lost
        assert relay.down.lost


async def test_after_a_change_of_network_the_same_participant_is_heard_again(house):
    async with open_relay("127.0.0.2", ("127.0.0.1", house.rooms.port)) as relay:
        far, near = await on_a_road(house, relay)
        before = [peer.peer_id for peer in house.rooms.peers("room")]
        switched_at = time.time()
        relay.switch()
        for page in (far, near):
            assert await comes(page, switched_at + 0.5, lambda was, now: now["sound"] > was["sound"] + 2) < 6
        assert [peer.peer_id for peer in house.rooms.peers("room")] == before
