# /// script
# requires-python = ">=3.11"
# dependencies = ["python-socketio[asyncio-client]>=5.18"]
# ///
"""Says when the time of an agenda item is over, without knowing what it is about.

Scopes: agenda:times, chat:write. It reads no text: items are numbers to it.
"""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from mentorpitch_client import Bot, Meeting, Place

bot = Bot(os.environ["MENTORPITCH_URL"], os.environ["MENTORPITCH_TOKEN"])
watching: dict[str, asyncio.Task[None]] = {}


@bot.on_place
async def look(place: Place) -> None:
    for meeting in await bot.meetings(place):
        await follow(place, meeting)


@bot.on_meeting
async def follow(place: Place, meeting: Meeting) -> None:
    if watched := watching.pop(meeting["meeting_id"], None):
        watched.cancel()
    if meeting["state"] == "current":
        watching[meeting["meeting_id"]] = asyncio.create_task(watch(place, meeting))


async def watch(place: Place, meeting: Meeting) -> None:
    ends = datetime.fromisoformat(meeting["starts_at"])
    for n, item in enumerate(meeting["agenda"], start=1):
        ends += timedelta(minutes=item["minutes"] or 0)
        wait_s = (ends - datetime.now(UTC)).total_seconds()
        if item["state"] != "open" or not item["minutes"] or wait_s < 0:
            continue
        await asyncio.sleep(wait_s)
        said = f"Item {n} of {len(meeting['agenda'])}: its {item['minutes']} minutes are over."
        await bot.say(place, said, client_id=f"{item['item_id']}-over")


asyncio.run(bot.run())
