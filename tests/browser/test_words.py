"""Replies, Markdown, reactions, pins and the rest of what is around a message, in two browsers."""

import asyncio

import pytest

from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


def bubble(person, text: str):
    """The message that says this, not the one that quotes it."""
    words = person.page.locator("p", has_text=text)
    return person.page.get_by_role("log").locator(".bubble").filter(has=words).last


async def choose(person, text: str, item: str) -> None:
    """From the menu of the message that says this."""
    said = bubble(person, text)
    await said.hover()
    await said.get_by_role("button", name="More", exact=True).click()
    await person.page.get_by_role("menu").get_by_role("menuitem", name=item, exact=True).click()


async def test_a_message_is_answered_reacted_to_pinned_and_changed(two):
    mentor, mentee = two
    await mentee.say("A **firm** plan: `stop` at https://harbour.example/run")
    seen = bubble(mentor, "A firm plan")
    await seen.locator("strong", has_text="firm").wait_for()
    await seen.locator("code", has_text="stop").wait_for()
    await seen.get_by_role("link", name="https://harbour.example/run").wait_for()

    await seen.hover()
    await seen.get_by_role("button", name="Reply", exact=True).click()
    await mentor.page.get_by_text("Replying to Inês").wait_for()
    await mentor.say("Then we have one")
    quote = bubble(mentee, "Then we have one").get_by_role("button", name="In reply to You A firm plan")
    await quote.click()
    await mentee.page.locator(".bubble:focus", has_text="harbour.example/run").wait_for()

    await seen.hover()
    await seen.get_by_role("button", name="React", exact=True).click()
    await mentor.page.get_by_role("dialog", name="React").get_by_role("button", name="party popper").click()
    party = "🎉 party popper, celebrate: "
    await mentee.page.get_by_role("log").get_by_role("button", name=f"{party}Samuel", exact=True).click()
    both = mentor.page.get_by_role("log").get_by_role("button", name=f"{party}You and Inês", exact=True)
    await both.wait_for()

    await choose(mentor, "A firm plan", "Pin")
    await mentee.page.get_by_text("2 pinned messages", exact=True).click()
    await mentee.page.locator(".pinned").get_by_role("button", name="You A firm plan").wait_for()

    await choose(mentee, "A firm plan", "Edit")
    await mentee.page.get_by_role("textbox", name="Message").fill("A *better* plan")
    await mentee.page.keyboard.press("Enter")
    await bubble(mentor, "A better plan").get_by_role("button", name="edited", exact=True).click()
    history = mentor.page.get_by_role("dialog", name="What this message has said")
    await history.get_by_text("A firm plan").wait_for()
    await history.get_by_role("button", name="Close", exact=True).click()
    await bubble(mentee, "Then we have one").get_by_text("A better plan").wait_for()


async def test_the_menu_goes_by_keyboard(two):
    _, mentee = two
    await mentee.say("By keyboard")
    more = bubble(mentee, "By keyboard").get_by_role("button", name="More", exact=True)
    await more.focus()
    await mentee.page.keyboard.press("Enter")
    menu = mentee.page.get_by_role("menu", name="What to do with this message")
    await menu.wait_for()
    await mentee.page.keyboard.press("ArrowDown")
    assert await mentee.page.evaluate("document.activeElement.textContent") == "Reply"
    await mentee.page.keyboard.press("End")
    assert await mentee.page.evaluate("document.activeElement.textContent") == "Delete"
    await mentee.page.keyboard.press("Escape")
    await menu.wait_for(state="detached")
    assert await more.evaluate("button => button === document.activeElement")


async def test_names_and_emoji_are_completed_while_writing(two):
    mentor, mentee = two
    box = mentee.page.get_by_role("textbox", name="Message")
    await box.press_sequentially("Look, @sam")
    await mentee.page.get_by_role("option", name="Samuel Mwangi").wait_for()
    await mentee.page.keyboard.press("Enter")
    await box.press_sequentially(":part")
    await mentee.page.get_by_role("option", name="party popper, celebrate").wait_for()
    await mentee.page.keyboard.press("Tab")
    await mentee.page.keyboard.press("Enter")
    said = bubble(mentor, "Look, @Samuel Mwangi 🎉")
    await said.locator(".mention.me", has_text="@Samuel Mwangi").wait_for()


