"""Two people meet: they plan it, prepare it, and say how it was, each seeing at once what the other does."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NARROW, SHOTS, WIDE, Person
from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser

MENTEE, MENTOR = "mentee@demo.example", "mentor@demo.example"


async def meetings_of(person: Person, name: str) -> None:
    await person.open_mentorship(name)
    await person.page.locator('a[href$="/meetings"]:visible').first.click()
    await person.page.get_by_role("heading", name="Meetings", exact=True).wait_for()


async def plan(person: Person, title: str) -> None:
    page = person.page
    await page.get_by_role("button", name="Plan a meeting").click()
    await page.get_by_label("What is it about?").fill(title)
    await page.get_by_role("button", name="Plan it").click()
    await page.get_by_role("heading", level=1, name=title).wait_for()


async def both_at(person, title: str, *, narrow: bool = False) -> tuple[Person, Person]:
    """The mentee and the mentor on the page of a meeting that the mentee has just planned."""
    mentee = await person(MENTEE)
    mentor = await person(MENTOR, size=NARROW if narrow else WIDE)
    await asyncio.gather(meetings_of(mentee, "Samuel Mwangi"), meetings_of(mentor, "Inês Carvalho"))
    await plan(mentee, title)
    await mentor.page.get_by_role("link", name=title).first.click()
    await mentor.page.get_by_role("heading", level=1, name=title).wait_for()
    return mentee, mentor


async def test_a_meeting_is_prepared_by_both_at_once(person):
    mentee, mentor = await both_at(person, "A first look", narrow=True)
    await mentee.page.get_by_label("New agenda item").fill("Who we are")
    await mentee.page.get_by_label("Minutes").fill("10")
    await mentee.page.get_by_role("button", name="Add to the agenda").click()
    await mentor.page.get_by_role("checkbox", name="Who we are").check()
    await expect(mentee.page.get_by_role("checkbox", name="Who we are")).to_be_checked()
    await mentor.page.get_by_label("New action").fill("Send the plan")
    await mentor.page.get_by_role("button", name="Add the action").click()
    await mentee.page.get_by_role("checkbox", name="Send the plan").wait_for()
    await mentee.page.get_by_role("textbox", name="Shared notes").fill("We begin with the plan")
    await mentee.page.get_by_role("textbox", name="Your notes").fill("Ask about the night shift")
    await expect(mentor.page.get_by_role("textbox", name="Shared notes")).to_have_value(
        "We begin with the plan"
    )
    await expect(mentor.page.get_by_role("textbox", name="Your notes")).to_have_value("")
    assert [mentee.errors, mentor.errors] == [[], []]


async def test_both_write_the_shared_notes_at_once_and_one_of_them_without_a_line(person):
    mentee, mentor = await both_at(person, "Side by side", narrow=True)
    fields = [who.page.get_by_role("textbox", name="Shared notes", exact=True) for who in (mentee, mentor)]
    of_mentee, of_mentor = fields
    for field in fields:
        await expect(field).to_be_enabled()
    await of_mentee.press_sequentially("Agreed: ")
    await expect(of_mentor).to_have_value("Agreed: ")
    await mentor.page.get_by_text("Inês is writing", exact=True).wait_for()
    await of_mentor.press("Control+End")
    await asyncio.gather(
        of_mentee.press_sequentially("one sentence"), of_mentor.press_sequentially("first thing")
    )
    await expect(of_mentor).to_have_value(re.compile("^Agreed: .{23}$"))
    await expect(of_mentee).to_have_value(await of_mentor.input_value())
    assert sorted(await of_mentor.input_value()) == sorted("Agreed: one sentencefirst thing")

    await mentee.context.set_offline(True)
    await of_mentee.press("Control+Home")
    await of_mentee.press_sequentially("Written on a train. ")
    await of_mentor.press("Control+End")
    await of_mentor.press_sequentially(" Written at home.")
    await mentee.page.get_by_text("Not there yet.").wait_for()
    await mentee.page.screenshot(path=SHOTS / "notes-offline.png")
    await mentee.context.set_offline(False)
    await expect(of_mentor).to_have_value(
        re.compile("^Written on a train. .*Written at home.$"), timeout=20_000
    )
    await expect(of_mentee).to_have_value(await of_mentor.input_value(), timeout=20_000)
    await of_mentor.press("Control+z")  # takes back one's own alone
    await expect(of_mentee).to_have_value(re.compile("^Written on a train. "))
    await expect(of_mentee).not_to_have_value(re.compile("at home"))


async def test_a_recap_is_kept_when_both_approve_it(person):
    mentee, mentor = await person(MENTEE), await person(MENTOR, size=NARROW, theme="dark")
    for who, other in ((mentee, "Samuel Mwangi"), (mentor, "Inês Carvalho")):
        await meetings_of(who, other)
        await who.page.get_by_role("link", name="A sentence for the board", exact=True).click()
        await who.page.get_by_role("heading", name="Recap", exact=True).wait_for()
    approve = [who.page.get_by_role("button", name="Approve it", exact=True) for who in (mentee, mentor)]
    await approve[0].click()
    await mentor.page.get_by_text("Inês approved this").wait_for()
    await mentor.page.get_by_role("textbox", name="Shared notes", exact=True).fill("One thing more")
    await expect(approve[0]).to_be_visible()  # it fell off
    await mentee.page.get_by_role("region", name="Recap", exact=True).get_by_text("One thing more").wait_for()
    await mentor.page.get_by_role("region", name="Recap", exact=True).get_by_text("One thing more").wait_for()
    await approve[0].click()
    await mentor.page.get_by_text("Inês approved this").wait_for()
    wrong = await examine(mentor, "recap-approved-360-dark") + await examine(
        mentee, "recap-approved-1280-light"
    )
    await approve[1].click()
    await mentee.page.get_by_text("kept by both since").wait_for()
    await mentee.page.get_by_role("region", name="Recap", exact=True).screenshot(
        path=SHOTS / "recap-kept.png"
    )
    async with mentee.page.expect_download() as download:
        await mentee.page.get_by_role("link", name="As PDF", exact=True).click()
    assert (await (await download.value).path()).read_bytes().startswith(b"%PDF-")
    assert wrong == []


async def test_a_meeting_in_person_has_a_place_and_no_call(person):
    mentee, mentor = await both_at(person, "Coffee")
    call = mentor.page.get_by_role("link", name="Join call")
    await expect(call).to_have_count(1)
    await mentee.page.get_by_role("button", name="Reschedule").click()
    await mentee.page.get_by_role("radio", name="In person").check(force=True)
    await mentee.page.get_by_role("button", name="Save").click()  # without a place it stays open
    await mentee.page.get_by_label("Where").fill("Café Fábrica")
    await mentee.page.get_by_role("button", name="Save").click()
    await mentor.page.get_by_text("Café Fábrica").first.wait_for()
    await expect(call).to_have_count(0)


async def test_who_cancels_is_named_to_the_other_at_once(person):
    mentee, mentor = await both_at(person, "Perhaps not")
    await mentor.page.get_by_role("button", name="Cancel it").click()
    await mentor.page.get_by_role("button", name="Cancel the meeting").click()
    await mentee.page.get_by_text("Samuel cancelled it").wait_for()


async def test_both_clocks_stand_beside_the_time_while_one_chooses_it(person):
    mentee = await person(MENTEE)
    await meetings_of(mentee, "Samuel Mwangi")
    await mentee.page.get_by_role("button", name="Plan a meeting").click()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
    await mentee.page.get_by_label("Day and time in Lisbon").fill(f"{tomorrow}T22:00")
    clocks = mentee.page.get_by_role("dialog").locator(".clocks")
    await expect(clocks).to_contain_text("22:00–22:30 Lisbon")
    await expect(clocks).to_contain_text("Nairobi")
    await mentee.page.get_by_text("for Samuel.").wait_for()


async def test_a_meeting_that_was_is_rated_and_answered_with_feedback(person):
    mentee, mentor = await person(MENTEE), await person(MENTOR)
    for who, other in ((mentee, "Samuel Mwangi"), (mentor, "Inês Carvalho")):
        await meetings_of(who, other)
        await who.page.get_by_role("link", name="A sentence for the board", exact=True).click()
    readers = mentee.page.locator("#rating-readers")
    await expect(readers).to_contain_text("Ruth Abebe, who runs the programme, reads this. Samuel does not")
    await mentee.page.get_by_role("radio", name="4 Very useful").check(force=True)
    await mentee.page.get_by_role("button", name="Send rating").click()
    await mentee.page.get_by_text("4 of 5: Very useful").wait_for()
    await expect(mentor.page.locator("#feedback-readers")).to_contain_text("Inês and Ruth Abebe")
    await mentor.page.get_by_label("Your feedback to Inês").fill("You waited before you answered.")
    await mentor.page.get_by_role("button", name="Send feedback").click()
    await mentee.page.get_by_text("You waited before you answered.").wait_for()
    await expect(mentor.page.get_by_text("Very useful")).to_have_count(0)


@every_form
async def test_nothing_is_wrong_with_the_pages_of_the_mentoring(person, served, theme, size):
    form = f"{size['width']}-{theme}"
    mentee = await person(MENTEE, theme=theme, size=size)
    page = mentee.page
    await meetings_of(mentee, "Samuel Mwangi")
    home = page.url.removesuffix("/meetings")
    wrong = await examine(mentee, f"meetings-{form}")
    coming = page.locator("section[aria-labelledby=coming] .row-title a").first
    past = await page.get_by_role("link", name="A sentence for the board", exact=True).get_attribute("href")
    await coming.click()
    await page.get_by_role("heading", name="Agenda").wait_for()
    wrong += await examine(mentee, f"meeting-{form}")
    await page.get_by_role("button", name="Reschedule").click()
    wrong += await examine(mentee, f"meeting-reschedule-{form}")
    await page.goto(f"{served.url}{past}")
    await page.get_by_role("button", name="Send rating").wait_for()
    wrong += await examine(mentee, f"meeting-past-{form}")
    await page.goto(f"{home}/goals")
    await page.get_by_role("heading", name="Levels", exact=True).wait_for()
    wrong += await examine(mentee, f"goals-{form}")
    await page.get_by_role("button", name="New goal").click()
    wrong += await examine(mentee, f"goal-new-{form}")
    assert wrong == []


async def test_the_pages_of_the_mentoring_fit_320_pixels(person, served):
    mentee = await person(MENTEE, size={"width": 320, "height": 640})
    await meetings_of(mentee, "Samuel Mwangi")
    base = mentee.page.url
    meeting = await mentee.page.locator("section[aria-labelledby=coming] .row-title a").first.get_attribute(
        "href"
    )
    for url in (base, f"{served.url}{meeting}", base.removesuffix("meetings") + "goals"):
        await mentee.page.goto(url)
        await mentee.page.get_by_role("heading", level=1).wait_for()
        await mentee.page.wait_for_timeout(300)
        assert await mentee.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
        main = (
            "(() => { const m = document.getElementById('main'); return m.scrollWidth - m.clientWidth; })()"
        )
        assert await mentee.page.evaluate(main) <= 0, url
