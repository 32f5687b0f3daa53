# /// script
# requires-python = ">=3.11"
# dependencies = ["python-socketio[asyncio-client]>=5.18"]
# ///
"""Says when the time of the agenda item that is talked about is over, without knowing what it is about.

Scopes: agenda:times, chat:write. It reads no text: items are numbers to it, and clocks that run or rest.
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
    for n, item in enumerate(meeting["agenda"], start=1):
        if not item["minutes"] or not item["running_since"]:
            continue
        planned = timedelta(minutes=item["minutes"] + item["more_minutes"])
        spent = timedelta(milliseconds=item["spent_ms"])
        ends = datetime.fromisoformat(item["running_since"]) + planned - spent
        await asyncio.sleep(max((ends - datetime.now(UTC)).total_seconds(), 0))
        said = (
            f"Item {n} of {len(meeting['agenda'])}: its {planned // timedelta(minutes=1)} minutes are over."
        )
        await bot.say(place, said, client_id=f"{item['item_id']}-{planned // timedelta(minutes=1)}")


asyncio.run(bot.run())
