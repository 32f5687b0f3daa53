"""Two people find each other, each seeing at once what the other does."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NARROW, Person
from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser

MENTEE, MENTOR, MANAGER = "dawit@demo.example", "mentor@demo.example", "manager@demo.example"


async def mentors_of(person: Person) -> None:
    await person.page.goto(person.page.url)
    await person.page.get_by_role("link", name="Harbour Mentoring").locator("visible=true").first.click()
    await person.page.get_by_role("heading", name="Mentors", exact=True).wait_for()


async def pitch_to(person: Person, name: str) -> None:
    page = person.page
    await page.get_by_role("button", name=f"Pitch to {name}").click()
    await page.get_by_label("What do you want to learn?").fill("To lead without answering")
    await page.get_by_label("Why Samuel?").fill("You ask twice")
    await page.get_by_role("button", name="Send the pitch").click()
    await page.get_by_role("link", name=f"Your pitch to {name}").first.wait_for()


async def mark(person: Person) -> None:
    """A reload would wipe this away."""
    await person.page.evaluate("window.neverReloaded = true")


async def test_a_mentee_pitches_the_mentor_asks_for_a_talk_and_both_are_in_the_mentorship(person):
    mentee, mentor = await person(MENTEE), await person(MENTOR, size=NARROW)
    await mentors_of(mentee)
    await mark(mentee)
    await mark(mentor)
    await pitch_to(mentee, "Samuel Mwangi")
    waiting = mentor.page.get_by_role("link", name="Read: Dawit would like to learn from you")
    await expect(waiting).to_be_visible()
    await waiting.click()
    await mentor.page.get_by_text("To lead without answering").wait_for()
    await mentee.page.get_by_role("link", name="Your pitch to Samuel Mwangi").first.click()
    await mentee.page.get_by_text("has not answered yet").wait_for()

    await mentor.page.get_by_role("button", name="Talk first").click()
    await mentor.page.get_by_role("button", name="Ask for a talk").click()
    await expect(mentee.page.get_by_role("heading", name="Your talk")).to_be_visible()
    await mentee.say("Thursday at nine?")
    await mentor.sees("Thursday at nine?")
    await mentor.say("With pleasure.")
    await mentee.sees("With pleasure.")

    await mentor.page.get_by_role("button", name="Accept").click()
    for one, other in ((mentee, "Samuel Mwangi"), (mentor, "Dawit Bekele")):
        await one.page.get_by_role("heading", level=1, name=other).wait_for()
        await one.sees("With pleasure.")  # the talk is theirs to keep
        assert "/m/" in one.page.url
        assert await one.page.evaluate("window.neverReloaded")
        assert one.errors == []


async def test_a_pitch_that_was_begun_survives_a_reload_and_is_declined_kindly(person):
    mentee, mentor = await person(MENTEE), await person(MENTOR)
    await mentors_of(mentee)
    page = mentee.page
    await page.get_by_role("button", name="Pitch to Samuel Mwangi").click()
    await page.get_by_label("What do you want to learn?").fill("Half a thought")
    await page.reload()
    await page.get_by_role("button", name="Pitch to Samuel Mwangi").click()
    await expect(page.get_by_label("What do you want to learn?")).to_have_value("Half a thought")
    await page.keyboard.press("Escape")
    await pitch_to(mentee, "Samuel Mwangi")
    await page.get_by_role("link", name="Your pitch to Samuel Mwangi").first.click()

    await mentor.page.get_by_role("link", name="Read: Dawit would like to learn from you").click()
    await mentor.page.get_by_role("button", name="Decline kindly").click()
    await mentor.page.get_by_role("button", name="Ask me again later").click()
    await mentor.page.get_by_role("button", name="Decline", exact=True).click()
    await page.get_by_text("Ask me again in spring").wait_for()
    await page.get_by_role("link", name="Look at the other mentors").wait_for()
    assert [mentee.errors, mentor.errors] == [[], []]


async def test_a_profile_is_on_every_screen_at_once(person):
    mentee, mentor = await person(MENTEE), await person(MENTOR)
    await mentors_of(mentee)
    await mentors_of(mentor)
    await mentor.page.get_by_role("link", name="Your profile").click()
    await mentor.page.get_by_label("What can you help with?").fill("Night shifts, Hard conversations")
    await mentor.page.get_by_role("switch", name="I take mentees").uncheck()
    await mentor.page.get_by_role("button", name="Save").click()
    await mentee.page.get_by_text("Night shifts").wait_for()
    await expect(mentee.page.get_by_role("button", name="Pitch to Samuel Mwangi")).to_have_count(0)
    await mentee.page.get_by_label("Only who takes mentees now").check()
    await expect(mentee.page.get_by_role("heading", name="Samuel Mwangi")).to_have_count(0)


@every_form
async def test_a_code_of_conduct_in_other_words_is_asked_for_again(person, theme, size):
    form = f"{size['width']}-{theme}"
    mentee, manager = await person(MENTEE, theme=theme, size=size), await person(MANAGER)
    await mentors_of(mentee)
    await manager.page.goto(f"{mentee.page.url.removesuffix('/mentors')}/mentors")
    await manager.page.get_by_role("button", name="Edit").click()
    await manager.page.get_by_label("How people treat each other here").fill("We are on time.")
    await manager.page.get_by_role("button", name="Save").click()
    await mentee.page.get_by_role("heading", name="Before you meet anybody").wait_for()
    wrong = await examine(mentee, f"conduct-asked-{form}")
    await mentee.page.get_by_role("button", name="Pitch to Samuel Mwangi").click()
    await mentee.page.get_by_label("What do you want to learn?").fill("To be on time")
    await mentee.page.get_by_label("Why Samuel?").fill("You are")
    await mentee.page.get_by_role("button", name="Send the pitch").click()
    agree = mentee.page.get_by_role("dialog").get_by_role("button", name="I agree to this", exact=True)
    await agree.wait_for()
    wrong += await examine(mentee, f"conduct-dialog-{form}")
    await agree.click()
    await mentee.page.get_by_role("link", name="Your pitch to Samuel Mwangi").first.wait_for()
    await expect(mentee.page.get_by_role("heading", name="Before you meet anybody")).to_have_count(0)
    assert wrong == []


@every_form
async def test_nothing_is_wrong_with_any_page_on_which_people_find_each_other(person, theme, size):
    form = f"{size['width']}-{theme}"
    wrong: list[str] = []
    mentee, mentor = (
        await person(MENTEE, theme=theme, size=size),
        await person(MENTOR, theme=theme, size=size),
    )
    wrong += await examine(mentee, f"home-before-{form}")
    await mentors_of(mentee)
    wrong += await examine(mentee, f"mentors-{form}")
    await mentee.page.get_by_role("button", name="Pitch to Samuel Mwangi").click()
    wrong += await examine(mentee, f"pitch-dialog-{form}")
    await mentee.page.keyboard.press("Escape")
    await pitch_to(mentee, "Samuel Mwangi")
    await mentor.page.get_by_role("link", name="Read: Dawit would like to learn from you").click()
    await mentor.page.get_by_role("button", name="Accept").wait_for()
    wrong += await examine(mentor, f"pitch-from-{form}")
    await mentor.page.get_by_role("button", name="Decline kindly").click()
    wrong += await examine(mentor, f"pitch-decline-{form}")
    await mentor.page.keyboard.press("Escape")
    await mentor.page.get_by_role("button", name="Talk first").click()
    await mentor.page.get_by_role("button", name="Ask for a talk").click()
    await mentee.page.get_by_role("link", name="Your pitch to Samuel Mwangi").first.click()
    await mentee.say("Thursday at nine?")
    await mentee.sees("Thursday at nine?")
    wrong += await examine(mentee, f"pitch-talk-{form}")
    await mentors_of(mentor)
    await mentor.page.get_by_role("link", name="Your profile").click()
    await mentor.page.get_by_role("button", name="Save").wait_for()
    wrong += await examine(mentor, f"profile-{form}")
    assert wrong == []


ADD_GOAL = """async () => {
  const of = async (path) => (await fetch(path)).json();
  const [pair] = (await of("/api/mentorships")).mentorships.filter((m) => m.other.name === "Margit Olsen");
  const post = (path, body) => fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const at = `/api/mentorships/${pair.mentorship_id}`;
  await post(`${at}/goals`, { client_id: "g", what: "Speak first, once a week" });
  await post(`${at}/end`, undefined);
}"""


@every_form
async def test_a_mentee_brings_a_goal_along_and_the_new_mentor_reads_no_name(person, theme, size):
    mentee = await person(MENTEE, theme=theme, size=size)
    mentor = await person("mentee@demo.example")
    await mentee.page.evaluate(ADD_GOAL)
    for one, name in ((mentee, "Inês Carvalho"), (mentor, "Dawit Bekele")):
        await one.open_mentorship(name)
        await one.page.locator('a[href$="/goals"]:visible').first.click()
    await mentee.page.get_by_role("button", name="Choose what to bring").click()
    goal = mentee.page.get_by_role("checkbox", name="Speak first, once a week")
    await expect(goal).not_to_be_checked()
    await goal.check()
    wrong = await examine(mentee, f"handover-{size['width']}-{theme}")
    await mentee.page.get_by_role("button", name="Bring these").click()
    await mentee.page.get_by_text("Brought along from your mentorship with Margit").wait_for()
    await mentor.page.get_by_text("Brought along from an earlier mentorship").wait_for()
    await mentor.page.get_by_role("heading", name="Speak first, once a week").wait_for()
    await expect(mentor.page.get_by_text("Margit")).to_have_count(0)
    await expect(mentee.page.get_by_role("button", name="Choose what to bring")).to_have_count(0)
    assert wrong == [] == mentor.errors
