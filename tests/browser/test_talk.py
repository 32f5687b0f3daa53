"""Consents and talk balance: asked for, counted in a call, kept for the two, ended by either, exported."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.examine import every_form, examine

pytestmark = [pytest.mark.browser, pytest.mark.media]

# What a browser says of its path, as bad as the test wants it, and looked at four times as often.
NETWORK = """() => {
  window.network = "good";
  const real = window.setInterval;
  window.setInterval = (f, ms, ...more) => real(f, ms === 2000 ? 500 : ms, ...more);
  const lost = { packets: 0 };
  const getStats = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function () {
    const found = await getStats.call(this);
    lost.packets += window.network === "deaf" ? 1000 : window.network === "narrow" ? 1 : 0;
    const report = new Map();
    for (const [id, entry] of found) {
      const pair = entry.type === "candidate-pair" && entry.nominated && window.network !== "good";
      const sound = entry.type === "inbound-rtp" && entry.kind === "audio";
      const slow = pair && { currentRoundTripTime: 0.9 };
      report.set(id, { ...entry, ...slow, ...(sound && { packetsLost: lost.packets }) });
    }
    return report;
  };
}"""


async def about(person):
    """To the page of the two."""
    await person.page.goto(person.page.url.split("/m/")[0] + person.path + "/about")
    await person.page.get_by_role("heading", name="Talk balance").wait_for()


@every_form
async def test_talk_balance_from_the_yes_to_the_past_meeting_and_the_ledger(person, theme, size, tmp_path):
    form = f"{size['width']}-{theme}"
    mentor = await person("mentor@demo.example", theme=theme)
    mentee = await person("mentee@demo.example", theme=theme, size=size)
    for one, name in ((mentor, "Inês Carvalho"), (mentee, "Samuel Mwangi")):
        await one.page.add_init_script(f"({NETWORK})()")
        await one.open_mentorship(name)
        one.path = "/m/" + one.page.url.split("/m/")[1].split("/")[0]
    page, wrong = mentee.page, []

    # Either ends it, the mentee asks for it; both ledgers grow as it happens.
    await about(mentor)
    await about(mentee)
    ask = page.get_by_role("switch", name="Count how long each of us speaks")
    await expect(ask).to_be_checked()
    await page.get_by_role("main").get_by_text("You said yes to counting talk time").wait_for()
    await page.get_by_text("Checked in this browser: 1 entry, unbroken.").wait_for()
    await page.get_by_role("heading", name="Every yes, and every yes taken back").scroll_into_view_if_needed()
    wrong += await examine(mentee, f"talk-about-{form}")
    await mentor.page.get_by_role("switch", name="It may be counted when Inês asks for it").uncheck()
    await page.get_by_text("Samuel does not want it, so it is off.").wait_for()
    await page.get_by_role("main").get_by_text("Samuel said no to counting talk time").wait_for()
    await mentor.page.get_by_role("switch", name="It may be counted when Inês asks for it").check()
    await page.get_by_text("Checked in this browser: 3 entries, unbroken.").wait_for()
    await ask.uncheck()
    await mentor.page.get_by_text("Inês has not asked for it, so it is off.").wait_for()
    await ask.check()
    async with page.expect_download() as taken:
        await page.get_by_role("main").get_by_role("link", name="Export").click()
    await (await taken.value).save_as(tmp_path / "consents.json")
    kept = json.loads((tmp_path / "consents.json").read_bytes())
    assert [entry["body"]["given"] for entry in kept["entries"]] == [True, False, True, False, True]

    # In the call, a line for who wants it.
    meeting_id = await page.evaluate(
        """async ([path, at]) => (await (await fetch("/api/mentorships/" + path.slice(3) + "/meetings", {
          method: "POST", headers: { "content-type": "application/json" },
          body: JSON.stringify({ client_id: "talk", title: "Now", local_start: at, time_zone: "UTC" }),
        })).json()).meeting_id""",
        [mentee.path, f"{datetime.now(UTC) + timedelta(minutes=3):%Y-%m-%dT%H:%M}"],
    )
    for one in (mentor, mentee):
        await one.page.goto(one.page.url.split("/m/")[0] + one.path)
        await one.join_call()
    await page.keyboard.press("o")
    panel = page.get_by_role("complementary", name="Sound and picture")
    await panel.get_by_role("switch", name="Show it in calls").check()
    meter = page.get_by_title("Talk balance")
    await expect(meter).to_contain_text("Samuel", timeout=60_000)
    wrong += await examine(mentee, f"talk-call-{form}")
    await panel.get_by_role("button", name="Close").click()
    wrong += await examine(mentee, f"talk-meter-{form}")
    await expect(mentor.page.get_by_title("Talk balance")).to_have_count(0)

    # The ladder: down rung by rung, and up again by itself.
    banner = page.get_by_role("status")
    await page.evaluate("window.network = 'narrow'")
    await banner.get_by_text("Pictures are paused so that the sound stays clear.").wait_for()
    her_tile = mentor.page.get_by_role("region", name="Inês Carvalho")
    await expect(her_tile.locator("video")).to_have_count(0)
    await page.evaluate("window.network = 'deaf'")
    await banner.get_by_text("You and Samuel cannot hear each other now.").wait_for()
    wrong += await examine(mentee, f"talk-deaf-{form}")
    await page.get_by_role("button", name="Record a voice note").click()
    chat = page.get_by_role("complementary", name="Chat")
    await chat.get_by_role("button", name="Stop recording").wait_for()
    wrong += await examine(mentee, f"talk-note-{form}")
    await page.evaluate("window.network = 'good'")
    await page.get_by_text("Sound is back.").wait_for()
    await expect(her_tile.locator("video")).to_have_count(1)

    # What was counted is the meeting's, for the two.
    for one in (mentor, mentee):
        await one.page.goto(one.page.url.split("/m/")[0] + one.path + "/meetings/" + meeting_id)
    await page.get_by_role("heading", name="Talk balance").wait_for()
    await page.get_by_text("You spoke for about").wait_for()
    wrong += await examine(mentee, f"talk-meeting-{form}")
    assert wrong + mentor.errors == []
