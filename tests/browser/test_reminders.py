"""A reminder comes to whatever page is open, and is gone from all screens of whoever has seen it."""

import contextlib
import json
import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NARROW, SHOTS, Person
from tests.browser.examine import examine
from tests.served import Served

pytestmark = pytest.mark.browser

PLAN = """async ({ mentorship, form }) => {
  const answer = await fetch(`/api/mentorships/${mentorship}/meetings`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(form),
  });
  return await answer.json();
}"""


async def plan(someone: Person, title: str, **given: object) -> dict:
    """A meeting of the open mentorship, nine minutes from now unless it is said otherwise."""
    within = given.pop("within", timedelta(minutes=9))
    form = {
        "client_id": title.replace(" ", "-"),
        "title": title,
        "local_start": (datetime.now(UTC) + within).strftime("%Y-%m-%dT%H:%M"),
        "time_zone": "UTC",
        **given,
    }
    mentorship = someone.page.url.split("/m/")[1].split("/")[0]
    return await someone.page.evaluate(PLAN, {"mentorship": mentorship, "form": form})


def remind(served: Served, meeting: dict, which: str) -> None:
    """As if the meeting had been arranged long ago: nobody waits a day for a test."""
    now = int(time.time() * 1000)
    starts_at = int(datetime.fromisoformat(meeting["starts_at"]).timestamp() * 1000)
    about = {"meeting_id": meeting["meeting_id"], "starts_at": str(starts_at), "which": which}
    with contextlib.closing(sqlite3.connect(served.database, timeout=10)) as database, database:
        database.execute(
            "INSERT INTO jobs (job_id, kind, key, about, due_at, next_at, attempts)"
            " VALUES (?1, 'reminder', ?1, ?2, ?3, ?3, 0)",
            (f"{which} {meeting['meeting_id']}", json.dumps(about), now),
        )


async def test_a_reminder_comes_to_every_screen_and_leaves_those_of_who_has_seen_it(person, served):
    mentee, phone = await person("mentee@demo.example"), await person("mentee@demo.example", size=NARROW)
    mentor = await person("mentor@demo.example")
    await mentee.open_mentorship("Samuel Mwangi")
    await phone.page.goto(f"{served.url}/account")
    meeting = await plan(mentee, "The last stretch")
    remind(served, meeting, "soon")
    await plan(mentee, "Another one", within=timedelta(days=9))  # the server looks at its jobs again
    for someone in (mentee, phone, mentor):
        reminder = someone.page.get_by_role("region", name="Reminder: The last stretch", exact=True)
        await reminder.get_by_role("link", name="The last stretch", exact=True).wait_for()
        assert await reminder.get_by_role("link", name="Join", exact=True).count() == 1
        assert "Lisbon" in await reminder.inner_text()
        assert "Nairobi" in await reminder.inner_text()
    assert await examine(mentee, "reminder-1280-light") == []
    assert await examine(phone, "reminder-360-light") == []
    await phone.page.get_by_role("button", name="Seen: The last stretch", exact=True).click()
    for someone in (mentee, phone):
        await someone.page.get_by_role("region", name="Reminder: The last stretch", exact=True).wait_for(
            state="detached"
        )
    await mentor.page.reload()  # who has not seen it gets it again
    reminder = mentor.page.get_by_role("region", name="Reminder: The last stretch", exact=True)
    await reminder.get_by_role("link", name="Join", exact=True).click()
    await mentor.page.get_by_role("button", name="Join now", exact=True).wait_for()
    await reminder.wait_for(state="detached")  # in the very room it would only be in the way


async def test_reminders_are_chosen_in_the_settings_and_on_every_device(person, served):
    desk, phone = await person("mentee@demo.example"), await person("mentee@demo.example", size=NARROW)
    for someone in (desk, phone):
        await someone.page.goto(f"{served.url}/account")
    there = desk.page.get_by_role("group", name="A day before", exact=True).get_by_role("switch").first
    other = phone.page.get_by_role("group", name="A day before", exact=True).get_by_role("switch").first
    await other.wait_for()
    await there.uncheck()
    await expect(other).not_to_be_checked(timeout=30_000)
    await desk.page.reload()
    await there.wait_for()
    assert not await there.is_checked()
    SHOTS.mkdir(exist_ok=True)
    await desk.page.screenshot(path=SHOTS / "reminders-settings-1280-light.png", full_page=True)


async def test_a_calendar_address_is_made_copied_and_made_anew_and_the_old_one_ends(person, served):
    mentee = await person("mentee@demo.example")
    await mentee.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await mentee.page.goto(f"{served.url}/account")
    settings = mentee.page.get_by_role("region", name="Calendar", exact=True)
    await settings.get_by_role("button", name="Make an address for it", exact=True).click()
    address = settings.get_by_role("textbox", name="Address to subscribe to", exact=True)
    first = await address.input_value()
    await settings.get_by_role("button", name="Copy the address", exact=True).click()
    await settings.get_by_role("button", name="Copied", exact=True).wait_for()
    assert await mentee.page.evaluate("navigator.clipboard.readText()") == first
    feed = await mentee.context.request.get(first)
    assert "BEGIN:VEVENT" in await feed.text()
    await settings.get_by_role("button", name="New address", exact=True).click()
    dialog = mentee.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Make the new one", exact=True).click()
    await expect(address).not_to_have_value(first)
    assert (await mentee.context.request.get(first)).status == 404
    assert await examine(mentee, "calendar-settings-1280-light") == []
