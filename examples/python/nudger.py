# /// script
# requires-python = ">=3.11"
# dependencies = ["python-socketio[asyncio-client]>=5.18"]
# ///
"""Asks once a week whether the two want to plan a meeting, when there is none ahead.

Scopes: meetings:times, chat:write. It never learns what they write or talk about.
"""

import asyncio
import os
from datetime import UTC, datetime

from mentorpitch_client import Bot, Place

bot = Bot(os.environ["MENTORPITCH_URL"], os.environ["MENTORPITCH_TOKEN"])
EVERY_S = 6 * 3600


@bot.on_place
async def look(place: Place) -> None:
    if await bot.meetings(place):
        return
    year, week, _ = datetime.now(UTC).isocalendar()
    # However often it looks or starts anew, this id is said once a week.
    await bot.say(place, "No meeting is planned. Shall we find a time?", client_id=f"nudge-{year}-{week}")


async def look_again() -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        for place in list(bot.places.values()):
            await look(place)


async def main() -> None:
    looking = asyncio.create_task(look_again())
    await bot.run()
    looking.cancel()


asyncio.run(main())
