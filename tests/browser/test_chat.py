"""Chat in the browser, when the network and the server are not at their best."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser


async def count(person, text: str) -> int:
    return await person.page.get_by_role("log").get_by_text(text, exact=True).count()


async def test_what_was_written_offline_arrives_once_and_in_order(two):
    mentor, mentee = two
    await mentee.context.set_offline(True)
    for n in range(3):
        await mentee.say(f"offline {n}")
    await mentee.context.set_offline(False)
    for n in range(3):
        await mentor.sees(f"offline {n}")
        assert await count(mentor, f"offline {n}") == 1
        assert await count(mentee, f"offline {n}") == 1
    said = await mentor.page.get_by_role("log").get_by_text("offline ").all_text_contents()
    assert said == ["offline 0", "offline 1", "offline 2"]


async def test_an_outbox_survives_a_reload_while_the_server_is_down(two, served):
    mentor, mentee = two
    await served.kill()
    await mentee.say("through the night")
    await served.start()
    await mentee.page.reload()
    await mentor.sees("through the night")
    await mentee.sees("through the night")
    assert await count(mentor, "through the night") == 1


async def test_two_tabs_of_one_person_do_not_double_what_is_said(two, served):
    mentor, mentee = two
    second = await mentee.context.new_page()
    await second.goto(mentee.page.url)
    await second.get_by_role("textbox", name="Message").wait_for()
    await mentee.say("said in one tab")
    await mentor.sees("said in one tab")
    await second.get_by_role("log").get_by_text("said in one tab", exact=True).wait_for()
    assert await count(mentor, "said in one tab") == 1
    assert await second.get_by_role("log").get_by_text("said in one tab", exact=True).count() == 1


async def test_markup_is_text(two):
    mentor, mentee = two
    evil = "<img src=x onerror=\"document.title='owned'\"> <b>bold</b>"
    await mentee.say(evil)
    await mentor.sees(evil)
    assert "owned" not in await mentor.page.title()
    assert await mentor.page.get_by_role("log").locator("img[src=x], b:text('bold')").count() == 0


async def test_a_draft_survives_a_reload(two):
    _, mentee = two
    await mentee.page.get_by_role("textbox", name="Message").fill("half a thought")
    await mentee.page.wait_for_timeout(600)
    await mentee.page.reload()
    box = mentee.page.get_by_role("textbox", name="Message")
    await box.wait_for()
    assert await box.input_value() == "half a thought"


async def test_enter_while_composing_a_character_does_not_send(two):
    _, mentee = two
    box = mentee.page.get_by_role("textbox", name="Message")
    await box.fill("かな")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    assert await box.input_value() == "かな"


async def test_the_manager_and_the_admin_see_no_chat_and_no_room(two, person):
    _, mentee = two
    await mentee.say("between us")
    url = mentee.page.url
    for email in ("manager@demo.example", "admin@demo.example"):
        stranger = await person(email)
        for place in (url, f"{url}/lobby", f"{url}/call"):
            await stranger.page.goto(place)
            await stranger.page.get_by_role("heading", level=1).wait_for()
            assert "between us" not in await stranger.page.content()
            assert await stranger.page.get_by_role("textbox", name="Message").count() == 0
            assert await stranger.page.get_by_role("button", name="Join now").count() == 0


async def test_a_page_that_cannot_be_fetched_is_tried_again_until_it_is_here(two):
    mentor, _ = two
    page = mentor.page
    await page.route("**/pages/goals.js", lambda route: route.abort())
    await page.get_by_role("link", name="Goals").first.click()
    await page.get_by_role("status").get_by_text("The server does not answer. Trying again.").wait_for()
    await page.get_by_role("textbox", name="Message").wait_for()  # the old page stays
    await page.get_by_role(
        "button", name="Reload", exact=True
    ).wait_for()  # the way out where trying does not help
    await page.unroute("**/pages/goals.js")
    await page.get_by_role("heading", name="Goals").first.wait_for()
    await expect(page.get_by_role("button", name="Reload", exact=True)).to_have_count(0)
    assert mentor.errors == []
