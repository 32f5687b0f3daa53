"""The peer: python-socketio as its documentation shows it, with its defaults. Nothing is stored.

usage: python bare_echo.py PORT
"""

import sys

import socketio
from aiohttp import web

sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")


@sio.event
async def join(sid, conversation_id):
    await sio.enter_room(sid, conversation_id)


@sio.event
async def send_message(sid, data):
    await sio.emit("message_sent", data, room=data["conversation_id"])
    return {"ok": True}


async def healthy(_request):
    return web.Response()


app = web.Application()
app.router.add_get("/healthz", healthy)
sio.attach(app)

if __name__ == "__main__":
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
