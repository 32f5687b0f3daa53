"""One meeting, from the reminder to the rating: two browsers, and a clock that the test moves."""

import asyncio
import itertools
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import SMTP
from playwright.async_api import expect

from tests.browser.conftest import NARROW, Person, shared_loop
from tests.browser.examine import examine
from tests.browser.test_main_job import until
from tests.mentorpitch.test_mail import Mailbox

pytestmark = [pytest.mark.browser, pytest.mark.media]

MENTEE, MENTOR = "mentee@demo.example", "mentor@demo.example"
TITLE = "Before the board"
ITEMS = [("What the board asked", 10), ("Five seconds of silence", 8), ("The spring plan", 5)]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

# Nothing else is arranged, and nothing else stands on the agenda.
ARRANGE = """async ([pair, form, items]) => {
  const headers = { "content-type": "application/json" };
  const post = (path, form) => fetch(path, { method: "POST", headers, body: JSON.stringify(form) });
  const all = `/api/mentorships/${pair}/meetings`;
  const { meetings } = await (await fetch(`${all}?state=upcoming`)).json();
  for (const { meeting_id } of meetings) await post(`/api/meetings/${meeting_id}/cancel`, {});
  const made = await (await post(all, form)).json();
  const agenda = `/api/meetings/${made.meeting_id}/agenda`;
  for (const { item_id } of made.agenda) await fetch(`${agenda}/${item_id}`, { method: "DELETE" });
  for (const [title, minutes] of items) await post(agenda, { client_id: `i${minutes}`, title, minutes });
}"""


