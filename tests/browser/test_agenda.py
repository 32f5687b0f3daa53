"""The agenda in a call, on one clock for both screens, and what comes after the meeting."""

import asyncio
import statistics
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.ahead import POST
from tests.browser.conftest import NARROW, Person
from tests.browser.examine import examine

pytestmark = pytest.mark.browser

MENTEE, MENTOR = "mentee@demo.example", "mentor@demo.example"
TOGETHER_MS = 250

# What a machine whose clock is set a day ahead shows.
A_DAY_AHEAD = """(() => {
  const Real = Date;
  const ahead = 86_400_000;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})()"""
A_SCREEN_TO_SHARE = """navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  return canvas.captureStream(1);
}"""
# When each text of the clock came, on the one clock that both pages share.
WATCH_CLOCK = """() => {
  window.shown = {};
  const look = () => {
    const text = document.querySelector(".call-clock-time")?.textContent;
    if (text) window.shown[text] ??= performance.timeOrigin + performance.now();
  };
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(look).observe(document.querySelector(".call-clock"), all);
}"""
WHO_AM_I = "async () => (await (await fetch('/api/session')).json()).user_id"
CANCEL_ALL = """async (pair) => {
  const { meetings } = await (await fetch(`/api/mentorships/${pair}/meetings?state=upcoming`)).json();
  const how = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  for (const { meeting_id } of meetings) await fetch(`/api/meetings/${meeting_id}/cancel`, how);
}"""


async def begin(mentee: Person, *items: tuple[str, int]) -> str:
    """A meeting of half an hour that is on now, arranged with Samuel; the path of its page."""
    link = mentee.page.get_by_role("main").get_by_role("link", name="Samuel Mwangi", exact=True)
    pair = (await link.first.get_attribute("href") or "").removeprefix("/m/")
    meeting = {
        "client_id": "now",
        "title": "What the board asked",
        "local_start": f"{datetime.now(ZoneInfo('Europe/Lisbon')):%Y-%m-%dT%H:%M}",
        "time_zone": "Europe/Lisbon",
    }
    made = await mentee.page.evaluate(POST, [f"/api/mentorships/{pair}/meetings", meeting])
    for n, (title, minutes) in enumerate(items):
        item = {"client_id": f"i{n}", "title": title, "minutes": minutes}
        await mentee.page.evaluate(POST, [f"/api/meetings/{made['meeting_id']}/agenda", item])
    return f"/m/{pair}/meetings/{made['meeting_id']}"


async def go_in(someone: Person) -> None:
    """From home into the meeting that is on, in two clicks."""
    await someone.page.get_by_role("main").get_by_role("link", name="Go to the room", exact=True).click()
    await someone.page.get_by_role("button", name="Join now", exact=True).click()
    await someone.page.get_by_role("button", name="Leave call", exact=True).wait_for()


async def open_agenda(someone: Person):
    await someone.page.get_by_role("button", name="Agenda", exact=True).click()
    panel = someone.page.get_by_role("complementary", name="Agenda", exact=True)
    await panel.get_by_role("list", name="Agenda items").wait_for()
    return panel


async def apart_ms(one: Person, other: Person) -> float:
    """How far apart the same seconds came on both screens, in the middle of some."""
    for someone in (one, other):
        await someone.page.evaluate(WATCH_CLOCK)
    seen: list[dict[str, float]] = []
    async with asyncio.timeout(60):
        while len(seen) < 2 or len(seen[0].keys() & seen[1].keys()) < 6:
            await asyncio.sleep(0.5)
            seen = [await someone.page.evaluate("window.shown") for someone in (one, other)]
    first, second = seen
    return statistics.median(abs(first[text] - second[text]) for text in first.keys() & second.keys())


