"""Being told of messages in the browser: counted everywhere, rung and noticed only where nobody looks."""

import asyncio
import json
import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import shared_loop
from tests.browser.test_direct import write_to

pytestmark = pytest.mark.browser

# A page that writes down which notices it would show and how many notes it rang, and looks away when told to.
LISTEN = """() => {
  const noted = { notices: "", rung: 0 };
  const note = (name, value) => (document.documentElement.dataset[name] = noted[name] = value);
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { return (window.Notification.permission = "granted"); }
    constructor(title, how) { note("notices", noted.notices + JSON.stringify({ title, ...how })); }
    close() {}
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    note("rung", noted.rung + 1);
    return start.apply(this, when);
  };
  window.looks = true;
  document.hasFocus = () => window.looks;
}"""
LOOK = "(looks) => { window.looks = looks; dispatchEvent(new Event(looks ? 'focus' : 'blur')); }"


@shared_loop
async def two(person):
    """The mentee writes to the mentor, who has read everything and whose page listens."""
    mentor, mentee = await asyncio.gather(person("mentor@demo.example"), person("mentee@demo.example"))
    await mentor.context.add_init_script(f"({LISTEN})()")
    await mentor.page.reload()
    await mentor.open_mentorship("Yuki Tanaka")
    await unread(mentor, 0)
    await mentee.open_mentorship("Samuel Mwangi")
    return mentor, mentee


async def unread(person, count: int) -> None:
    """The tab says so, in its title and in its mark."""
    await expect(person.page).to_have_title(re.compile(rf"^\({count}\) " if count else r"^[^(]"))
    mark = "icon-unread.svg" if count else "icon.svg"
    await expect(person.page.locator("link[rel=icon]")).to_have_attribute("href", f"/static/{mark}")


async def rung(person, notes: str) -> None:
    await expect(person.page.locator("html")).to_have_attribute("data-rung", notes)


async def never_rung(person) -> None:
    assert await person.page.locator("html").get_attribute("data-rung") is None


async def test_permission_is_asked_after_a_click_and_a_notice_says_who_and_not_what(two):
    mentor, mentee = two
    page = mentor.page
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Account").click()
    section = page.get_by_role("region", name="Notifications")
    await section.get_by_text("The notice says who, never what.").wait_for()
    assert await page.evaluate("Notification.permission") == "default"
    await section.get_by_role("button", name="Allow notices", exact=True).click()
    await section.get_by_role("switch", name="Notices while you look elsewhere").wait_for()
    await page.evaluate(LOOK, False)
    await mentee.say("A secret between us")
    await rung(mentor, "2")  # one chime has two notes
    told = await page.locator("html").get_attribute("data-notices")
    assert json.loads(told)["title"] == "Inês wrote to you"
    assert "secret" not in told


async def test_nothing_rings_for_the_conversation_one_looks_at(two):
    mentor, mentee = two
    await mentor.open_mentorship("Inês Carvalho")
    await mentor.page.evaluate(LOOK, True)
    await mentee.say("Do you see this?")
    await mentor.sees("Do you see this?")
    await mentor.page.evaluate(LOOK, False)
    await mentee.say("And this?")
    await rung(mentor, "2")  # for the second alone


async def test_what_is_read_on_one_device_is_cleared_on_the_others(two, person):
    mentor, mentee = two
    desk = await person("mentor@demo.example")
    await unread(mentor, 0)
    await mentee.say("One")
    await unread(mentor, 1)
    await unread(desk, 1)
    await desk.open_mentorship("Inês Carvalho")
    await desk.sees("One")
    await unread(mentor, 0)


async def test_a_silent_conversation_counts_nowhere_and_the_setting_follows(two, person):
    mentor, mentee = two
    await mentor.open_mentorship("Inês Carvalho")
    await mentor.page.get_by_role("button", name="Notifications: every message", exact=True).click()
    await mentor.page.get_by_role("radio", name="nothing", exact=True).check()
    await mentor.page.get_by_role("button", name="Notifications: nothing", exact=True).wait_for()
    desk = await person("mentor@demo.example")
    await (
        mentor.page.get_by_role("navigation", name="Main")
        .get_by_role("link", name="Home", exact=True)
        .click()
    )
    await mentor.page.get_by_role("heading", level=1).get_by_text("Good ").wait_for()
    await mentee.say("Whenever you look")
    await desk.page.get_by_role("main").get_by_text("Whenever you look").wait_for()
    await unread(desk, 0)
    await write_to(mentee, "Samuel Mwangi")  # another conversation of the same two
    await mentee.say("This one counts")
    await unread(desk, 1)
    await rung(mentor, "2")


async def test_quiet_hours_are_kept_and_follow_to_ones_other_devices(two, person):
    mentor, mentee = two
    desk = await person("mentor@demo.example")
    for someone in (mentor, desk):
        await someone.page.get_by_role("navigation", name="Main").get_by_role("link", name="Account").click()
    await mentor.page.get_by_role("switch", name="Quiet hours").check()
    await expect(desk.page.get_by_label("From", exact=True)).to_have_value("22:00")
    await mentor.page.get_by_label("From", exact=True).fill("00:00")
    await mentor.page.get_by_label("Until", exact=True).fill("23:59")
    await expect(desk.page.get_by_label("Until", exact=True)).to_have_value("23:59")
    await mentee.say("At night")
    await unread(mentor, 1)
    await mentor.page.get_by_label("Until", exact=True).fill("00:00")
    await mentor.page.get_by_role("alert").get_by_text("end at another time").wait_for()
    await never_rung(mentor)
