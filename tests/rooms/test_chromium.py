"""Real browsers in a call, through the door of `rooms` and one UDP port."""

import asyncio
import os
import pathlib
import re
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from rooms import wishes
from rooms.directory import Directory, open_rooms
from rooms.interface import Grant, Join, Refused, RoomEvent, SendingChanged, Source, View
from rooms.settings import MediaSettings
from tests.rooms.turnserver import turnserver

pytestmark = [pytest.mark.browser, pytest.mark.media]

FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
EVERYTHING = ["microphone", "camera"]
CALL = pathlib.Path(__file__).resolve().parents[2] / "static" / "call"


@pytest.fixture
async def house() -> AsyncIterator["House"]:
    house = House()
    await house.open()
    yield house
    await house.close()


class House:
    """The harness page, a tiny signalling over HTTP, and browsers that visit it."""

    async def open(self, *flags: str, host: str = "127.0.0.1") -> None:
        """`flags` are for Chromium; everything is served at `host`."""
        self.events: list[RoomEvent] = []
        self.udp_is_open = True
        self.ways: dict[str, str] = {}  # subject → the address that is announced to them instead
        self.pages: dict[str, Page] = {}  # by peer
        self._wishing: set[asyncio.Task[Any]] = set()
        settings = MediaSettings(host=host, port=0, tcp_port=0)
        self.rooms: Directory = await open_rooms(settings, self._on_event)
        app = web.Application()
        app.add_routes([web.get("/", _page), web.get("/{rule}.js", _rule), web.post("/{what}", self._ask)])
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, 0)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}/"
        self._playwright = await async_playwright().start()
        self._flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={self.url}", *flags]
        self.browser = await self.launch(chromium_path())

    async def launch(self, program: str) -> Browser:
        """One more Chromium. It ends with the house."""
        return await self._playwright.chromium.launch(executable_path=program, args=self._flags)

    async def close(self) -> None:
        await self.browser.close()
        await self._playwright.stop()
        await self.rooms.close()
        await self._runner.cleanup()

    async def visitor(
        self,
        name: str,
        *,
        on: list[str] = EVERYTHING,
        rtc: dict[str, Any] | None = None,
        browser: Browser | None = None,
    ) -> Page:
        """Somebody who joined; `rtc` configures their connection."""
        context = await (browser or self.browser).new_context(permissions=["camera", "microphone"])
        page = await context.new_page()
        await page.goto(self.url)
        await page.evaluate("(rtc) => (call.rtc = rtc)", rtc or {})
        joined = await page.evaluate("([name, on]) => join('room', name, on)", [name, on])
        self.pages[joined["peer_id"]] = page
        return page

    def _on_event(self, event: RoomEvent) -> None:
        self.events.append(event)
        if isinstance(event, SendingChanged) and event.to in self.pages:
            sending = msgspec.to_builtins(event.sending)
            page = self.pages[event.to]
            task = asyncio.ensure_future(page.evaluate("(sending) => wish(sending)", sending))
            self._wishing.add(task)
            task.add_done_callback(self._wishing.discard)

    async def _ask(self, request: web.Request) -> web.Response:
        body = msgspec.json.decode(await request.read())
        try:
            match request.match_info["what"]:
                case "join":
                    grant = Grant(room_id=body["room"], subject=body["subject"])
                    uplinks = {mid: Source(source) for mid, source in body["uplinks"].items()}
                    on = frozenset(map(Source, body["on"]))
                    joined = await self.rooms.join(
                        Join(grant=grant, offer=body["offer"], uplinks=uplinks, on=on)
                    )
                    if not self.udp_is_open:
                        joined = msgspec.structs.replace(joined, answer=without_udp(joined.answer))
                    if way := self.ways.get(grant.subject):
                        joined = msgspec.structs.replace(joined, answer=by_way_of(way, joined.answer))
                    reply: object = joined
                case "switch":
                    reply = await self.rooms.switch(body["peer_id"], frozenset(map(Source, body["on"])))
                case "view":
                    views = tuple(View(**view) for view in body["views"])
                    reply = await self.rooms.view(body["peer_id"], views)
                case "restart":
                    reply = {"answer": await self.rooms.restart(body["peer_id"], body["offer"])}
                case what:
                    raise web.HTTPNotFound(text=what)
        except Refused as refused:
            return web.json_response({"code": refused.code, "why": refused.why}, status=400)
        return web.Response(body=msgspec.json.encode(reply), content_type="application/json")


def without_udp(answer: str) -> str:
    """As if no datagram got through: nobody learns where to send one."""
    return re.sub(r"a=candidate:\d+ 1 udp .*\r\n", "", answer)


