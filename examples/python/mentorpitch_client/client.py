"""The connection of a bot: it comes back by itself, misses no message, and tells none twice."""

import asyncio
import json
import logging
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import socketio

from mentorpitch_client.shapes import Meeting, Message, Place

log = logging.getLogger("mentorpitch")

On = TypeVar("On", bound=Callable[..., Awaitable[None]])
ANSWER_S = 10.0


class Refused(Exception):
    """The server said no. `code` is one of its closed list."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code: str = error["code"]
        self.retry_after_s: float = error.get("retry_after_ms", 0) / 1_000


class Bot:
    """Declare what it does with the decorators, then `await bot.run()`.

    `url` is where the pages are; `token` is from the page "Bots" of the settings.
    """

    def __init__(self, url: str, token: str) -> None:
        self.places: dict[str, Place] = {}  # by mentorship
        self._url = url.rstrip("/")
        self._token = token
        self._read: dict[str, int] = {}  # conversation → the last seq that was handled
        self._on_message: Callable[[Place, Message], Awaitable[None]] | None = None
        self._on_meeting: Callable[[Place, Meeting], Awaitable[None]] | None = None
        self._on_place: Callable[[Place], Awaitable[None]] | None = None
        # Handlers ask the server things; while they wait, its events queue up here.
        self._happened: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._sio = socketio.AsyncClient()
        self._sio.on("*", self._hear)

    def on_message(self, handler: On) -> On:
        """Called with (place, message) for each message from now on, in order, those of bots included."""
        self._on_message = handler
        return handler

    def on_meeting(self, handler: On) -> On:
        """Called with (place, meeting) when one is new or another, begins, or is over."""
        self._on_meeting = handler
        return handler

    def on_place(self, handler: On) -> On:
        """Called with a place where the bot is a guest: at the start and when it is let in."""
        self._on_place = handler
        return handler

    async def run(self) -> None:
        """Connect and serve until the token is void. Raises ConnectionError when it never was good."""
        await self._sio.connect(self._url, auth={"token": self._token}, transports=["websocket"])
        while (happened := await self._happened.get())[0] != "signed_out":
            try:
                await self._handle(*happened)
            except (Refused, TimeoutError, socketio.exceptions.SocketIOError):
                log.exception("could not handle %s", happened[0])
        await self._sio.disconnect()

    async def say(self, place: Place, body: str, *, client_id: str) -> None:
        """Write into the chat. The same client_id again happens once: make it of what you answer."""
        said = {"conversation_id": place["conversation_id"], "client_id": client_id, "body": body}
        await self.ask("send_message", said)

    async def ask(self, event: str, question: dict[str, Any]) -> Any:
        """The answer to an event of the contract. Raises Refused; waits when it was asked too often."""
        while True:
            ack = await self._sio.call(event, question, timeout=ANSWER_S)
            if ack["ok"]:
                return ack["data"]
            refused = Refused(ack["error"])
            if refused.code != "rate_limited":
                raise refused
            await asyncio.sleep(refused.retry_after_s)

    async def get(self, path: str) -> Any:
        """What the server answers over HTTP, below /api/."""
        return await asyncio.to_thread(self._get, path)

    async def meetings(self, place: Place) -> list[Meeting]:
        """Those ahead, with the current one, the soonest first."""
        page = await self.get(f"/api/mentorships/{place['mentorship_id']}/meetings?state=upcoming&limit=50")
        found: list[Meeting] = page["meetings"]
        return found

    def _get(self, path: str) -> Any:
        request = urllib.request.Request(  # noqa: S310 (the address is the bot's own setting)
            self._url + path, headers={"Authorization": f"Bearer {self._token}"}
        )
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310
            return json.load(answer)

    async def _hear(self, event: str, payload: Any) -> None:
        self._happened.put_nowait((event, payload))

    async def _handle(self, event: str, payload: Any) -> None:
        match event:
            case "bot_welcome":
                await self._move(payload["bot"]["places"])
            case "reach_changed":
                await self._move(payload["places"])
            case "resync":
                for place in self.places.values():
                    await self._catch_up(place)
            case "message_sent" | "message_edited" | "message_deleted":
                await self._follow(payload)
            case "meeting_changed":
                if self._on_meeting and payload["mentorship_id"] in self.places:
                    await self._on_meeting(self.places[payload["mentorship_id"]], payload)

    async def _move(self, places: list[Place]) -> None:
        before, self.places = self.places, {place["mentorship_id"]: place for place in places}
        for place in places:
            await self._catch_up(place)
            if place["mentorship_id"] not in before and self._on_place:
                await self._on_place(place)

    async def _follow(self, event: Any) -> None:
        """seq = last + 1: handle it; less: known; more: something is missing."""
        conversation_id = event["conversation_id"]
        last = self._read.get(conversation_id, event["seq"] - 1)
        for place in [each for each in self.places.values() if each["conversation_id"] == conversation_id]:
            if event["seq"] > last + 1:
                await self._catch_up(place)
            elif event["seq"] == last + 1:
                await self._take(place, event)

    async def _catch_up(self, place: Place) -> None:
        conversation_id, last_seq = place["conversation_id"], place["last_seq"]
        if conversation_id is None or last_seq is None:
            return
        if conversation_id not in self._read:  # what was said before we came is not ours to answer
            self._read[conversation_id] = last_seq
            return
        since = self._read[conversation_id]
        synced = await self.ask("sync", {"conversation_id": conversation_id, "since": since})
        if synced["limited"]:
            self._read[conversation_id] = synced["last_seq"]
        for event in synced["events"]:
            await self._take(place, event)

    async def _take(self, place: Place, event: Any) -> None:
        self._read[event["conversation_id"]] = event["seq"]
        if event["type"] == "message_sent" and event["body"] is not None and self._on_message:
            await self._on_message(place, event)