@shared_loop
async def letters(ahead):
    """What a real mail server takes from the server of this test."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    mail = {
        "HOST": "127.0.0.1",
        "PORT": str(server.sockets[0].getsockname()[1]),
        "TLS": "none",
        "SENDER": "mentoring@harbour.example",
    }
    ahead.settings |= {f"MENTORPITCH__MAIL__{name}": value for name, value in mail.items()}
    async with server:
        yield box.letters


async def arrange(mentee: Person) -> None:
    """A meeting of half an hour with Samuel, a day and a minute or two from now."""
    link = mentee.page.get_by_role("main").get_by_role("link", name="Samuel Mwangi", exact=True)
    pair = (await link.first.get_attribute("href") or "").removeprefix("/m/")
    starts = datetime.now(ZoneInfo("Europe/Lisbon")) + DAY + 2 * MINUTE
    form = {
        "client_id": "story",
        "title": TITLE,
        "local_start": f"{starts:%Y-%m-%dT%H:%M}",
        "time_zone": "Europe/Lisbon",
    }
    await mentee.page.evaluate(ARRANGE, [pair, form, ITEMS])


async def reminded(letters: list, times: int) -> bool:
    """Whether each has so many letters that say with whom they meet, and when."""
    names = ("Samuel Mwangi", "Inês Carvalho")
    subjects = tuple(f"Meeting with {name}: " for name in names)
    found = [letter["To"] for letter in letters if letter["Subject"].startswith(subjects)]
    return sorted(found) == sorted([MENTEE, MENTOR] * times)


def region(someone: Person, name: str):
    return someone.page.get_by_role("region", name=name, exact=True)


def button(within, name: str):
    return within.get_by_role("button", name=name, exact=True)


async def test_a_meeting_runs_by_itself_from_the_reminder_to_the_rating(letters, person, served, ahead):
    mentee, mentor = await asyncio.gather(person(MENTEE), person(MENTOR, theme="dark", size=NARROW))
    both, steps, wrong = (mentee, mentor), itertools.count(1), []

    async def look(name: str) -> None:
        """What is wrong with either page at this step, and its picture."""
        step = f"story-{next(steps):02}-{name}"
        forms = zip(both, ("1280-light", "360-dark"), strict=True)
        for found in await asyncio.gather(*(examine(each, f"{step}-{form}") for each, form in forms)):
            wrong.extend(found)

    for someone in both:
        await ahead.take_along(someone.page)
    await arrange(mentee)

    # A day before, both are reminded, here and by mail; what was seen is gone.
    await ahead.leap(3 * MINUTE)
    reminders = [region(someone, f"Reminder: {TITLE}") for someone in both]
    for reminder in reminders:
        await reminder.get_by_role("link", name=TITLE, exact=True).wait_for()
    await until(lambda: reminded(letters, 1), within_s=60)
    await look("a-day-before")
    for reminder in reminders:
        await button(reminder, f"Seen: {TITLE}").click()
        await expect(reminder).to_have_count(0)

    # Ten minutes before, once more.
    await ahead.leap(DAY - 6 * MINUTE)
    for reminder in reminders:
        await reminder.get_by_role("link", name="Join", exact=True).wait_for()
    await until(lambda: reminded(letters, 2), within_s=60)
    await look("ten-minutes-before")
    for reminder in reminders:
        await button(reminder, f"Seen: {TITLE}").click()
        await expect(reminder).to_have_count(0)

    # It is on, and home says so: two clicks into the call.
    await ahead.leap(DAY + 3 * MINUTE)
    into = [
        someone.page.get_by_role("main").get_by_role("link", name="Go to the room", exact=True)
        for someone in both
    ]
    for someone, link in zip(both, into, strict=True):
        await someone.page.get_by_role("main").get_by_text("Now", exact=True).wait_for()
        await link.wait_for()
    await look("it-is-on")
    for link in into:
        await link.click()
    for someone in both:
        await button(someone.page, "Join now").wait_for()
    await look("lobby")
    for someone in both:
        await button(someone.page, "Join now").click()
        await button(someone.page, "Leave call").wait_for()
    await region(mentee, "Samuel Mwangi").wait_for()  # a slow machine may have no picture of him
    await region(mentor, "Inês Carvalho").wait_for()
    await look("call")

    # One agenda on one clock: the first item runs over, and either ticks it.
    panels = []
    for someone in both:
        await button(someone.page, "Agenda").click()
        panels.append(someone.page.get_by_role("complementary", name="Agenda", exact=True))
        await panels[-1].get_by_role("list", name="Agenda items").wait_for()
    ours, theirs = panels
    await button(theirs, "Start with the first").click()
    for panel in panels:
        await expect(panel.locator("[aria-current=step]")).to_contain_text("What the board asked")
    await look("agenda")
    await ahead.leap(DAY + 14 * MINUTE)
    for panel in panels:
        await expect(panel.locator("[aria-current=step]")).to_contain_text("over")
    await look("over-time")
    await button(ours, "Next item").click()
    for panel in panels:
        await expect(panel.get_by_role("checkbox", name="What the board asked", exact=True)).to_be_checked()
        await expect(panel.locator("[aria-current=step]")).to_contain_text("Five seconds of silence")

    # What was agreed, and a note in which both write.
    await ours.get_by_label("New action").fill("Send the plan to Rui")
    await button(ours, "Add the action").click()
    await theirs.get_by_role("checkbox", name="Send the plan to Rui").wait_for()
    notes = [panel.get_by_role("textbox", name="Shared notes", exact=True) for panel in panels]
    await notes[0].fill("Silence works.")
    await expect(notes[1]).to_have_value("Silence works.")
    await notes[1].press("Control+End")
    await notes[1].press_sequentially(" Waiting, too.")
    for note in notes:
        await expect(note).to_have_value("Silence works. Waiting, too.")
    await look("notes")
    await ahead.leap(DAY + 22 * MINUTE)
    await button(theirs, "Next item").click()
    await expect(ours.locator("[aria-current=step]")).to_contain_text("The spring plan")

    # The planned end comes and interrupts nobody; they leave when they have said it all.
    await ahead.leap(DAY + 37 * MINUTE)
    for panel in panels:
        now = panel.locator("[aria-current=step]")
        await expect(now).to_contain_text("past the planned end")
        await now.scroll_into_view_if_needed()
    await look("past-the-end")
    for someone in both:
        await button(someone.page, "Leave call").click()
        await someone.sees("And Inês: count to five before you answer them.")

    # It is over, on both screens: each is asked for the one word they owe.
    asked = [region(someone, f"After the meeting: {TITLE}") for someone in both]
    await asked[0].get_by_text("How was the meeting with Samuel?", exact=True).wait_for()
    await asked[1].get_by_text("How did it go for Inês?", exact=True).wait_for()
    await look("asked")
    await asked[0].get_by_role("link", name="Rate it", exact=True).click()
    await asked[1].get_by_role("link", name="Give feedback", exact=True).click()
    await mentee.page.get_by_role("radio", name="4 Very useful").check(force=True)
    await mentor.page.get_by_label("Your feedback to Inês").fill("You waited before you answered.")
    await look("a-word")
    await button(mentee.page, "Send rating").click()
    await mentee.page.get_by_text("4 of 5: Very useful", exact=True).wait_for()
    await button(mentor.page, "Send feedback").click()
    await mentee.page.get_by_text("You waited before you answered.", exact=True).wait_for()
    await expect(button(mentor.page, "Send feedback")).to_have_count(0)
    await look("said")

    # A recap that both keep.
    recaps = [region(someone, "Recap") for someone in both]
    for recap in recaps:
        await expect(recap).to_contain_text("Silence works. Waiting, too.")
        # And whatever a slow machine needed in between.
        await expect(recap).to_contain_text(re.compile(r"Done, 10 min planned, 1[1-6] min taken"))
        await expect(recap).to_contain_text(re.compile(r"Left open, 5 min planned, 1[5-9] min taken"))
        await button(recap, "Approve it").click()
    for recap in recaps:
        await expect(recap).to_contain_text("kept by both since")
        await recap.scroll_into_view_if_needed()
    await look("recap")

    # What was left open stands on the next meeting, one click later.
    await button(region(mentee, "Book the next one"), "Book it").click()
    booked = [region(someone, "The next one is booked") for someone in both]
    for one in booked:
        await one.get_by_role("link", name="Open it", exact=True).click()
    for someone in both:
        title = someone.page.get_by_role("heading", level=1, name="Our next meeting", exact=True)
        await expect(title).to_be_in_viewport()
        agenda = region(someone, "Agenda")
        for left in ("The spring plan", "Send the plan to Rui"):
            await agenda.get_by_role("checkbox", name=left, exact=True).wait_for()
        await expect(agenda.get_by_role("checkbox", name="What the board asked")).to_have_count(0)
    await look("the-next-one")

    # Each was asked once.
    for someone, question in zip(both, asked, strict=True):
        await someone.page.goto(served.url)
        await someone.page.get_by_role("main").get_by_text("Our next meeting", exact=True).wait_for()
        await expect(question).to_have_count(0)
    await look("home-again")
    assert wrong == []
