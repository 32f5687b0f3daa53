"""Being told of messages in the browser: counted everywhere, rung and noticed only where nobody looks."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.test_direct import write_to

pytestmark = pytest.mark.browser

# A page that says which notices it would show and how often it rang, whether or not somebody looks at it.
LISTEN = """() => {
  window.notices = [];
  window.rung = 0;
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { return (window.Notification.permission = "granted"); }
    constructor(title, how) { window.notices.push({ title, ...how }); }
    close() { window.notices.push("closed"); }
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.rung += 1; return start.apply(this, when); };
  window.looks = true;
  document.hasFocus = () => window.looks;
}"""
LOOK = "(looks) => { window.looks = looks; dispatchEvent(new Event(looks ? 'focus' : 'blur')); }"


@pytest.fixture
async def two(person):
    """The mentee at home; the mentor, with a page that listens, at home as well."""
    mentor, mentee = await asyncio.gather(person("mentor@demo.example"), person("mentee@demo.example"))
    await mentor.context.add_init_script(f"({LISTEN})()")
    await mentor.page.reload()
    await mentee.open_mentorship("Samuel Mwangi")
    return mentor, mentee


async def unread(person, count: int) -> None:
    """The tab says so, in its title and in its mark."""
    title = f"({count}) " if count else ""
    await person.page.wait_for_function("(start) => document.title.startsWith(start)", arg=title or "")
    if not count:
        await person.page.wait_for_function("() => !document.title.startsWith('(')")
    mark = "icon-unread.svg" if count else "icon.svg"
    await expect(person.page.locator("link[rel=icon]")).to_have_attribute("href", f"/static/{mark}")


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
    await page.wait_for_function("window.notices.length === 1")
    [notice] = await page.evaluate("window.notices")
    assert notice["title"] == "Inês wrote to you"
    assert "secret" not in str(notice)
    assert await page.evaluate("window.rung") > 0


async def test_nothing_rings_for_the_conversation_one_looks_at(two):
    mentor, mentee = two
    await mentor.open_mentorship("Inês Carvalho")
    await mentor.page.evaluate(LOOK, True)
    await mentee.say("Do you see this?")
    await mentor.sees("Do you see this?")
    await mentor.page.evaluate(LOOK, False)
    await mentee.say("And this?")
    await mentor.page.wait_for_function("window.rung > 0")
    assert await mentor.page.evaluate("window.rung") == 2  # one chime of two notes, for the second


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
    assert await mentor.page.evaluate("window.rung") == 2


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
    assert await mentor.page.evaluate("window.rung") == 0
