"""What reaches people elsewhere: notices on closed pages' devices, letters, answers."""

import asyncio
import json

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Person
from tests.browser.examine import every_form, examine
from tests.browser.test_meetings import both_at
from tests.push_receiver import Receiver

pytestmark = pytest.mark.browser

# No push service can be reached from here: what the browser would have got from its own.
SUBSCRIBE = """(device) => {
  let subscription = null;
  const unsubscribe = async () => !(subscription = null);
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    window.boundTo = applicationServerKey;
    return (subscription = { toJSON: () => device, unsubscribe });
  };
  PushManager.prototype.getSubscription = async () => subscription;
}"""
SHOWN = """async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(({ title, body, tag }) => ({ title, body, tag }));
}"""
SAME = """(shown) => {
  shown.sort((a, b) => a.tag.localeCompare(b.tag));
  return JSON.stringify(shown) === JSON.stringify(wanted);
}"""
CLICK = """async () => {
  const [notification] = await registration.getNotifications({ tag: "one" });
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


async def account(someone: Person, served, section: str):
    await someone.page.goto(f"{served.url}/account")
    region = someone.page.get_by_role("main").get_by_role("region", name=section, exact=True)
    await region.wait_for()
    return region


@every_form
async def test_notices_are_asked_for_with_a_reason_and_come_while_nobody_looks(person, served, theme, size):
    form = f"{size['width']}-{theme}"
    mentor = await person("mentor@demo.example", theme=theme, size=size)
    page = mentor.page
    device = {"endpoint": "https://push.example.org/a", "keys": Receiver().keys}
    await mentor.context.add_init_script(f"({SUBSCRIBE})({json.dumps(device)})")
    section = await account(mentor, served, "Notifications")
    await expect(section.get_by_role("switch", name="Also while no page")).to_have_count(0)
    await mentor.context.grant_permissions(["notifications"], origin=served.url)
    section = await account(mentor, served, "Notifications")
    push = section.get_by_role("switch", name="Also while no page of this is open")
    await push.scroll_into_view_if_needed()
    wrong = await examine(mentor, f"account-push-{form}")
    async with page.expect_response(lambda answer: answer.request.method == "PUT"):
        await push.check()
    await expect(push).to_be_checked()
    key = await page.evaluate("fetch('/api/me/push').then((answer) => answer.json())")
    assert key == {"key": await page.evaluate("window.boundTo"), "is_on": True}

    cdp = await mentor.context.new_cdp_session(page)
    registered = asyncio.get_running_loop().create_future()

    def note(event: dict) -> None:
        for one in event["registrations"]:
            if not registered.done():
                registered.set_result(one["registrationId"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", note)
    await cdp.send("ServiceWorker.enable")
    async with asyncio.timeout(20):
        registration_id = await registered
    pair = await page.evaluate("fetch('/api/mentorships').then((answer) => answer.json())")
    path = f"/m/{pair['mentorships'][0]['mentorship_id']}"
    notice = {"title": "Inês Carvalho wrote to you", "body": "", "path": path, "tag": "one"}
    for tag in ("one", "one", "two"):  # what comes twice is shown once
        await cdp.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": served.url,
                "registrationId": registration_id,
                "data": json.dumps({**notice, "tag": tag}),
            },
        )
    one, two = ({"title": notice["title"], "body": "", "tag": tag} for tag in ("one", "two"))
    await page.wait_for_function(f"(wanted) => ({SHOWN})().then({SAME})", arg=[one, two])
    [worker] = mentor.context.service_workers
    await worker.evaluate(CLICK)
    await page.wait_for_url(f"**{path}")
    await page.get_by_role("textbox", name="Message").wait_for()
    await page.wait_for_function(f"(wanted) => ({SHOWN})().then({SAME})", arg=[two])

    section = await account(mentor, served, "Notifications")
    await section.get_by_role("switch", name="Notices while you look elsewhere").wait_for()
    assert wrong + mentor.errors == []


@every_form
async def test_letters_come_as_often_as_one_likes(person, served, theme, size):
    form = f"{size['width']}-{theme}"
    mentee = await person("mentee@demo.example", theme=theme, size=size)

    async def with_mail(route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), "sends_mail": True})

    await mentee.page.route("**/api/me/reminders", with_mail)
    section = await account(mentee, served, "Reminders")
    weekly = section.get_by_role("radio", name="At most weekly", exact=True)
    await expect(section.get_by_role("radio", name="At most daily", exact=True)).to_be_checked()
    async with mentee.page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await weekly.check(force=True)
    await weekly.scroll_into_view_if_needed()
    wrong = await examine(mentee, f"account-letters-{form}")
    section = await account(mentee, served, "Reminders")
    await expect(section.get_by_role("radio", name="At most weekly", exact=True)).to_be_checked()
    await mentee.page.goto(f"{served.url}/unsubscribe/digest-{'0' * 64}nobody")
    heading = "No more mails about what you have not seen?"
    await mentee.page.get_by_role("heading", name=heading, exact=True).wait_for()
    wrong += await examine(mentee, f"unsubscribe-digest-{form}")
    assert wrong == []


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
async def test_whether_one_comes_is_seen_by_the_other_at_once(person, narrow):
    mentee, mentor = await both_at(person, "A first look", narrow=narrow)
    when = [each.page.get_by_role("main").get_by_role("region", name="When") for each in (mentee, mentor)]
    await when[0].get_by_text("Samuel has not answered yet", exact=True).wait_for()
    await when[1].get_by_text("Inês comes", exact=True).wait_for()
    for say, sees in (("Perhaps", "comes perhaps"), ("I cannot", "cannot come"), ("I come", "comes")):
        await when[1].get_by_role("button", name=say, exact=True).click()
        await when[0].get_by_text(f"Samuel {sees}", exact=True).wait_for()
    await when[1].get_by_role("button", name="I cannot", exact=True).click()
    await when[0].get_by_text("Samuel cannot come", exact=True).wait_for()
    form = "narrow" if narrow else "wide"
    wrong = await examine(mentor, f"meeting-coming-{form}") + await examine(
        mentee, f"meeting-declined-{form}"
    )
    await mentee.page.get_by_role("main").get_by_role("link", name="Meetings with Samuel").click()
    await mentee.page.get_by_role("main").get_by_text("Samuel cannot come", exact=True).wait_for()
    wrong += await examine(mentee, f"meetings-declined-{form}")
    assert wrong == []
