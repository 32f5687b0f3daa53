"""A bot from its making to its withdrawal, on both screens and on its own line."""

import asyncio

import pytest
import socketio
from playwright.async_api import expect

from tests.browser.conftest import WIDE
from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


async def make_bot(someone, served, *scopes):
    """Through the pages; its token."""
    page = someone.page
    await page.goto(f"{served.url}/account/bots")
    await page.get_by_role("main").get_by_role("button", name="Make a bot", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name", exact=True).fill("Timekeeper")
    await dialog.get_by_label("What it is for").fill("Says when half an hour is over.")
    for scope in scopes:
        await dialog.get_by_role("checkbox", name=scope).check()
    await dialog.get_by_role("button", name="Make it", exact=True).click()
    token = await dialog.get_by_label("Token", exact=True).input_value()
    await dialog.get_by_role("button", name="I have it", exact=True).click()
    return token


async def test_a_bot_is_made_invited_confirmed_heard_and_withdrawn(person, served):
    mentor, mentee = await asyncio.gather(person("mentor@demo.example"), person("mentee@demo.example"))
    path = await mentee.page.get_by_role("link", name="Samuel Mwangi").first.get_attribute("href")
    token = await make_bot(mentee, served, "chat:write")
    await mentee.page.get_by_role("main").get_by_text("It sees no text at all.").wait_for()
    assert token not in await mentee.page.content()

    await mentee.page.goto(f"{served.url}{path}/about")
    await mentor.page.goto(f"{served.url}{path}/about")
    await mentee.page.get_by_role("main").get_by_role("button", name="Invite a bot", exact=True).click()
    await mentee.page.get_by_role("dialog").get_by_role("button", name="Invite it", exact=True).click()
    await mentee.page.get_by_role("main").get_by_text("Waits for Samuel’s yes").wait_for()
    let_in = mentor.page.get_by_role("main").get_by_role("button", name="Let Timekeeper in", exact=True)
    await let_in.wait_for()
    for someone in (mentor, mentee):
        assert await examine(someone, f"about-bots-{someone.page.viewport_size['width']}") == []

    bot = socketio.AsyncClient(reconnection=False)
    reached, lost = asyncio.Event(), asyncio.Event()
    places = []

    @bot.on("reach_changed")
    async def reach_changed(reach):
        places[:] = reach["places"]
        (reached if places else lost).set()

    await bot.connect(served.url, auth={"token": token}, transports=["websocket"])
    await let_in.click()
    async with asyncio.timeout(10):
        await reached.wait()
    place = {"conversation_id": places[0]["conversation_id"]}
    ack = await bot.call("send_message", {**place, "client_id": "1", "body": "Half an hour is over."})
    assert ack["ok"], ack

    await (
        mentor.page.get_by_role("navigation", name="Parts of this mentorship")
        .get_by_role("link", name="Chat", exact=True)
        .click()
    )
    said = mentor.page.get_by_role("log").locator(".message").filter(has_text="Half an hour is over.")
    await expect(said.locator(".bot-badge")).to_have_text("Bot")
    await expect(said).to_contain_text("Timekeeper")

    page = mentee.page
    await page.get_by_role("main").get_by_role("button", name="Withdraw Timekeeper", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name="Withdraw it", exact=True).click()
    async with asyncio.timeout(1):
        await lost.wait()
    refused = await bot.call("send_message", {**place, "client_id": "2", "body": "Still there?"})
    assert refused["error"]["code"] == "not_found"
    await page.get_by_role("main").get_by_text("None.", exact=True).wait_for()
    await page.get_by_role("main").get_by_text("Timekeeper wrote in your chat").wait_for()
    await expect(said).to_contain_text("Timekeeper")
    await bot.disconnect()


@every_form
async def test_nothing_is_wrong_with_the_page_of_bots(person, served, theme, size):
    mentee = await person("mentee@demo.example", theme=theme, size=size)
    form = f"{size['width']}-{theme}"
    await mentee.page.goto(f"{served.url}/account/bots")
    await mentee.page.get_by_role("heading", name="No bot yet").wait_for()
    wrong = await examine(mentee, f"bots-none-{form}")
    await mentee.page.get_by_role("main").get_by_role("button", name="Make a bot", exact=True).click()
    await mentee.page.get_by_role("dialog").get_by_label("Name", exact=True).wait_for()
    wrong += await examine(mentee, f"bots-new-{form}")
    await mentee.page.keyboard.press("Escape")
    await make_bot(mentee, served, "chat:read", "agenda:times")
    wrong += await examine(mentee, f"bots-{form}")
    path = (
        await mentee.page.get_by_role("link", name="Samuel Mwangi").first.get_attribute("href")
        if (size == WIDE)
        else None
    )
    if path:
        await mentee.page.goto(f"{served.url}{path}/about")
        await mentee.page.get_by_role("main").get_by_role("button", name="Invite a bot", exact=True).click()
        await mentee.page.get_by_role("dialog").wait_for()
        wrong += await examine(mentee, f"bots-invite-{form}")
    assert wrong == []
