"""The page of the API, for whoever comes by."""

import pytest

from tests.browser.examine import every_form, examine

pytestmark = pytest.mark.browser


async def test_a_stranger_finds_a_request_and_what_may_go_wrong_with_it(person, served):
    stranger = await person()
    hosts = stranger.watch_hosts()
    page = stranger.page
    await page.goto(f"{served.url}/api/docs")
    await page.get_by_role("heading", level=1, name="The API").wait_for()
    await page.get_by_role("searchbox", name="Search").fill("rate past meeting")
    await page.get_by_role("status").get_by_text("1 request, 0 events", exact=True).wait_for()
    await page.get_by_text("Rate a past meeting").click()
    await page.get_by_role("link", name="NewRating").first.click()
    assert page.url.endswith("NewRating")
    await page.goto(f"{served.url}/api/docs#problem-id_reused")
    await page.get_by_text("This client_id was used for something else.", exact=True).wait_for()
    await page.get_by_role("searchbox", name="Search").fill("event send_message")
    await page.get_by_role("status").get_by_text("0 requests, 1 event", exact=True).wait_for()
    await page.get_by_text("Post a message.").first.click()
    await page.get_by_role("link", name="SendMessage", exact=True).first.wait_for()
    assert hosts == {f"127.0.0.1:{served.port}"}


@every_form
async def test_nothing_is_wrong_with_the_page_of_the_api(person, served, theme, size):
    stranger = await person(theme=theme, size=size)
    await stranger.page.goto(f"{served.url}/api/docs")
    # A few of each kind: axe needs a minute for all of them.
    await stranger.page.get_by_role("searchbox", name="Search").fill("past meeting")
    await stranger.page.get_by_text("Rate a past meeting").click()
    assert await examine(stranger, f"docs-{size['width']}-{theme}") == []
