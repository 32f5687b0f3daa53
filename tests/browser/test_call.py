"""A call, by keyboard alone: everything that stands in its bar, its menu and its panels."""

import pytest
from playwright.async_api import expect

from tests.browser.examine import every_form, examine
from tests.browser.page_scripts import PLAYING
from tests.browser.test_main_job import until

pytestmark = [pytest.mark.browser, pytest.mark.media]


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
    wrong = []

    async def press(name, *, within=None):
        await tab_to(page, "button", name, within=within)
        await keys.press("Enter")

    bar = page.get_by_role("group", name="Call controls")

    async def choose(name):
        """In the bar, or in its menu where the bar has no room."""
        if is_wide:
            return await press(name, within=bar)
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
    await mentor.page.get_by_role("region", name="Inês Carvalho").get_by_label("muted").wait_for()
    await keys.press("Control+d")
    await bar.get_by_role("button", name="Mute microphone", exact=True).wait_for()

    await choose("Share screen")
    await page.get_by_role("region", name="Your shared screen").wait_for()
    shown = mentor.page.get_by_role("region", name="Inês shares a screen")
    await shown.wait_for()
    assert await shown.locator("video").evaluate("(v) => getComputedStyle(v).objectFit") == "contain"
    wrong += await examine(mentee, f"call-share-{form}")
    await press("Stop sharing", within=page.get_by_role("region", name="Your shared screen"))
    await shown.wait_for(state="detached")

    await keys.press("c")
    await page.get_by_role("complementary", name="Chat").wait_for()
    await tab_to(page, "textbox", "Message")
    await keys.type("Hard of hearing? c, h and m are letters here.")
    await keys.press("Enter")
    await mentor.page.keyboard.press("c")
    await mentor.sees("Hard of hearing? c, h and m are letters here.")
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
    await page.get_by_role("menu", name="More").wait_for()
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
