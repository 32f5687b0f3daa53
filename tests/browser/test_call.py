"""A call, by keyboard alone: everything that stands in its bar, its menu and its panels."""

import contextlib
import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NARROW
from tests.browser.examine import every_form, examine
from tests.browser.page_scripts import LOSSY, PLAYING, WATCH_QUESTIONS
from tests.browser.test_main_job import until
from tests.browser.test_reminders import plan
from tests.rooms.relay import open_relay

pytestmark = [pytest.mark.browser, pytest.mark.media]


BROWSER_STOPS_SHARING = """() => {
  const [own] = document.querySelectorAll(".shared-screen video");
  own.srcObject.getTracks()[0].dispatchEvent(new Event("ended"));
}"""

# What getUserMedia would say: `window.fault` names the error, until it is taken away.
FAULTY = """() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wish) => {
    if (!window.fault) return open(wish);
    return Promise.reject(new DOMException("", window.fault));
  };
}"""
# A camera that can blur what is behind one, as some do.
BLURS = """() => {
  const { getCapabilities, applyConstraints } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.getCapabilities = function () {
    return { ...getCapabilities.call(this), backgroundBlur: [false, true] };
  };
  MediaStreamTrack.prototype.applyConstraints = function (wish) {
    window.blurred = wish.backgroundBlur;
    return applyConstraints.call(this, wish);
  };
}"""
UNPLUG = """() => {
  const [own] = document.querySelectorAll(".lobby-preview video");
  own.srcObject.getVideoTracks()[0].dispatchEvent(new Event("ended"));
}"""


async def tab_to(page, role, name, *, within=None):
    """Press Tab until this has the focus, as somebody without a mouse does."""
    target = (within or page).get_by_role(role, name=name, exact=True)
    await target.wait_for()
    for _ in range(80):
        if await target.evaluate("(e) => e === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no way to {role} {name} with Tab")


