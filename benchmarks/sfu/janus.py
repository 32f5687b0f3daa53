"""Janus with its videoroom plugin, by its WebSocket API: a publisher and a subscriber for each person."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from benchmarks.sfu.leg import OPUS, VP8, Leg, Line, lines_of
from benchmarks.sfu.process import listening

_PORT = 8188
URL = f"ws://127.0.0.1:{_PORT}"
_CORE = """
general: {{
    configs_folder = "{folder}"
    plugins_folder = "/usr/lib/x86_64-linux-gnu/janus/plugins"
    transports_folder = "/usr/lib/x86_64-linux-gnu/janus/transports"
    debug_level = 2
}}
nat: {{ ice_enforce_list = "media0" }}
plugins: {{ disable = "{other_plugins}" }}
transports: {{ disable = "{other_transports}" }}
loggers: {{ disable = "libjanus_jsonlog.so" }}
"""
_PLUGINS = "audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail"
_TRANSPORTS = "http mqtt nanomsg pfunix"
_SOCKETS = f'general: {{ json = "plain", ws = true, ws_port = {_PORT}, ws_ip = "127.0.0.1", wss = false }}'


class Janus:
    """`legs` are all transports, `senders` those that publish."""

    def __init__(self, process: asyncio.subprocess.Process, rooms: int, people: int) -> None:
        self._process, self._rooms, self._people = process, rooms, people
        self.legs: list[Leg] = []
        self.senders: list[Leg] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    async def join(self) -> None:
        self._http = aiohttp.ClientSession()
        socket = await self._http.ws_connect(
            f"http://127.0.0.1:{_PORT}", protocols=["janus-protocol"], max_msg_size=0
        )
        self._api = _Api(socket)
        await self._api.open()
        for number in range(self._rooms):
            await self._fill(number + 1)

    async def leave(self) -> None:
        await self._http.close()

    async def _fill(self, room: int) -> None:
        api = self._api
        admin = await api.attach()
        await api.message(
            admin,
            {
                "request": "create",
                "room": room,
                "publishers": self._people,
                "bitrate": 0,
                "audiocodec": "opus",
                "videocodec": "vp8",
            },
        )
        feeds = [await self._publish(room) for _ in range(self._people)]
        for feed in feeds:
            await self._subscribe(room, [other for other in feeds if other != feed])

    async def _publish(self, room: int) -> int:
        leg = Leg()
        handle = await self._api.attach()
        lines = [
            Line("0", "audio", "sendonly", OPUS, leg.ssrcs["audio"]),
            Line("1", "video", "sendonly", VP8, leg.ssrcs["video"]),
        ]
        answer = await self._api.message(
            handle,
            {"request": "joinandconfigure", "room": room, "ptype": "publisher", "audio": True, "video": True},
            {"type": "offer", "sdp": leg.describe(lines, setup="actpass")},
        )
        await leg.connect(answer["jsep"]["sdp"])
        self.legs.append(leg)
        self.senders.append(leg)
        return answer["plugindata"]["data"]["id"]

    async def _subscribe(self, room: int, feeds: list[int]) -> None:
        leg = Leg(controlling=False)
        handle = await self._api.attach()
        streams = [{"feed": feed} for feed in feeds]
        for _ in range(20):  # a publisher that is just connected is not there yet
            offer = await self._api.message(
                handle, {"request": "join", "room": room, "ptype": "subscriber", "streams": streams}
            )
            if "jsep" in offer:
                break
            await asyncio.sleep(0.2)
        sdp = offer["jsep"]["sdp"]
        answer = leg.describe(lines_of(sdp, "recvonly"), setup="active")
        connecting = asyncio.create_task(leg.connect(sdp))
        await self._api.message(handle, {"request": "start"}, {"type": "answer", "sdp": answer})
        await connecting
        self.legs.append(leg)


class _Api:
    """Requests and their answers on one WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[dict]] = {}
        self._reader = asyncio.create_task(self._read())

    async def open(self) -> None:
        self._session = (await self._ask(janus="create"))["data"]["id"]

    async def attach(self) -> int:
        answer = await self._ask(janus="attach", session_id=self._session, plugin="janus.plugin.videoroom")
        return answer["data"]["id"]

    async def message(self, handle: int, body: dict, jsep: dict | None = None) -> dict:
        extra = {"jsep": jsep} if jsep else {}
        return await self._ask(
            janus="message", session_id=self._session, handle_id=handle, body=body, **extra
        )

    async def _ask(self, **request: object) -> dict:
        transaction = f"{random.getrandbits(48):x}"
        future = self._waiting[transaction] = asyncio.get_running_loop().create_future()
        await self._socket.send_json(request | {"transaction": transaction})
        async with asyncio.timeout(20):
            answer = await future
        if answer["janus"] == "error":
            raise RuntimeError(str(answer))
        return answer

    async def _read(self) -> None:
        async for message in self._socket:
            answer = message.json()
            if answer["janus"] == "ack":
                continue
            waiting = self._waiting.pop(answer.get("transaction", ""), None)
            if waiting and not waiting.done():
                waiting.set_result(answer)


@contextlib.asynccontextmanager
async def janus(folder: Path, rooms: int, people: int = 2) -> AsyncIterator[Janus]:
    """Janus, started, for so many rooms."""
    core = _CORE.format(
        folder=folder,
        other_plugins=",".join(f"libjanus_{name}.so" for name in _PLUGINS.split()),
        other_transports=",".join(f"libjanus_{name}.so" for name in _TRANSPORTS.split()),
    )
    (folder / "janus.jcfg").write_text(core)
    (folder / "janus.transport.websockets.jcfg").write_text(_SOCKETS)
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: {}")
    log = (folder / "janus.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        "janus", "-F", str(folder), "-N", "-C", str(folder / "janus.jcfg"), stdout=log, stderr=log
    )
    try:
        await listening(_PORT)
        yield Janus(process, rooms, people)
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(10):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
        log.close()