async def test_unread_again_until_one_comes_back(two):
    mentor, mentee = two
    await mentee.say("Read me later")
    await mentee.page.get_by_role("log").get_by_role("img", name="Read by Samuel").last.wait_for()
    await choose(mentor, "Read me later", "Mark unread from here")
    await mentor.page.get_by_role("log").get_by_text("New", exact=True).wait_for()
    await mentor.page.get_by_role("navigation").get_by_role("link", name="Home", exact=True).first.click()
    await mentor.page.get_by_text("1 unread").first.wait_for()


async def test_a_link_leads_to_a_message_far_above(two, served):
    mentor, mentee = two
    for n in range(70):
        await mentee.say(f"line {n} of many")
    await mentor.sees("line 69 of many")
    seq = await bubble(mentor, "line 3 of many").get_attribute("data-seq")
    await mentor.page.goto(f"{mentor.page.url}?message={seq}")
    await mentor.page.locator(".bubble:focus", has_text="line 3 of many").wait_for()
    await mentor.page.get_by_role("button", name="Jump to latest").click()
    await mentor.sees("line 69 of many")


async def test_a_message_becomes_a_goal_and_an_agenda_item(two):
    mentor, mentee = two
    await mentee.say("Speak at the harbour days")
    await choose(mentor, "Speak at the harbour days", "Make something of it")
    dialog = mentor.page.get_by_role("dialog", name="Make something of this message")
    await dialog.get_by_text("Goal", exact=True).click()
    assert await dialog.get_by_role("textbox", name="In words").input_value() == "Speak at the harbour days"
    await dialog.get_by_role("button", name="Make it", exact=True).click()
    await mentee.page.get_by_role("complementary").get_by_text("Speak at the harbour days").wait_for()
    await choose(mentor, "Speak at the harbour days", "Make something of it")
    await dialog.get_by_role("combobox", name="Of which meeting").wait_for()
    await dialog.get_by_role("button", name="Make it", exact=True).click()
    await mentor.page.get_by_text("It is on the agenda.").wait_for()


@every_form
async def test_nothing_is_wrong_with_what_opens_from_a_message(person, served, size, theme):
    form = f"{size['width']}-{theme}"
    mentor, mentee = await asyncio.gather(
        person("mentor@demo.example"), person("mentee@demo.example", size=size, theme=theme)
    )
    await asyncio.gather(mentor.open_mentorship("Inês Carvalho"), mentee.open_mentorship("Samuel Mwangi"))
    await mentor.say("An *owner*:\n\n- one\n- two\n\n> said\n\n```\nwait(30)\n```\n@Inês Carvalho")
    theirs = mentee.page.get_by_role("log").locator(".theirs .bubble").last
    await theirs.locator("em", has_text="owner").wait_for()
    tools, dialog = theirs.locator(".message-tools"), mentee.page.get_by_role("dialog")
    await theirs.hover()
    await tools.get_by_role("button", name="React", exact=True).click()
    wrong = await examine(mentee, f"words-picker-{form}")
    await dialog.get_by_role("button", name="heart", exact=True).click()
    await choose(mentee, "An owner", "Pin")
    await choose(mentee, "An owner", "Reply")
    await mentee.say("Quite so")
    await choose(mentee, "Quite so", "Edit")
    await mentee.say("Quite so, then")
    edited = bubble(mentee, "Quite so, then").get_by_role("button", name="edited", exact=True)
    await mentee.page.get_by_text("2 pinned messages", exact=True).click()
    await mentee.page.get_by_role("textbox", name="Message").press_sequentially("@s")
    await mentee.page.get_by_role("option", name="Samuel Mwangi").wait_for()
    wrong += await examine(mentee, f"words-chat-{form}")
    await edited.click()
    await dialog.get_by_text("Now", exact=True).wait_for()
    wrong += await examine(mentee, f"words-history-{form}")
    await dialog.get_by_role("button", name="Close", exact=True).click()
    await choose(mentee, "Quite so, then", "Make something of it")
    await dialog.get_by_role("combobox", name="Of which meeting").wait_for()
    wrong += await examine(mentee, f"words-make-{form}")
    await dialog.get_by_role("button", name="Back", exact=True).click()
    await theirs.hover()
    await tools.get_by_role("button", name="More", exact=True).click()
    await mentee.page.get_by_role("menu").wait_for()
    wrong += await examine(mentee, f"words-menu-{form}")
    assert wrong == []
