"""Two browsers in one mentorship: whatever one of the two changes appears on the other's screen by itself."""

import asyncio

import pytest

from tests.browser.live_story import live_together

pytestmark = pytest.mark.browser


async def test_whatever_one_of_the_two_changes_appears_on_the_others_screen(person, served):
    mentee, mentor = await asyncio.gather(person("mentee@demo.example"), person("mentor@demo.example"))
    took_ms = await live_together(mentee, mentor, served.url)
    print()
    for what, ms in took_ms.items():  # never a claim on wall time in a test: `make bench` prints it too
        print(f"{what:26} {ms:6.0f} ms")
    assert len(took_ms) >= 20
    assert [mentee.errors, mentor.errors] == [[], []]
