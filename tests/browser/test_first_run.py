"""From an empty server to a first conversation, as the people who do it see it."""

import re

import pytest

from tests.browser.conftest import Person, shared_loop
from tests.browser.examine import every_form, examine
from tests.served import serving

pytestmark = pytest.mark.browser

SECRET = "a quiet long password"


@shared_loop
async def served(tmp_path):
    async with serving(tmp_path) as running:
        yield running


@every_form
async def test_set_up_invite_pair_and_write(person, served, theme, size):
    form = f"{size['width']}-{theme}"
    (address,) = re.findall(r"http://\S+/setup\?token=\S+", served.log.read_text())
    admin = await person(theme=theme, size=size)
    await admin.page.goto(address)
    await admin.page.get_by_label("Your name").wait_for()
    wrong = await examine(admin, f"setup-{form}")
    await admin.page.get_by_label("Your name").fill("Ruth Abebe")
    await admin.page.get_by_label("Email").fill("ruth@first.example")
    await admin.page.get_by_label("Password", exact=True).fill(SECRET)
    await admin.page.get_by_role("button", name="Continue").click()
    await admin.page.get_by_label("Name of the programme").fill("Harbour")
    await admin.page.get_by_role("button", name="Continue").click()
    await admin.page.get_by_role("radio", name="Empty").check()
    await admin.page.get_by_role("button", name="Open the door").click()
    await admin.open_programme()
    await admin.page.get_by_role("main").get_by_role("link", name="People", exact=True).click()
    links = []
    for email, role in (("samuel@first.example", "mentor"), ("ines@first.example", "mentee")):
        links.append(await invite(admin, email, role))
    people = []
    for link, name in zip(links, ("Samuel Mwangi", "Inês Carvalho"), strict=True):
        guest = await person(theme=theme, size=size)
        await guest.page.goto(link)
        await guest.page.get_by_text("Read the code of conduct").click()
        wrong += await examine(guest, f"invitation-{form}")
        await guest.page.get_by_label("Your name").fill(name)
        await guest.page.get_by_label("Password", exact=True).fill(SECRET)
        await guest.page.get_by_role("button", name="Accept the invitation").click()
        await guest.page.get_by_role("heading", level=1).get_by_text("Good ").wait_for()
        people.append(guest)
    await admin.page.get_by_role("main").get_by_role("link", name="Pairs", exact=True).click()
    await admin.page.get_by_role("button", name="New pair").click()
    dialog = admin.page.get_by_role("dialog")
    for role, name in (("Mentor", "Samuel Mwangi"), ("Mentee", "Inês Carvalho")):
        choice = dialog.get_by_label(role, exact=True)
        option = choice.locator("option", has_text=name)  # with the mentor's free places behind the name
        await choice.select_option(await option.get_attribute("value"))
    await dialog.get_by_role("button", name="Bring them together").click()

    mentor, mentee = people
    await mentor.open_mentorship("Inês Carvalho")  # comes by itself, without a reload
    await mentee.open_mentorship("Samuel Mwangi")
    await mentee.say("Hello from an empty server")
    await mentor.sees("Hello from an empty server")
    assert wrong == []


async def invite(admin: Person, email: str, role: str) -> str:
    await admin.page.get_by_role("button", name="Invite", exact=True).first.click()
    dialog = admin.page.get_by_role("dialog")
    await dialog.get_by_label("Email").fill(email)
    await dialog.get_by_label("As", exact=True).select_option(role)
    await dialog.get_by_role("button", name="Make a link").click()
    link = await dialog.get_by_role("textbox", name="Invitation link").input_value()
    await dialog.get_by_role("button", name="Done").click()
    return link
