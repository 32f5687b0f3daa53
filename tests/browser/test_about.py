"""What keeps a mentorship respectful, each seeing at once what the other may see, and never more."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import shared_loop

pytestmark = pytest.mark.browser


@shared_loop
async def two(two):
    """The mentor and the mentee on the page about them."""
    for someone in two:
        await someone.page.get_by_role("link", name="You two").click()
        await someone.page.get_by_role("heading", name="What you agreed on").wait_for()
    return two


async def rewrite(person, text: str) -> None:
    await person.page.get_by_role("button", name="Change the words").click()
    await person.page.get_by_label("In your words").fill(text)
    await person.page.get_by_role("button", name="Save and accept it").click()


async def test_what_one_writes_the_other_accepts_live(two):
    mentor, mentee = two
    await rewrite(mentee, "We begin on time.")
    await mentee.page.get_by_text("Waits for Samuel").wait_for()
    await mentor.page.get_by_text("We begin on time.").wait_for()
    await mentor.page.get_by_text("Inês changed it: read it again.").wait_for()
    await mentor.page.get_by_role("button", name="Accept", exact=True).click()
    await mentee.page.get_by_text("Samuel accepts it").wait_for()
    await expect(mentee.page.get_by_text("Agreed", exact=True)).to_have_count(1)


async def test_who_writes_at_the_same_time_sees_both_versions_and_loses_nothing(two):
    mentor, mentee = two
    await mentor.page.get_by_role("button", name="Change the words").click()
    await mentor.page.get_by_label("In your words").fill("Mine, half done")
    await rewrite(mentee, "We begin on time.")
    dialog = mentor.page.get_by_role("dialog")
    await dialog.get_by_text("Inês changed it meanwhile").wait_for()
    await dialog.get_by_text("We begin on time.").wait_for()
    await expect(dialog.get_by_label("In your words")).to_have_value("Mine, half done")
    await dialog.get_by_role("button", name="Save mine instead").click()
    await mentee.page.get_by_text("Mine, half done").wait_for()


async def test_a_pause_shows_on_both_screens_and_either_goes_on(two):
    mentor, mentee = two
    await mentee.page.get_by_role("button", name="Pause", exact=True).click()
    await mentee.page.get_by_label("A word for Samuel").fill("Exams until May")
    await mentee.page.get_by_role("dialog").get_by_role("button", name="Pause", exact=True).click()
    await mentee.page.get_by_text("You paused this on").wait_for()
    await mentor.page.get_by_text("Inês paused this on").wait_for()
    await mentor.page.get_by_text("Exams until May").wait_for()
    await expect(mentor.page.get_by_role("button", name="Join call")).to_have_count(0)
    await mentor.page.get_by_role("link", name="Meetings").first.click()
    await mentor.page.wait_for_url("**/meetings")
    before = mentor.page.get_by_role("heading", name="What you agreed on")
    await before.wait_for(state="detached")  # it stays until the next one is there
    await mentor.page.get_by_text("Inês paused this on").wait_for()
    await mentor.page.get_by_role("button", name="Go on").click()
    await mentor.page.get_by_role("button", name="Join call").wait_for()
    await mentee.page.get_by_role("button", name="Join call").wait_for()


async def test_the_end_closes_everything_for_both_and_leaves_it_to_be_read(two):
    mentor, mentee = two
    await mentor.page.get_by_role("button", name="End this mentorship").click()
    await mentor.page.get_by_role("button", name="End it").click()
    for someone in two:
        await someone.page.get_by_text("Ended on").wait_for()
        await expect(someone.page.get_by_role("button", name="Change the words")).to_have_count(0)
        await expect(someone.page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    await mentee.page.get_by_role("link", name="Chat").first.click()
    await mentee.page.get_by_role("log").get_by_text("Bom dia Samuel").wait_for()
    await expect(mentee.page.get_by_role("textbox", name="Message")).to_have_count(0)


async def test_a_block_refuses_both_ways_and_is_not_told(two, served):
    mentor, mentee = two
    await mentor.page.get_by_role("link", name="Chat").first.click()
    await mentee.page.get_by_role("button", name="Block Samuel").click()
    await mentee.page.get_by_role("dialog").get_by_role("button", name="Block Samuel").click()
    await mentee.page.get_by_text("You have blocked Samuel").wait_for()
    await expect(mentee.page.get_by_role("button", name="Join call")).to_have_count(0)
    await mentor.say("Are you there?")
    await mentor.page.get_by_text("Not sent: nothing new can be written here now.").wait_for()
    assert "block" not in (await mentor.page.get_by_role("main").inner_text()).lower()
    await mentee.page.goto(f"{served.url}/account")
    await mentee.page.get_by_role("button", name="Undo the block of Samuel Mwangi").click()
    await expect(mentee.page.get_by_text("People you have blocked")).to_have_count(0)
    await mentor.page.get_by_role("button", name="Try again").click()
    await mentor.page.get_by_text("Not sent").wait_for(state="detached")
    await mentee.page.get_by_role("link", name="Samuel Mwangi").first.click()
    await mentee.sees("Are you there?")


async def test_a_message_is_reported_with_nothing_but_what_was_chosen(two, served):
    mentor, mentee = two
    page = mentee.page
    await page.get_by_role("link", name="Chat").first.click()
    said = page.get_by_role("log").locator(".theirs .bubble").last
    words = await said.locator("p").first.inner_text()
    await said.hover()
    await said.get_by_role("button", name="More", exact=True).click()
    await said.get_by_role("menuitem", name="Report this message").click()
    await page.get_by_label("What happened?").fill("This was unkind.")
    await page.get_by_role("button", name="See what is sent").click()
    sent = page.get_by_role("dialog").locator(".quoted")
    await expect(sent).to_contain_text("This was unkind.")
    await expect(sent.locator(".excerpt")).to_have_count(1)
    await expect(sent).to_contain_text(words)
    await page.get_by_role("button", name="Send to Ruth").click()
    await page.get_by_text("Ruth Abebe has it now.").wait_for()
    await page.get_by_role("link", name="You two").click()
    await page.get_by_text("To Ruth Abebe").wait_for()
    await mentor.page.reload()
    await mentor.page.get_by_role("heading", name="If something is not right").wait_for()
    await expect(mentor.page.get_by_text("To Ruth Abebe")).to_have_count(0)


async def test_a_kind_word_after_a_silence_comes_to_one_of_the_two_and_can_be_put_off(person, served):
    today = datetime.now(UTC).date()
    with sqlite3.connect(served.database) as db:
        db.execute("UPDATE conversations SET last_active_day = ?", (str(today - timedelta(days=16)),))
        db.execute("UPDATE mentorships SET created_at = created_at - ?", (60 * 86_400_000,))
    people = await asyncio.gather(person("mentor@demo.example"), person("mentee@demo.example"))
    names = ("Inês", "Samuel")
    cards = [
        someone.page.get_by_text(f"You and {name} have not written for 16 days")
        for someone, name in zip(people, names, strict=True)
    ]
    async with asyncio.timeout(20):
        while not (shown := [await card.count() for card in cards]) or sum(shown) == 0:
            await asyncio.sleep(0.05)
    assert sum(shown) == 1
    nudged = people[shown.index(1)]
    other_tab = await nudged.context.new_page()
    await other_tab.goto(served.url)
    card = other_tab.get_by_text("have not written for 16 days")
    await card.first.wait_for()
    count = await card.count()
    section = nudged.page.locator(".nudge").filter(has=nudged.page.get_by_text(names[shown.index(1)]))
    await section.get_by_role("button", name="Later").click()
    await section.get_by_role("button", name="In a week").click()
    await expect(section).to_have_count(0)
    await expect(card).to_have_count(count - 1)


async def test_a_meeting_in_person_is_planned_from_where_it_is_missed_and_shows_to_both(two):
    mentor, mentee = two
    await mentor.page.get_by_text("You have not met in person yet.").wait_for()
    await mentee.page.get_by_role("button", name="Plan one in person").click()
    await expect(mentee.page.get_by_role("radio", name="In person")).to_be_checked()
    await mentee.page.get_by_label("What is it about?").fill("A walk")
    await mentee.page.get_by_label("Where").fill("Café Fábrica")
    await mentee.page.get_by_role("button", name="Plan it").click()
    await mentor.page.get_by_text("You meet in person on").wait_for()
    await mentor.page.get_by_text("Café Fábrica").wait_for()
