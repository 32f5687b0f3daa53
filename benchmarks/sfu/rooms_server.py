"""Our media without the rest, behind one question over HTTP: for rooms of more than the product's two.

usage: rooms_server.py ADDRESS; prints the TCP port on which it is asked.
"""

import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import uvloop
from aiohttp import web

from rooms.directory import Directory
from rooms.interface import Grant, Join, Source
from rooms.settings import MediaSettings

ON = frozenset({Source.MICROPHONE, Source.CAMERA})


async def serve(address: str) -> None:
    rooms = Directory(MediaSettings(host=address, port=0), lambda _event: None, clock=time.monotonic)

    async def join(request: web.Request) -> web.Response:
        asked = await request.json()
        joined = await rooms.join(
            Join(
                grant=Grant(room_id=asked["room"], subject=asked["subject"]),
                offer=asked["offer"],
                uplinks={"0": Source.MICROPHONE, "1": Source.CAMERA},
                on=ON,
            )
        )
        return web.Response(text=joined.answer)

    app = web.Application()
    app.add_routes([web.post("/join", join)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1]))
