"""Every page, in both themes and both widths: no accessibility violation, no sideways scroll, no error.

The pictures go to tests/shots/, for people to look at.
"""

import pytest
from playwright.async_api import expect

from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


@every_form
async def test_nothing_is_wrong_with_any_page(person, served, theme, size):
    form = f"{size['width']}-{theme}"
    wrong: list[str] = []

    stranger = await person(theme=theme, size=size)
    await stranger.page.goto(served.url)
    await stranger.page.get_by_role("button", name="Sign in").wait_for()
    wrong += await examine(stranger, f"sign-in-{form}")
    await stranger.page.get_by_label("Email").fill("mentee@demo.example")
    await stranger.page.get_by_label("Password", exact=True).fill("not this one")
    await stranger.page.get_by_role("button", name="Sign in").click()
    await stranger.page.get_by_text("do not go together").wait_for()
    wrong += await examine(stranger, f"sign-in-refused-{form}")

    mentee = await person("mentee@demo.example", theme=theme, size=size)
    wrong += await examine(mentee, f"home-{form}")
    await mentee.open_mentorship("Samuel Mwangi")
    wrong += await examine(mentee, f"chat-{form}")
    chat = mentee.page.url
    await mentee.page.goto(f"{chat}/about")
    await mentee.page.get_by_role("heading", name="What you agreed on").wait_for()
    wrong += await examine(mentee, f"about-{form}")
    for button in ("Change the words", "Report a concern", "Pause"):
        await mentee.page.get_by_role("button", name=button, exact=True).click()
        await mentee.page.get_by_role("dialog").get_by_role("button").first.wait_for()
        wrong += await examine(mentee, f"about-{button.lower().replace(' ', '-')}-{form}")
        await mentee.page.keyboard.press("Escape")
    await mentee.page.goto(chat)
    await mentee.page.get_by_role("button", name="Join call").click()
    await mentee.page.get_by_role("button", name="Join now").wait_for()
    wrong += await examine(mentee, f"lobby-{form}")
    await mentee.page.get_by_role("button", name="Join now").click()
    await mentee.page.get_by_role("button", name="Leave call").wait_for()
    wrong += await examine(mentee, f"call-{form}")
    for place in ("account", "nowhere"):
        await mentee.page.goto(f"{served.url}/{place}")
        await mentee.page.get_by_role("heading", level=1).wait_for()
        wrong += await examine(mentee, f"{place}-{form}")

    manager = await person("manager@demo.example", theme=theme, size=size)
    wrong += await examine(manager, f"manager-home-{form}")
    admin = await person("admin@demo.example", theme=theme, size=size)
    wrong += await examine(admin, f"admin-home-{form}")
    await admin.page.locator('a[href="/users"]:visible').first.click()
    await admin.page.get_by_role("heading", name="People on this server", level=1).wait_for()
    wrong += await examine(admin, f"accounts-{form}")
    await manager.open_programme()
    wrong += await examine(manager, f"programme-{form}")
    parts = manager.page.get_by_role("navigation", name="Parts of the programme")
    for part in ("Pairs", "People", "Meetings and feedback", "Concerns", "Settings"):
        tab = parts.get_by_role("link", name=part, exact=True)
        await tab.click()
        await expect(tab).to_have_attribute("aria-current", "page")
        wrong += await examine(manager, f"programme-{part.split()[0].lower()}-{form}")
    assert wrong == []


async def test_nothing_scrolls_sideways_at_320_pixels_or_with_text_twice_as_large(person, served):
    small = {"width": 320, "height": 640}
    mentee = await person("mentee@demo.example", size=small)
    pair = await mentee.page.get_by_role("link", name="Samuel Mwangi").first.get_attribute("href")
    about = f"{pair.lstrip('/')}/about"
    for enlarge in (False, True):
        for open_page in ("", "account", about):
            await mentee.page.goto(f"{served.url}/{open_page}")
            await mentee.page.get_by_role("heading", level=1).wait_for()
            if enlarge:
                await mentee.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
                await mentee.page.set_viewport_size({"width": 640, "height": 800})
            over = await mentee.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (open_page, enlarge)


async def test_the_main_job_can_be_done_with_the_keyboard_alone(person, served):
    mentee = await person()
    page = mentee.page
    await page.goto(served.url)
    await page.get_by_label("Email").wait_for()

    async def tab_to(role: str, name: str):
        target = page.get_by_role(role, name=name).first
        await target.wait_for()
        for _ in range(60):
            if await target.evaluate("(e) => e === document.activeElement"):
                return
            await page.keyboard.press("Tab")
        raise AssertionError(f"no way to {role} {name} with Tab")

    await tab_to("textbox", "Email")
    await page.keyboard.type("mentee@demo.example")
    await page.keyboard.press("Tab")
    await page.keyboard.type("demo-mentorpitch")
    await page.keyboard.press("Enter")
    await tab_to("link", "Samuel Mwangi")
    await page.keyboard.press("Enter")
    await tab_to("textbox", "Message")
    await page.keyboard.type("by keyboard")
    await page.keyboard.press("Enter")
    await mentee.sees("by keyboard")
    await page.keyboard.press("Shift+Tab")
    await tab_to("button", "Join call")
    await page.keyboard.press("Enter")
    await tab_to("button", "Join now")
    await page.keyboard.press("Enter")
    await tab_to("button", "Mute microphone")
    await page.keyboard.press("Enter")
    await tab_to("button", "Unmute microphone")
    await tab_to("button", "Leave call")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Join call").wait_for()