@every_form
async def test_the_whole_call_can_be_operated_with_the_keyboard_alone(person, theme, size):
    form = f"{size['width']}-{theme}"
    is_wide = size["width"] > 900
    mentor = await person("mentor@demo.example")
    mentee = await person("mentee@demo.example", theme=theme, size=size)
    await mentor.open_mentorship("Inês Carvalho")
    await mentee.open_mentorship("Samuel Mwangi")
    await mentor.join_call()
    page, keys = mentee.page, mentee.page.keyboard
    wrong: list[str] = []

    async def press(name, *, within=None):
        await tab_to(page, "button", name, within=within)
        await keys.press("Enter")

    bar = page.get_by_role("group", name="Call controls")

    async def choose(name):
        """In the bar, or in its menu where the bar has no room."""
        if is_wide:
            await press(name, within=bar)
            return
        await press("More", within=bar)
        item = page.get_by_role("menu", name="More").get_by_role("menuitemcheckbox", name=name, exact=True)
        await item.wait_for()
        while not await item.evaluate("(e) => e === document.activeElement"):
            await keys.press("ArrowDown")
        await keys.press("Enter")

    await tab_to(page, "button", "Join call")
    await keys.press("Enter")
    await page.get_by_role("heading", name="Samuel is already here").wait_for()
    wrong += await examine(mentee, f"call-lobby-{form}")
    await press("Join now")
    await bar.wait_for()
    await until(lambda: page.evaluate(PLAYING))
    wrong += await examine(mentee, f"call-two-{form}")

    await press("Mute microphone", within=bar)
    muted = mentor.page.get_by_role("region", name="Inês Carvalho").get_by_label("muted", exact=True)
    await muted.wait_for()
    await page.evaluate("document.activeElement.blur()")
    await keys.down(" ")
    await muted.wait_for(state="detached")
    await keys.up(" ")
    await muted.wait_for()

    await choose("Share screen")
    await page.get_by_role("region", name="Your shared screen").wait_for()
    shown = mentor.page.get_by_role("region", name="Inês shares a screen")
    await shown.wait_for()
    assert await shown.locator("video").evaluate("(v) => getComputedStyle(v).objectFit") == "contain"
    wrong += await examine(mentee, f"call-share-{form}")
    if is_wide:
        await press("Stop sharing", within=page.get_by_role("region", name="Your shared screen"))
    else:
        await page.evaluate(BROWSER_STOPS_SHARING)
    await shown.wait_for(state="detached")

    await keys.press("c")
    await page.get_by_role("complementary", name="Chat").wait_for()
    await tab_to(page, "textbox", "Message")
    await keys.type("Hard of hearing? c, h and m are letters here.")
    await keys.press("Enter")
    await mentor.page.keyboard.press("c")
    await mentor.sees("Hard of hearing? c, h and m are letters here.")
    await keys.press("Control+d")  # a chord works in a field, too; and the spaces above were not for talking
    await bar.get_by_role("button", name="Mute microphone", exact=True).wait_for()
    await expect(page.get_by_role("complementary", name="Chat")).to_be_visible()
    wrong += await examine(mentee, f"call-chat-{form}")
    await press("Close", within=page.get_by_role("complementary", name="Chat"))

    await choose("React")
    wrong += await examine(mentee, f"call-react-{form}")
    await keys.press("ArrowRight")
    await keys.press("Enter")
    await mentor.page.get_by_role("status").get_by_text("Inês: heart", exact=True).wait_for()
    await keys.press("Escape")

    await choose("Raise hand")
    await mentor.page.get_by_role("status").get_by_text("Inês raises a hand.", exact=True).wait_for()
    await choose("People")
    people = page.get_by_role("complementary", name="People")
    await people.get_by_role("img", name="hand raised").wait_for()
    wrong += await examine(mentee, f"call-people-{form}")
    await press("Close", within=people)

    await press("More", within=bar)
    menu = page.get_by_role("menu", name="More")
    if is_wide:  # what stands in the bar is not in the menu
        await expect(menu.get_by_role("menuitem", name="Layout: Auto", exact=True)).to_be_focused()
    else:
        await expect(menu.get_by_role("menuitemcheckbox", name="Share screen", exact=True)).to_be_focused()
    wrong += await examine(mentee, f"call-more-{form}")
    await keys.press("Escape")
    await keys.press("o")
    panel = page.get_by_role("complementary", name="Sound and picture")
    await panel.get_by_role("radio", name="Sidebar").wait_for()
    wrong += await examine(mentee, f"call-devices-{form}")
    await press("Close", within=panel)

    await keys.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    await sheet.wait_for()
    wrong += await examine(mentee, f"call-keys-{form}")
    await expect(sheet.get_by_role("switch", name="Single-key shortcuts")).to_be_focused()
    await keys.press("Space")
    await keys.press("Escape")
    await keys.press("c")
    await expect(page.get_by_role("complementary", name="Chat")).to_have_count(0)

    await press("Leave call", within=bar)
    await page.get_by_role("button", name="Join call").wait_for()
    await mentor.page.get_by_text("Inês is not here yet.").wait_for()
    assert wrong + mentor.errors == []


async def test_the_lobby_has_a_way_out_of_every_trouble(person, served):
    mentee = await person("mentee@demo.example", size=NARROW)
    page, wrong = mentee.page, []
    await mentee.open_mentorship("Samuel Mwangi")
    await plan(mentee, "Courage for Friday")
    lobby = f"{page.url}/lobby"
    for script in (FAULTY, BLURS):
        await page.add_init_script(f"({script})()")
    troubles = {
        "NotAllowedError": "The browser was told not to share the camera.",
        "NotFoundError": "No camera found.",
        "NotReadableError": "The camera is used by another program.",
    }
    for name, words in troubles.items():
        await page.add_init_script(f"window.fault = '{name}'")
        await page.goto(lobby)
        await page.get_by_role("status").get_by_text(words).wait_for()
        wrong += await examine(mentee, f"lobby-{name}")
    plain = await mentee.context.new_page()
    await plain.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    await plain.goto(lobby)
    await plain.get_by_text("Browsers give camera and microphone only to https addresses.").wait_for()
    await plain.get_by_role("button", name="Join now").wait_for()
    await plain.close()

    await page.evaluate("delete window.fault")
    await page.get_by_role("button", name="Look again").click()
    preview = page.locator(".lobby-preview video")
    await preview.wait_for()
    assert "matrix(-1" in await preview.evaluate("(v) => getComputedStyle(v).transform")

    await page.get_by_role("switch", name="Blur what is behind you", exact=True).click()
    assert await page.evaluate("window.blurred") is True

    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text(re.compile(r"^Your meeting begins in \d:\d\d$"))
    await page.get_by_text("Courage for Friday").wait_for()
    await page.get_by_text(re.compile(r"\d\d:\d\d in Lisbon, \d\d:\d\d in Nairobi")).wait_for()
    await page.get_by_role("button", name="Play a test sound").click()

    await page.evaluate("window.fault = 'NotFoundError'")
    await page.evaluate(UNPLUG)
    await page.get_by_role("status").get_by_text("fake_device_0 is gone.").wait_for()
    await page.evaluate("delete window.fault")
    await page.get_by_role("button", name="Look again").click()
    await page.get_by_role("button", name="Turn camera off").click()
    wrong += await examine(mentee, "lobby-early")

    again = await mentee.context.new_page()
    await again.goto(lobby)
    await again.get_by_role("button", name="Turn camera on").wait_for()  # what was chosen stays
    await again.get_by_role("button", name="Join without camera and microphone").click()
    await again.get_by_role("button", name="Leave call").wait_for()
    await page.get_by_text("You are already in this room in another tab or on another device.").wait_for()
    wrong += await examine(mentee, "lobby-second-tab")
    await page.get_by_role("button", name="Move the call here").click()
    await page.get_by_role("button", name="Leave call").wait_for()
    await again.get_by_role("heading", name="The call moved to another device").wait_for()
    assert wrong == []


