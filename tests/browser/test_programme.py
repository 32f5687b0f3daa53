"""A mentoring manager's work, in a browser."""

import pytest

from tests.browser.examine import examine

pytestmark = pytest.mark.browser

WRONG = "email,name,role\nana@world.example,Ana Lima,mentor\nbo@world.example,Bo Lund,boss\n"


async def open_part(manager, name):
    await manager.open_programme()
    await manager.page.get_by_role("link", name=name, exact=True).click()


async def test_a_list_is_mended_and_everybody_in_it_is_invited(person):
    manager = await person("manager@demo.example")
    page = manager.page
    await open_part(manager, "People")
    await page.get_by_role("button", name="Invite from a list").click()
    await page.get_by_label("Or paste the list here").fill(WRONG)
    await page.get_by_text("1 line needs mending").wait_for()
    await page.get_by_text("role: This is “mentor” or “mentee”.").wait_for()
    assert await examine(manager, "import-1280-light") == []
    await page.get_by_label("Or paste the list here").fill(WRONG.replace("boss", "mentee"))
    await page.get_by_text("2 people are new").wait_for()
    await page.get_by_role("button", name="Invite 2 people").click()
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Keep the links as a file").click()
    rows = (await (await kept.value).path()).read_text().splitlines()
    assert len(rows) == 3
    assert "/invite/" in rows[1]
    await page.get_by_role("button", name="Done").click()
    await page.get_by_text("Ana Lima, ana@world.example").wait_for()


async def test_a_suggested_match_is_shown_with_what_became_of_it(person):
    manager = await person("manager@demo.example")
    page = manager.page
    await open_part(manager, "Pairs")
    await page.get_by_role("button", name="Suggest a match").click()
    mentors = page.locator("dialog select").first
    await mentors.select_option(
        await value_of(mentors, "Margit")
    )  # what stands beside the name may still come
    mentees = page.locator("dialog select").nth(1)
    await mentees.select_option(label="Yuki Tanaka")
    await page.get_by_label("Why these two").fill("Both of you have moved countries")
    await page.get_by_role("button", name="Suggest it to both").click()
    await page.get_by_text("Waits for an answer").wait_for()


async def value_of(select, name):
    return await select.locator("option").filter(has_text=name).get_attribute("value")
