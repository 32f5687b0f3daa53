"""Firefox and Chromium in one call, through the real pages, over a road that loses five in a hundred."""

import asyncio
from functools import partial

import pytest

from rooms.settings import MediaSettings
from tests.browser.conftest import RECEIVED, WIDE, Person, shared_loop
from tests.browser.firefox import Firefox, run_firefox
from tests.browser.page_scripts import SENT, STEADY
from tests.browser.test_main_job import fps_and_sound, until
from tests.rooms.relay import open_relay
from tests.served import serve_copy

pytestmark = [pytest.mark.browser, pytest.mark.media]

LOSS = 0.05
PATIENCE_S = 90  # both encode three layers, on two cores that may be busy
THUMBNAIL = {"width": 320, "height": 240}


class FirefoxPerson:
    """Somebody at a Firefox, as far as a call asks for it."""

    def __init__(self, page: Firefox) -> None:
        self.page = page

    async def received(self) -> dict:
        return await self.page.evaluate(RECEIVED)


@pytest.fixture
def road() -> str:
    """This machine's own address in its network: with the loopback's Firefox pairs nothing."""
    address = MediaSettings(host="0.0.0.0").addresses()[0]
    if address.startswith("127."):
        pytest.skip("This machine is in no network, and Firefox calls nobody over the loopback.")
    return address


@shared_loop
async def served(tmp_path, story, road):
    settings = {"MENTORPITCH__MEDIA__ANNOUNCED_ADDRESSES": road, "MENTORPITCH__MEDIA__TCP": "false"}
    async with (
        serve_copy(story, tmp_path, **settings) as running,
        open_relay(road, ("127.0.0.1", running.media_port)) as relay,
    ):
        relay.up.loss = relay.down.loss = LOSS
        yield running


@shared_loop
async def mentee(served, tmp_path):
    cookie = await served.sign_in("mentee@demo.example")
    (mentorship, *_) = (await served.get("/api/mentorships", cookie))["mentorships"]
    profile = tmp_path / "firefox"
    profile.mkdir()
    async with run_firefox(profile) as firefox:
        await firefox.set_viewport_size(WIDE)
        await firefox.set_cookie(cookie, url=served.url)
        await firefox.goto(f"{served.url}/m/{mentorship['mentorship_id']}/lobby")
        yield FirefoxPerson(firefox)


async def test_firefox_and_chromium_see_and_hear_each_other_over_a_lossy_road(mentee, person, served):
    mentor = await person("mentor@demo.example")
    await mentor.open_mentorship("Inês Carvalho")
    for someone in (
        mentor,
        mentee,
    ):  # a busy machine loses packets, too, and may lose so many that pictures pause
        await someone.page.evaluate(STEADY)
    await mentee.page.click("Join now")
    await mentee.page.find("Leave call")
    await mentor.join_call()
    both = (mentor, mentee)
    await asyncio.gather(*(until(partial(sees_and_hears, who), within_s=PATIENCE_S) for who in both))
    await asyncio.gather(*(until(partial(sent_lost_packets_again, who), within_s=PATIENCE_S) for who in both))
    await until(lambda: got_lost_packets_again(mentor), within_s=PATIENCE_S)  # Firefox does not count them
    for viewer, sender in (both, both[::-1]):
        for size, layers in ((WIDE, {"m", "h"}), (THUMBNAIL, {"l"}), (WIDE, {"m", "h"})):
            await viewer.page.set_viewport_size(size)
            await until(partial(sees_one_of, layers, viewer, sender), within_s=PATIENCE_S)
    assert mentor.errors + mentee.page.errors == []
    assert "Traceback" not in served.log.read_text()


async def sees_and_hears(someone: Person | FirefoxPerson) -> bool:
    fps, sound = await fps_and_sound(someone)
    print(f"{fps:.0f} frames per second, sound {sound:.3f}")
    return fps >= 15 and sound > 0


async def sent_lost_packets_again(someone: Person | FirefoxPerson) -> bool:
    sent = await someone.page.evaluate(SENT)
    return sent["asked"] > 0 and sent["again"] > 0


async def got_lost_packets_again(someone: Person | FirefoxPerson) -> bool:
    received = await someone.received()
    return received["asked"] > 0 and received["repaired"] > 0


async def sees_one_of(
    layers: set[str], viewer: Person | FirefoxPerson, sender: Person | FirefoxPerson
) -> bool:
    """A layer is known by its height, which follows what the sender's machine can do."""
    sent = (await sender.page.evaluate(SENT))["layers"]
    return (await viewer.received())["height"] in {sent[rid] for rid in layers & sent.keys()}