def by_way_of(address: str, answer: str) -> str:
    """As if the server were at another address, where a relay stands."""
    return re.sub(r"(a=candidate:\d+ 1 udp \d+) \S+", rf"\1 {address}", answer)


def chromium_path() -> str:
    path = os.environ.get("MENTORPITCH_CHROMIUM") or shutil.which("chromium")
    assert path, "No Chromium: run `make browser`, or set MENTORPITCH_CHROMIUM."
    return path


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(pathlib.Path(__file__).with_name("harness.html"))


async def _rule(request: web.Request) -> web.FileResponse:
    """One of the product's own rules of a call, which the page follows as the product's does."""
    return web.FileResponse(CALL / f"{pathlib.Path(request.match_info['rule']).name}.js")


async def until(
    page: Page, holds: Callable[[dict[str, Any]], bool], *, timeout_s: float = 15
) -> dict[str, Any]:
    """The first report for which it holds."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while True:
        report: dict[str, Any] = await page.evaluate("report()")
        if holds(report):
            return report
        assert asyncio.get_running_loop().time() < deadline, f"{report}"
        await asyncio.sleep(0.1)


def of_kind(report: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """What flows in, of one kind."""
    return [seen for seen in report["inbound"].values() if seen["kind"] == kind and seen["packetsReceived"]]


def sees(report: dict[str, Any], frames: int) -> bool:
    return any((seen["framesDecoded"] or 0) >= frames for seen in of_kind(report, "video"))


def hears(report: dict[str, Any]) -> bool:
    return any(seen["totalAudioEnergy"] > 0.001 for seen in of_kind(report, "audio"))


async def frame_rate(page: Page) -> float:
    """Decoded frames per second over a short while: the best of several is what the call can do."""
    began = (await page.evaluate("report()"))["inbound"]
    await asyncio.sleep(1.5)
    ended = (await page.evaluate("report()"))["inbound"]
    return max(
        (ended[mid]["framesDecoded"] - began[mid]["framesDecoded"]) / 1.5
        for mid in began
        if began[mid]["framesDecoded"]
    )


async def test_two_people_see_and_hear_each_other_at_once_and_sharply(house: House) -> None:
    first = await house.visitor("first")
    await asyncio.sleep(1)  # the first is settled, as somebody who waits in a room is
    second = await house.visitor("second")
    report = await until(second, lambda report: report["sharpMs"] is not None)
    assert report["firstFrameMs"] <= 1000
    assert report["sharpMs"] <= 5000
    for page in (first, second):
        await until(page, lambda report: sees(report, 60) and hears(report))
        await until(page, lambda report: report["heights"]["5"] == 720)
        assert max([await frame_rate(page) for _ in range(3)]) >= 15
    assert house.rooms.stats().dropped.keys() <= {"unvalidated", "before_handshake"}


async def test_a_small_tile_gets_a_small_picture_and_grows_again(house: House) -> None:
    await house.visitor("first")
    second = await house.visitor("second")
    await until(second, lambda report: report["heights"].get("5") == 720)
    await second.evaluate("view('5', 180)")
    await until(second, lambda report: report["heights"]["5"] == 180)
    await second.evaluate("view('5', 720)")
    await until(second, lambda report: report["heights"]["5"] == 720)


async def test_a_camera_goes_off_and_on_again(house: House) -> None:
    first = await house.visitor("first")
    second = await house.visitor("second")
    await until(second, lambda report: sees(report, 20))
    await first.evaluate("switchOn(['microphone'])")
    await asyncio.sleep(0.5)
    still = (await second.evaluate("report()"))["frames"]["5"]
    await asyncio.sleep(1)
    report = await second.evaluate("report()")
    assert report["frames"]["5"] == still
    await first.evaluate("switchOn(['microphone', 'camera'])")
    await until(second, lambda report: report["frames"]["5"] >= still + 20)


async def test_a_third_person_and_a_screen_need_no_renegotiation(house: House) -> None:
    pages = [await house.visitor(name) for name in ("first", "second")]
    await until(pages[1], lambda report: sees(report, 10))
    third = await house.visitor("third", on=["microphone"])
    await until(
        third, lambda report: len(of_kind(report, "video")) == 2 and len(of_kind(report, "audio")) == 2
    )
    await third.evaluate("shareScreen()")
    await third.evaluate("switchOn(['microphone', 'screen'])")
    for page in pages:
        await until(page, lambda report: any(seen["frameHeight"] == 360 for seen in of_kind(report, "video")))
        assert await page.evaluate("call.connection.signalingState") == "stable"


async def test_what_nobody_looks_at_is_not_sent_and_comes_back_at_once(house: House) -> None:
    ann = await house.visitor("ann")
    ben = await house.visitor("ben")
    begun = await until(ben, lambda report: sees(report, 5))
    (mid,) = [
        mid for mid, seen in begun["inbound"].items() if seen["kind"] == "video" and seen["framesDecoded"]
    ]
    await ben.evaluate("(mid) => view(mid, 180)", mid)

    def camera(report: dict[str, Any]) -> dict[str, bool]:
        return {sent["rid"]: sent["active"] for sent in report["sent"].values() if sent["rid"]}

    await until(ann, lambda report: camera(report) == {"l": True, "m": False, "h": False}, timeout_s=25)
    await ben.evaluate("(mid) => view(mid, 0)", mid)
    await until(ann, lambda report: not any(camera(report).values()), timeout_s=25)
    frames = (await ben.evaluate("report()"))["inbound"][mid]["framesDecoded"]
    began = asyncio.get_running_loop().time()
    await ben.evaluate("(mid) => view(mid, 720)", mid)
    await until(ben, lambda report: report["inbound"][mid]["framesDecoded"] > frames)
    print(f"a picture {asyncio.get_running_loop().time() - began:.2f} s after it was looked at again")
    await until(ben, lambda report: report["heights"][mid] == 720, timeout_s=25)


@pytest.mark.parametrize("codec", ["vp8", "h264", "vp9", "av1"])
async def test_a_screen_is_shown_in_every_codec_that_both_have(
    house: House, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple(name for name in ("vp8", "h264", "vp9", "av1") if name != codec)
    monkeypatch.setitem(wishes._CODECS, Source.SCREEN, (codec, *others))
    ann = await house.visitor("ann", on=[])
    ben = await house.visitor("ben", on=[])
    await ann.evaluate("shareScreen()")
    await ann.evaluate("switchOn(['screen'])")
    report = await until(ben, lambda report: sees(report, 10), timeout_s=25)
    assert [seen["mimeType"].lower() for seen in of_kind(report, "video")] == [f"video/{codec}"]


async def test_a_dead_connection_comes_back_without_a_ghost(house: House) -> None:
    first = await house.visitor("first")
    second = await house.visitor("second")
    await until(first, lambda report: sees(report, 20))
    await second.evaluate("call.connection.close()")
    await second.evaluate("join('room', 'second', ['microphone', 'camera'])")
    await until(second, lambda report: sees(report, 20) and hears(report))
    seen = (await first.evaluate("report()"))["frames"]
    await until(first, lambda report: any(report["frames"][mid] > seen[mid] + 20 for mid in seen))
    assert [peer.subject for peer in house.rooms.peers("room")] == ["first", "second"]


async def test_an_ice_restart_goes_unnoticed(house: House) -> None:
    await house.visitor("first")
    second = await house.visitor("second")
    await until(second, lambda report: sees(report, 20))
    await second.evaluate("restart()")
    seen = (await second.evaluate("report()"))["frames"]["5"]
    await until(second, lambda report: report["frames"]["5"] > seen + 40 and report["state"] == "connected")
    assert all(peer.status == "connected" for peer in house.rooms.peers("room"))


async def test_words_are_sent_twice_and_heard(house: House) -> None:
    first = await house.visitor("first", on=["microphone"])
    second = await house.visitor("second", on=["microphone"])
    for page in (first, second):
        await until(page, hears)
    flows = [flow for peer, _ in house.rooms._peers.values() for flow in peer.uplink.flows.values()]
    assert 63 in {flow._payload_type for flow in flows}  # Chromium's number for redundant sound


async def test_where_no_udp_gets_through_a_call_goes_by_tcp(house: House) -> None:
    house.udp_is_open = False
    first, second = await house.visitor("first"), await house.visitor("second")
    for page in (first, second):
        await until(page, lambda report: sees(report, 20) and hears(report), timeout_s=40)
        assert (await page.evaluate("way()"))["protocol"] == "tcp"
    assert all(peer._path.connection for peer, _ in house.rooms._peers.values())


async def test_where_nothing_else_gets_through_a_call_goes_by_a_relay(house: House, tmp_path) -> None:
    async with turnserver(tmp_path) as relays:
        servers = msgspec.to_builtins(relays.servers(at=datetime.now(UTC)))
        forced = {"iceServers": servers, "iceTransportPolicy": "relay"}
        first, second = await house.visitor("first", rtc=forced), await house.visitor("second", rtc=forced)
        for page in (first, second):
            await until(page, lambda report: sees(report, 20) and hears(report), timeout_s=40)
            assert (await page.evaluate("way()"))["candidateType"] == "relay"
