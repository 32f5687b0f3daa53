# /// script
# requires-python = ">=3.11"
# dependencies = ["python-socketio[asyncio-client]>=5.18"]
# ///
"""Says again what people say. Scopes: chat:read, chat:write."""

import asyncio
import os

from mentorpitch_client import Bot, Message, Place

bot = Bot(os.environ["MENTORPITCH_URL"], os.environ["MENTORPITCH_TOKEN"])


@bot.on_message
async def repeat(place: Place, message: Message) -> None:
    if message["sender_id"] in place["user_ids"]:  # not to bots, or two echoes would never end
        await bot.say(place, f"You said: {message['body']}", client_id=f"echo-{message['seq']}")


asyncio.run(bot.run())
