"""Searching, as people do it: without the mouse, to the place where the words stand."""

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_every_page import examine

pytestmark = pytest.mark.browser


async def test_a_word_is_found_marked_and_opened_by_keyboard(person):
    mentee = await person("mentee@demo.example")
    page = mentee.page
    await page.keyboard.press("/")
    main = page.get_by_role("main")
    field = main.get_by_role("searchbox", name="Words", exact=True)
    await field.wait_for()
    await page.keyboard.type("spring pla")
    hit = main.get_by_role("mark").get_by_text("plan", exact=True).first
    await hit.wait_for()
    await main.get_by_role("heading", name="Messages", exact=True).wait_for()
    await page.keyboard.press("ArrowDown")
    first = main.get_by_role("listitem").get_by_role("link").first
    assert await first.evaluate("link => link === document.activeElement")
    await page.keyboard.press("ArrowUp")
    assert await field.evaluate("field => field === document.activeElement")
    found = main.get_by_role("link", name="Samuel in the chat", exact=True).first
    await found.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="Message", exact=True).wait_for()
    assert "?message=" in page.url
    await page.go_back()
    await hit.wait_for()
    assert await field.input_value() == "spring pla"


async def test_what_was_just_written_is_found_and_what_is_not_there_is_said(person):
    mentee = await person("mentee@demo.example")
    await mentee.open_mentorship("Samuel Mwangi")
    await mentee.say("A zanzibarian thought")
    await mentee.sees("A zanzibarian thought")
    main = mentee.page.get_by_role("main")
    await mentee.page.keyboard.press("Control+k")
    field = main.get_by_role("searchbox", name="Words", exact=True)
    await field.fill("nowhere-at-all")
    await main.get_by_role("heading", name="Nothing found", exact=True).wait_for()
    await field.fill("zanzi")
    await main.get_by_role("mark").get_by_text("zanzibarian", exact=True).wait_for()
    await main.get_by_text("Narrow it down", exact=True).click()
    await main.get_by_label("What", exact=True).select_option("Goals")
    await main.get_by_text("The filters may be too narrow.").wait_for()
    await main.get_by_role("button", name="Clear filters", exact=True).click()
    await main.get_by_role("mark").get_by_text("zanzibarian", exact=True).wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_nothing_is_wrong_with_the_page(person, served, theme, size):
    mentee = await person("mentee@demo.example", theme=theme, size=size)
    form = f"{size['width']}-{theme}"
    await mentee.page.goto(f"{served.url}/search")
    main = mentee.page.get_by_role("main")
    await main.get_by_role("heading", name="Search", exact=True).wait_for()
    wrong = await examine(mentee, f"search-{form}")
    await main.get_by_text("Narrow it down", exact=True).click()
    await main.get_by_role("searchbox", name="Words", exact=True).fill("plan")
    await main.get_by_role("mark").first.wait_for()
    wrong += await examine(mentee, f"search-found-{form}")
    assert wrong == []