async def test_two_walk_through_an_agenda_in_a_call_on_one_clock(person, ahead):
    mentee, mentor = await asyncio.gather(person(MENTEE), person(MENTOR, size=NARROW))
    await mentor.page.add_init_script(A_DAY_AHEAD)
    await mentor.page.reload()
    await begin(mentee, ("What the board asked", 4), ("Five seconds of silence", 10), ("The spring plan", 5))
    await go_in(mentee)
    await go_in(mentor)
    theirs, ours = await open_agenda(mentor), await open_agenda(mentee)

    # One begins, both see it.
    await theirs.get_by_role("button", name="Start with the first", exact=True).click()
    current = ours.locator("[aria-current=step]")
    await expect(current).to_contain_text("What the board asked")
    await expect(current).to_contain_text("left")
    wrong = await examine(mentee, "call-agenda-1280")

    # Five minutes later by the server's clock, and one of the machines a day ahead of it.
    ahead.by(timedelta(minutes=5))
    for someone in (mentee, mentor):  # as after a sleep: the clock is asked for again
        await someone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await expect(someone.page.locator(".call-clock-time")).to_contain_text("over")
    assert await apart_ms(mentee, mentor) < TOGETHER_MS
    await expect(current).to_contain_text("Fine as it is? The next 2 need 15 minutes")
    wrong += await examine(mentor, "call-agenda-over-360")
    wrong += await examine(mentee, "call-agenda-over-1280")

    # More time, the next, a skip: whoever presses.
    await ours.get_by_role("button", name="5 more minutes", exact=True).click()
    await expect(theirs.locator("[aria-current=step]")).to_contain_text("4 + 5 min")
    await theirs.get_by_role("button", name="Next item", exact=True).click()
    await expect(current).to_contain_text("Five seconds of silence")
    await expect(ours.get_by_role("checkbox", name="What the board asked")).to_be_checked()
    await ours.get_by_role("button", name="Pause", exact=True).click()
    await theirs.get_by_role("button", name="Go on", exact=True).click()
    await ours.get_by_role("button", name="More for: Five seconds of silence", exact=True).click()
    await mentee.page.get_by_role("menuitem", name="Skip for now", exact=True).click()
    await expect(theirs.locator("[aria-current=step]")).to_contain_text("The spring plan")

    # What was agreed, and what is for oneself.
    await ours.get_by_label("New action").fill("Send the plan to Rui")
    await ours.get_by_role("button", name="Add the action", exact=True).click()
    await theirs.get_by_role("checkbox", name="Send the plan to Rui").wait_for()
    written, read = (each.get_by_role("textbox", name="Shared notes", exact=True) for each in (ours, theirs))
    await written.fill("Silence works")
    await expect(read).to_have_value("Silence works")
    notes = ours.get_by_role("textbox", name="Your notes", exact=True)
    await notes.fill("Ask about the night shift")
    await mentee.page.evaluate(A_SCREEN_TO_SHARE)
    await mentee.page.get_by_role("button", name="Share screen", exact=True).click()
    await ours.get_by_text("Your notes are hidden while you share your screen.", exact=True).wait_for()
    await expect(notes).to_have_count(0)
    await mentee.page.get_by_role("button", name="Stop sharing", exact=True).click()
    await expect(notes).to_have_value("Ask about the night shift")
    wrong += await examine(mentee, "call-agenda-end-1280")
    assert wrong == []


async def test_after_a_meeting_both_are_asked_once_and_book_the_next_in_one_click(person, served, ahead):
    mentee, mentor = await asyncio.gather(person(MENTEE), person(MENTOR, theme="dark", size=NARROW))
    path = await begin(mentee, ("What the board asked", 10))
    for someone in (mentee, mentor):
        await (
            someone.page.get_by_role("main").get_by_role("link", name="Go to the room", exact=True).wait_for()
        )

    # It is over: both screens ask at once, each for its own word.
    ahead.by(timedelta(minutes=31))
    action = {"client_id": "a", "text": "Send the plan", "owner_id": await mentee.page.evaluate(WHO_AM_I)}
    await mentee.page.evaluate(POST, [f"/api/meetings/{path.rsplit('/', 1)[1]}/actions", action])
    label = "After the meeting: What the board asked"
    asked = [someone.page.get_by_role("region", name=label, exact=True) for someone in (mentee, mentor)]
    await asked[0].get_by_text("How was the meeting with Samuel?", exact=True).wait_for()
    await asked[1].get_by_text("How did it go for Inês?", exact=True).wait_for()
    wrong = await examine(mentee, "after-asked-1280-light") + await examine(mentor, "after-asked-360-dark")

    # Set aside on one device is set aside on all; the list of what waits keeps it.
    tablet = await person(MENTOR)
    there = tablet.page.get_by_role("region", name=label, exact=True)
    await there.wait_for()
    await asked[1].get_by_role("button", name="Do not ask again: What the board asked", exact=True).click()
    await expect(there).to_have_count(0)
    await tablet.page.reload()
    await tablet.page.get_by_role("heading", name="Waits for you").wait_for()
    await expect(there).to_have_count(0)

    # The word, and the next meeting.
    await asked[0].get_by_role("link", name="Rate it", exact=True).click()
    page = mentee.page
    await page.get_by_role("heading", name="How was this meeting for you?").wait_for()
    await page.evaluate(CANCEL_ALL, path.split("/")[2])
    book = page.get_by_role("region", name="Book the next one", exact=True)
    await book.get_by_role("button", name="Book it", exact=True).wait_for()
    wrong += await examine(mentee, "after-past-1280-light")
    await mentor.page.goto(f"{served.url}{path}")
    book_there = mentor.page.get_by_role("region", name="Book the next one", exact=True)
    await book_there.get_by_role("button", name="Book it", exact=True).wait_for()
    wrong += await examine(mentor, "after-past-360-dark")
    await book.get_by_role("button", name="Book it", exact=True).click()
    booked = page.get_by_role("region", name="The next one is booked", exact=True)
    await booked.get_by_role("link", name="Open it", exact=True).wait_for()
    there = mentor.page.get_by_role("region", name="The next one is booked", exact=True)
    await there.get_by_role("link", name="Open it", exact=True).wait_for()
    await booked.get_by_role("button", name="Take it back", exact=True).click()
    await book.get_by_role("button", name="Book it", exact=True).click()
    await booked.get_by_role("link", name="Open it", exact=True).click()
    await page.get_by_role("heading", level=1, name="Our next meeting", exact=True).wait_for()
    await page.goto(f"{served.url}{path}")
    await page.get_by_role("radio", name="4 Very useful").check(force=True)
    await page.get_by_role("button", name="Send rating", exact=True).click()
    await page.get_by_text("4 of 5: Very useful", exact=True).wait_for()
    await page.goto(served.url)
    await page.get_by_role("heading", level=1).wait_for()
    await expect(asked[0]).to_have_count(0)
    assert wrong == []