async def test_a_weak_network_takes_the_picture_before_the_sound_and_says_so(two):
    mentor, mentee = two
    await mentee.page.evaluate(LOSSY)
    await mentor.join_call()
    await mentee.join_call()
    await until(lambda: mentor.page.evaluate(PLAYING))
    await mentee.page.evaluate("window.loses = true")
    said = mentee.page.get_by_role("status").get_by_text("Pictures are paused so that the sound stays clear.")
    await said.wait_for()
    theirs = mentor.page.get_by_role("region", name="Inês Carvalho")
    await theirs.get_by_text("Very weak", exact=True).wait_for()
    await expect(theirs.locator("video")).to_have_count(0)
    heard = (await mentor.received())["sound"]

    async def is_heard():
        return (await mentor.received())["sound"] > heard

    await until(is_heard)
    await mentee.page.evaluate("window.loses = false")
    await said.wait_for(state="detached")
    await theirs.locator("video").wait_for()
    assert mentee.errors + mentor.errors == []


@contextlib.asynccontextmanager
async def one_picture_on_a_road(served, person):
    """The mentor, the mentee who sees them, and the road of all media: one picture and two voices."""
    road = "127.0.0.2"
    await served.stop()
    await served.start(MENTORPITCH__MEDIA__ANNOUNCED_ADDRESSES=road)
    async with open_relay(road, ("127.0.0.1", served.media_port)) as relay:
        mentor, mentee = await person("mentor@demo.example"), await person("mentee@demo.example")
        await mentor.open_mentorship("Inês Carvalho")
        await mentee.open_mentorship("Samuel Mwangi")
        await mentee.join_call()
        await mentee.page.get_by_role("button", name="Turn camera off").click()
        await mentor.join_call()
        await until(lambda: shows(mentee))
        yield mentor, mentee, relay


async def test_a_path_that_falls_silent_is_left_before_the_browser_gives_it_up(served, person):
    async with one_picture_on_a_road(served, person) as (_, mentee, relay):
        await mentee.page.evaluate(WATCH_QUESTIONS)
        relay.down.loss = relay.up.loss = 1.0

        async def has_asked():
            return "restart_call while connected" in await mentee.page.evaluate("window.asked")

        await until(has_asked)
        relay.down.loss = relay.up.loss = 0.0
        frames = (await mentee.received())["frames"]

        async def is_seen():
            return (await mentee.received())["frames"] > frames + 5

        await until(is_seen)
        assert not any("join_call" in asked for asked in await mentee.page.evaluate("window.asked"))


async def test_where_only_sound_gets_through_the_page_says_that_pictures_are_paused(served, person):
    async with one_picture_on_a_road(served, person) as (_, mentee, relay):
        relay.down.bitrate_bps = 120_000
        said = mentee.page.get_by_role("status").get_by_text(
            "Pictures are paused so that the sound stays clear."
        )
        await said.wait_for()
        heard = (await mentee.received())["sound"]

        async def is_heard():
            return (await mentee.received())["sound"] > heard

        await until(is_heard)
        relay.down.bitrate_bps = 0
        await said.wait_for(state="detached")
        frames = (await mentee.received())["frames"]

        async def is_seen():
            return (await mentee.received())["frames"] > frames

        await until(is_seen, within_s=60)  # more is tried step by step, and a busy machine looks like a queue


async def shows(person) -> bool:
    return (await person.received())["frames"] > 20
