"""Every page, in both themes and both widths: no accessibility violation, no sideways scroll, no error.

The pictures go to tests/shots/, for people to look at.
"""

import asyncio

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import NARROW, SHOTS, WIDE, Person

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter((e) => {
  const { width, height } = e.getBoundingClientRect();
  const is_text = getComputedStyle(e).display === "inline" || e.closest("label") || e.matches(".row-title a");
  if (!width || is_text || e.matches(".skip-link, [type=checkbox], [type=radio]")) return false;
  return width < 24 || height < 24;
}).map((e) => e.outerHTML.slice(0, 120))"""


async def examine(person: Person, name: str) -> list[str]:
    """What is wrong with the page that is open."""
    await person.page.evaluate("document.fonts.ready")
    await person.page.wait_for_timeout(150)
    SHOTS.mkdir(exist_ok=True)
    await person.page.screenshot(path=SHOTS / f"{name}.png")
    found = (await Axe().run(person.page, options={"runOnly": RULES})).response["violations"]
    wrong = [f"{name}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
    if (over := await person.page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        wrong.append(f"{name}: scrolls sideways by {over} px")
    wrong += [f"{name}: small target: {html}" for html in await person.page.evaluate(SMALL_TARGETS)]
    return wrong + [f"{name}: {error}" for error in person.errors]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
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
    for someone, label in ((manager, "programme"), (admin, "accounts")):
        links = someone.page.get_by_role("link", name=LINKS[label])
        if await links.count():
            await links.first.click()
            await someone.page.get_by_role("heading", level=1).wait_for()
            await asyncio.sleep(0.3)
            wrong += await examine(someone, f"{label}-{form}")
    programme = manager.page.url
    for part in ("pairs", "people", "meetings", "concerns", "settings"):
        await manager.page.goto(f"{programme}/{part}")
        await manager.page.get_by_role("heading", level=1).wait_for()
        await asyncio.sleep(0.3)
        wrong += await examine(manager, f"programme-{part}-{form}")
    assert wrong == []


LINKS = {"programme": "Harbour Mentoring", "accounts": "Accounts"}


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
