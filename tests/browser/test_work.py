"""Two people work on something: one brings a document, the other reads it at once and says a word."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Person
from tests.browser.examine import every_form, examine
from tests.mentorpitch.work_world import image, pdf

pytestmark = pytest.mark.browser

MENTEE, MENTOR = "mentee@demo.example", "mentor@demo.example"
BOARD = "The spring plan for the board"


async def work_of(person: Person, name: str) -> None:
    await person.open_mentorship(name)
    await person.page.locator('a[href$="/work"]:visible').first.click()
    await person.page.get_by_role("heading", name="Work", exact=True).wait_for()


async def both(person) -> tuple[Person, Person]:
    mentee, mentor = await person(MENTEE), await person(MENTOR)
    await asyncio.gather(work_of(mentee, "Samuel Mwangi"), work_of(mentor, "Inês Carvalho"))
    return mentee, mentor


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def is_drawn(picture) -> bool:
    await picture.wait_for()
    return await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth > 0)")


async def test_one_brings_a_document_and_both_speak_of_it(person):
    mentee, mentor = await both(person)
    await mentee.page.get_by_role("button", name="New work").click()
    await mentee.page.get_by_label("In a few words").fill("Cut-over")
    await mentee.page.get_by_role("button", name="Put it here").click()
    await mentor.page.get_by_role("link", name="Cut-over").click()
    await mentee.page.get_by_role("heading", level=1, name="Cut-over").wait_for()
    pages = pdf((595, 842), (595, 842))
    await mentee.page.locator("input[type=file]").set_input_files(file("Cut-over plan.pdf", pages))
    await mentor.page.get_by_role("link", name="Cut-over plan").click()
    await mentor.page.get_by_text("PDF, 2 pages").wait_for()
    assert await is_drawn(mentor.page.get_by_role("img", name="Cut-over plan, page 1 of 2"))
    await mentee.page.get_by_role("link", name="Cut-over plan").click()
    await mentor.page.get_by_label("What do you think of it?").fill("Looks wrong to whom?")
    await mentor.page.get_by_role("button", name="Say it").click()
    await mentee.page.get_by_text("Looks wrong to whom?").wait_for()
    await mentee.page.get_by_role("button", name="Reply to Samuel").click()
    await mentee.page.get_by_role("textbox", name="Reply to Samuel").fill("To me, until 02:30.")
    await mentee.page.get_by_role("button", name="Reply", exact=True).click()
    await mentor.page.get_by_text("To me, until 02:30.").wait_for()
    await mentor.page.get_by_role("button", name="Delete: Looks wrong to whom?").click()
    await mentee.page.get_by_text("This was deleted.").wait_for()
    await mentee.page.locator("input[type=file]").set_input_files(file("any.png", image(size=(400, 300))))
    await mentor.page.get_by_role("radio", name="Version 2").wait_for()
    assert await is_drawn(mentor.page.get_by_role("img", name="Cut-over plan", exact=True))
    assert [mentee.errors, mentor.errors] == [[], []]


async def test_what_is_refused_is_said_beside_the_file_and_can_be_put_aside(person):
    mentee = await person(MENTEE)
    await work_of(mentee, "Samuel Mwangi")
    page = mentee.page
    await page.get_by_role("link", name=BOARD).click()
    await page.locator("input[type=file]").set_input_files(file("plan.exe", b"MZ" + bytes(500)))
    await page.get_by_role("alert").get_by_text("Files of this kind are not taken").wait_for()
    await page.get_by_role("button", name="Put it aside: plan.exe").click()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_a_document_that_is_shared_reaches_the_manager_at_once_and_leaves_again(person, served):
    mentee, manager = await person(MENTEE), await person("manager@demo.example")
    await manager.open_programme()
    await manager.page.get_by_role("link", name="Meetings and feedback").click()
    await work_of(mentee, "Samuel Mwangi")
    await mentee.page.get_by_role("link", name=BOARD).click()
    await mentee.page.get_by_role("link", name="Spring plan", exact=True).click()
    await mentee.page.get_by_role("button", name="Share this document with the programme").click()
    await mentee.page.get_by_role("button", name="Share it", exact=True).click()
    link = manager.page.get_by_role("link", name="Download: Spring plan")
    async with manager.page.expect_download() as downloading:
        await link.click()
    assert (await downloading.value).suggested_filename == "Spring plan, version 2.pdf"
    await mentee.page.get_by_role("button", name="Share it no more").click()
    await expect(link).to_have_count(0)


@every_form
async def test_nothing_is_wrong_with_the_pages_of_work(person, theme, size):
    form = f"{size['width']}-{theme}"
    mentee = await person(MENTEE, theme=theme, size=size)
    page = mentee.page
    await work_of(mentee, "Samuel Mwangi")
    await page.get_by_role("link", name=BOARD).wait_for()
    wrong = await examine(mentee, f"work-{form}")
    await page.get_by_role("button", name="New work").click()
    wrong += await examine(mentee, f"work-new-{form}")
    await page.get_by_role("button", name="Back").click()
    await page.get_by_role("link", name=BOARD).click()
    await page.get_by_role("heading", name="Documents").wait_for()
    await page.locator("input[type=file]").set_input_files(file("plan.exe", b"MZ" + bytes(500)))
    await page.get_by_role("alert").wait_for()
    wrong += await examine(mentee, f"work-item-{form}")
    for name in ("Notes from practising", "Spring plan"):
        await page.get_by_role("link", name=name, exact=True).click()
        await page.get_by_role("heading", name="Feedback").wait_for()
        await page.locator(".paper, .paper-page").first.wait_for()
        wrong += await examine(mentee, f"document-{name.split()[0].lower()}-{form}")
        await page.get_by_role("link", name=BOARD).click()
    assert wrong == []


async def test_the_pages_of_work_fit_320_pixels(person):
    mentee = await person(MENTEE, size={"width": 320, "height": 640})
    page = mentee.page
    await work_of(mentee, "Samuel Mwangi")
    for link, heading in ((BOARD, "Documents"), ("Spring plan", "Feedback")):
        await page.get_by_role("link", name=link, exact=True).click()
        await page.get_by_role("heading", name=heading).wait_for()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        main = page.locator("#main")
        assert await main.evaluate("(m) => m.scrollWidth - m.clientWidth") <= 0
