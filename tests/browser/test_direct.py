"""Direct messages in the browser: found by name, answered, and closed without a word about why."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


async def write_to(person, name: str) -> None:
    """From wherever they are, with the keyboard."""
    page = person.page
    await page.get_by_role("navigation", name="Main").get_by_role("button", name="New message").click()
    dialog = page.get_by_role("dialog", name="Write to somebody")
    await dialog.get_by_role("searchbox", name="Search by name").fill(name.split()[0].lower())
    await dialog.get_by_role("status").get_by_text("1 person", exact=True).wait_for()
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", level=1, name=name, exact=True).wait_for()
    await page.get_by_role("textbox", name="Message", exact=True).wait_for()


def in_sidebar(person, name: str):
    return person.page.get_by_role("navigation", name="Main").get_by_role("link", name=name)


async def test_a_word_to_the_manager_arrives_is_counted_and_answered(person):
    mentee, manager = await asyncio.gather(person("mentee@demo.example"), person("manager@demo.example"))
    await write_to(mentee, "Ruth Abebe")
    assert await in_sidebar(manager, "Inês Carvalho").count() == 0  # nothing is said yet
    await mentee.say("Could we talk about March?")
    await in_sidebar(manager, "Inês Carvalho").get_by_text("1 unread").wait_for()
    await in_sidebar(manager, "Inês Carvalho").click()
    await manager.sees("Could we talk about March?")
    await in_sidebar(manager, "Inês Carvalho").get_by_text("1 unread").wait_for(state="detached")
    await manager.say("Of course")
    await mentee.sees("Of course")
    await mentee.page.reload()
    await mentee.sees("Of course")
    assert mentee.errors == manager.errors == []


async def test_who_is_blocked_is_refused_in_kind_words_and_learns_nothing_else(person):
    mentee, manager = await asyncio.gather(person("mentee@demo.example"), person("manager@demo.example"))
    await write_to(mentee, "Ruth Abebe")
    await mentee.say("Hello")
    await in_sidebar(manager, "Inês Carvalho").click()
    await manager.sees("Hello")
    await manager.page.get_by_role("button", name="More about Inês").click()
    await manager.page.get_by_role("button", name="Block Inês", exact=True).click()
    await manager.page.get_by_role("dialog").get_by_role("button", name="Block Inês", exact=True).click()
    await manager.page.get_by_text("You have blocked Inês.").wait_for()
    await mentee.say("Are you there?")
    await mentee.page.get_by_role("log").get_by_text("nothing new can be written here now").wait_for()
    assert "block" not in (await mentee.page.get_by_role("main").inner_text()).lower()
    await manager.page.get_by_role("button", name="More about Inês").click()
    await manager.page.get_by_role("button", name="Undo the block of Inês", exact=True).click()
    await manager.page.get_by_role("textbox", name="Message", exact=True).wait_for()


async def test_nobody_elses_direct_messages_can_be_opened_by_their_address(person, served):
    mentee, admin = await asyncio.gather(person("mentee@demo.example"), person("admin@demo.example"))
    await write_to(mentee, "Ruth Abebe")
    await mentee.say("Between us")
    await admin.page.goto(mentee.page.url)
    await admin.page.get_by_role("heading", level=1, name="There is nothing here").wait_for()
    assert "Between us" not in await admin.page.content()


async def test_a_draft_follows_to_another_device_and_goes_from_both_when_it_is_sent(person):
    desk, phone = await asyncio.gather(person("mentee@demo.example"), person("mentee@demo.example"))
    await asyncio.gather(*(each.open_mentorship("Samuel Mwangi") for each in (desk, phone)))
    box, other_box = (each.page.get_by_role("textbox", name="Message", exact=True) for each in (desk, phone))
    await box.fill("Half a thought")
    await expect(other_box).to_have_value("Half a thought")
    await phone.page.reload()
    await expect(other_box).to_have_value("Half a thought")
    await phone.context.set_offline(True)
    await other_box.press_sequentially(", and the rest")
    await phone.context.set_offline(False)
    await expect(box).to_have_value("Half a thought, and the rest")
    await other_box.press("Enter")
    await phone.sees("Half a thought, and the rest")
    await expect(box).to_have_value("")
    await desk.page.reload()
    await desk.sees("Half a thought, and the rest")
    await expect(box).to_have_value("")


async def test_what_waits_in_two_conversations_goes_out_in_order_after_signing_in_again(person, served):
    mentor, mentee = await asyncio.gather(
        person("mentor@demo.example"),
        person("mentee@demo.example", saves_data=False),  # the pages are there before the server is not
    )
    await write_to(mentee, "Samuel Mwangi")
    await mentee.say("direct 0")
    await in_sidebar(mentor, "Inês Carvalho").last.get_by_text("1 unread").wait_for()
    await served.kill()
    await mentee.say("direct 1")
    await in_sidebar(mentee, "Samuel Mwangi").filter(has_text="Your mentor").click()
    await mentee.page.get_by_role("heading", level=1).get_by_text("Your mentor").wait_for()
    await mentee.say("pair 1")
    await in_sidebar(mentee, "Samuel Mwangi").last.click()
    await mentee.page.get_by_text("Your mentor").nth(1).wait_for(state="detached")
    await mentee.say("direct 2")
    await mentee.context.clear_cookies()  # the session ends, and not by the person's own wish
    await served.start()
    await mentee.page.get_by_role("button", name="Sign in", exact=True).wait_for()
    await mentee.sign_in(served.url, "mentee@demo.example")
    await in_sidebar(mentor, "Inês Carvalho").last.click()
    await mentor.sees("direct 2")
    said = await mentor.page.get_by_role("log").get_by_text("direct ").all_text_contents()
    assert said == ["direct 0", "direct 1", "direct 2"]
    await (
        mentor.page.get_by_role("navigation", name="Main")
        .get_by_role("link", name="Home", exact=True)
        .click()
    )
    await mentor.page.get_by_role("main").get_by_role("link", name="Inês Carvalho", exact=True).click()
    await mentor.sees("pair 1")


@every_form
async def test_nothing_is_wrong_with_the_pages_of_direct_messages(person, served, theme, size):
    form, wrong = f"{size['width']}-{theme}", []
    mentee = await person("mentee@demo.example", theme=theme, size=size)
    page = mentee.page
    await page.goto(f"{served.url}/direct")
    await page.get_by_role("heading", level=1, name="Direct messages", exact=True).wait_for()
    wrong += await examine(mentee, f"direct-none-{form}")
    await page.get_by_role("main").get_by_role("button", name="New message", exact=True).click()
    await page.get_by_role("dialog").get_by_role("listitem").first.wait_for()
    wrong += await examine(mentee, f"direct-new-{form}")
    await page.get_by_role("dialog").get_by_role("button", name="Ruth Abebe").click()
    await page.get_by_role("textbox", name="Message", exact=True).wait_for()
    await mentee.say("Could we talk about March, before the programme ends and everybody has gone home?")
    await page.get_by_role("log").get_by_label("Sent", exact=True).wait_for()
    wrong += await examine(mentee, f"direct-{form}")
    await page.get_by_role("button", name="Notifications: every message", exact=True).click()
    await page.get_by_role("radio", name="nothing", exact=True).wait_for()
    wrong += await examine(mentee, f"direct-notify-{form}")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="More about Ruth", exact=True).click()
    wrong += await examine(mentee, f"direct-menu-{form}")
    await page.goto(f"{served.url}/direct")
    await page.get_by_role("main").get_by_role("link", name="Ruth Abebe", exact=True).wait_for()
    wrong += await examine(mentee, f"direct-list-{form}")
    await page.goto(f"{served.url}/account")
    await page.get_by_role("switch", name="Quiet hours").check()
    await page.get_by_label("Until", exact=True).wait_for()
    wrong += await examine(mentee, f"account-quiet-{form}")
    await page.set_viewport_size({"width": 320, "height": 640})
    wrong += await examine(mentee, f"account-quiet-320-{theme}")
    await page.goto(f"{served.url}/direct")
    await page.get_by_role("main").get_by_role("link", name="Ruth Abebe", exact=True).click()
    await page.get_by_role("textbox", name="Message", exact=True).wait_for()
    wrong += await examine(mentee, f"direct-320-{theme}")
    assert wrong == []
