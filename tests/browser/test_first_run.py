"""From an empty server to a first conversation, as the people who do it see it."""

import re

import pytest

from tests.browser.conftest import Person
from tests.served import serving

pytestmark = pytest.mark.browser

SECRET = "a quiet long password"


@pytest.fixture
async def served(tmp_path):
    async with serving(tmp_path) as running:
        yield running


async def test_set_up_invite_pair_and_write(person, served):
    (address,) = re.findall(r"http://\S+/setup\?token=\S+", served.log.read_text())
    admin = await person()
    await admin.page.goto(address)
    await admin.page.get_by_label("Your name").fill("Ruth Abebe")
    await admin.page.get_by_label("Email").fill("ruth@first.example")
    await admin.page.get_by_label("Password", exact=True).fill(SECRET)
    if await admin.page.get_by_role("button", name="Next").count():
        await admin.page.get_by_role("button", name="Next").click()
    await admin.page.get_by_label("Name of the programme").fill("Harbour")
    await admin.page.get_by_role("button", name="Set up").click()
    await admin.page.get_by_role("link", name="Harbour").first.click()

    links = []
    for email, role in (("samuel@first.example", "mentor"), ("ines@first.example", "mentee")):
        links.append(await invite(admin, email, role))
    people = []
    for link, name in zip(links, ("Samuel Mwangi", "Inês Carvalho"), strict=True):
        guest = await person()
        await guest.page.goto(link)
        await guest.page.get_by_label("Your name").fill(name)
        await guest.page.get_by_label("Password", exact=True).fill(SECRET)
        await guest.page.get_by_role("button", name="Accept").click()
        await guest.page.get_by_role("heading", level=1).get_by_text("Good ").wait_for()
        people.append(guest)
    await admin.page.reload()
    await admin.page.get_by_role("button", name="Make a pair").first.click()
    await admin.page.get_by_label("Mentor", exact=True).select_option(label="Samuel Mwangi")
    await admin.page.get_by_label("Mentee", exact=True).select_option(label="Inês Carvalho")
    await admin.page.get_by_role("dialog").get_by_role("button", name=re.compile("pair")).click()

    mentor, mentee = people
    await mentor.open_mentorship("Inês Carvalho")  # comes by itself, without a reload
    await mentee.open_mentorship("Samuel Mwangi")
    await mentee.say("Hello from an empty server")
    await mentor.sees("Hello from an empty server")


async def invite(admin: Person, email: str, role: str) -> str:
    await admin.page.get_by_role("button", name="Invite").first.click()
    dialog = admin.page.get_by_role("dialog")
    await dialog.get_by_label("Email").fill(email)
    await dialog.get_by_label(re.compile(role, re.IGNORECASE)).first.check()
    await dialog.get_by_role("button", name=re.compile("link|Invite")).first.click()
    link = await dialog.get_by_role("textbox", name=re.compile("link", re.IGNORECASE)).input_value()
    await admin.page.keyboard.press("Escape")
    return link
