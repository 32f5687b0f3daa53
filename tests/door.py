"""The HTTP door as a browser of somebody's uses it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from mentorpitch.actors import Actor
from mentorpitch.people.passwords import Passwords
from mentorpitch.web.app import SERVING, make_app
from mentorpitch.web.services import WebSettings
from tests.world import World

ORIGIN = "http://mentor.example:8080"
PAGE = """<!doctype html>
<html lang="en">
<script type="importmap">{"imports": {}}</script>
<title>MentorPitch</title>
"""


def quick_passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def some_settings(static_dir: Path, **changes: Any) -> WebSettings:
    usual = WebSettings(
        public_url=ORIGIN, allowed_origins=frozenset(), static_dir=static_dir, version="1.2.3"
    )
    return msgspec.structs.replace(usual, **changes)


class Answer(msgspec.Struct, frozen=True):
    status: int
    raw: bytes
    headers: Mapping[str, str]
    cookies: Mapping[str, Any]

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.raw)

    @property
    def error(self) -> Any:
        return self.json["error"]


class Door:
    """Asks with a page's Origin and, as somebody, with their cookie; keeps no cookies of its own.

    As a bot it asks with the token and without an Origin, as a script does.
    """

    def __init__(self, client: TestClient[Any, Any], world: World, settings: WebSettings) -> None:
        self.client = client
        self.world = world
        self.settings = settings

    async def ask(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        by: Actor | None = None,
        secret: str | None = None,
        origin: str | None = ORIGIN,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if by is not None and by.is_bot:
            sent["Authorization"] = f"Bearer {self.world.secret(by)}"
            by = origin = None
        if origin is not None:
            sent["Origin"] = origin
        if by is not None:
            secret = self.world.secret(by)
        if secret is not None:
            sent["Cookie"] = f"{'__Host-' if self.settings.is_https else ''}mentorpitch={secret}"
        asked = self.client.request(method, path, json=json, data=data, headers=sent, allow_redirects=False)
        async with asked as response:
            return Answer(response.status, await response.read(), response.headers, response.cookies)

    async def get(self, path: str, **how: Any) -> Answer:
        return await self.ask("GET", path, **how)

    async def post(self, path: str, json: Any = None, **how: Any) -> Answer:
        return await self.ask("POST", path, json, **how)

    async def sign_in(self, email: str, password: str, **how: Any) -> Answer:
        return await self.post("/api/session", {"email": email, "password": password}, **how)


async def open_door(aiohttp_client: Any, world: World, settings: WebSettings) -> Door:
    app = make_app(
        db=world.db,
        settings=settings,
        announce=world.announce,
        clock=world.clock,
        passwords=quick_passwords(),
    )
    server = TestServer(app)
    await server.start_server(**SERVING)
    return Door(await aiohttp_client(server, cookie_jar=DummyCookieJar()), world, settings)
