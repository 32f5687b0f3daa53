"""Stock Firefox through WebDriver BiDi (W3C), which it speaks itself: no driver, no patched build.

Playwright can drive it so, too, but asks every new window for a command that the current ESR does not have.
"""

import asyncio
import contextlib
import itertools
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

PATIENCE_S = 90.0  # a machine may be busy
READY = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
PREFS = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,  # as after a click
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def firefox_path() -> str:
    path = os.environ.get("MENTORPITCH_FIREFOX") or shutil.which("firefox-esr")
    if not path:  # `make test` brings it where packages can be installed
        pytest.skip("No Firefox on this machine. Run: sudo apt-get install firefox-esr")
    return path


class Firefox:
    """A running browser with one window. `errors` are those of its page's scripts."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.errors: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._window = ""

    async def open(self) -> None:
        """Call it once, while `listen` runs."""
        await self._ask("session.new", capabilities={})
        await self._ask("session.subscribe", events=["log.entryAdded"])
        self._window = (await self._ask("browsingContext.getTree"))["contexts"][0]["context"]

    async def set_cookie(self, cookie: str, *, url: str) -> None:
        """A Cookie header's `name=value`, for the host of that URL."""
        name, _, value = cookie.partition("=")
        told = {"name": name, "value": {"type": "string", "value": value}, "domain": URL(url).host}
        await self._ask("storage.setCookie", cookie=told)

    async def set_viewport_size(self, size: dict[str, int]) -> None:
        await self._ask("browsingContext.setViewport", context=self._window, viewport=size)

    async def goto(self, url: str) -> None:
        await self._ask("browsingContext.navigate", context=self._window, url=url, wait="complete")

    async def evaluate(self, function: str) -> Any:
        """What a function of the page's own language returns, as JSON knows it."""
        told = await self._ask(
            "script.evaluate",
            expression=f"Promise.resolve(({function})()).then((value) => JSON.stringify(value ?? null))",
            awaitPromise=True,
            target={"context": self._window},
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    async def find(self, name: str, *, within_s: float = PATIENCE_S) -> None:
        """As soon as there is a button of that name. (By role, Firefox takes half a minute.)"""
        async with asyncio.timeout(within_s):
            while not await self.evaluate(f"() => Boolean({_button(name)})"):
                await asyncio.sleep(0.1)

    async def click(self, name: str) -> None:
        await self.find(name)
        await self.evaluate(f"() => {_button(name)}.click()")

    async def close(self) -> None:
        await self._ask("browser.close")

    async def listen(self) -> None:
        """Hand out the answers, until there are no more."""
        async for message in self._socket:
            told = message.json()
            if told["type"] == "event":
                self._note(told["params"])
                continue
            answer = self._asked.pop(told["id"])
            if answer.cancelled():
                continue
            if told["type"] == "success":
                answer.set_result(told["result"])
            else:
                answer.set_exception(AssertionError(f"{told['error']}: {told['message']}"))

    def _note(self, entry: dict[str, Any]) -> None:
        # A way that is lost and found again is no error of a script, but is told as one.
        is_its_own = entry["text"].startswith("WebRTC: ")
        if entry["level"] == "error" and entry["type"] == "javascript" and not is_its_own:
            self.errors.append(entry["text"])

    async def _ask(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await answer


def _button(name: str) -> str:
    named = f"(b) => (b.ariaLabel ?? b.textContent.trim()) === {json.dumps(name)} && !b.disabled"
    return f"[...document.querySelectorAll('button')].find({named})"


@contextlib.asynccontextmanager
async def run_firefox(folder: Path) -> AsyncIterator[Firefox]:
    """A Firefox for as long as the block, with that folder for its profile and its home."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFS.items()]
    (folder / "user.js").write_text("\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        firefox_path(),
        *("--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"),
        env={**os.environ, "HOME": str(folder)},
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert process.stderr
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not (url := READY.search(line := await process.stderr.readline())):
                assert line, "Firefox ended at once"
        draining = asyncio.ensure_future(process.stderr.read())
        async with aiohttp.ClientSession() as http, http.ws_connect(f"{url[1].decode()}/session") as socket:
            firefox = Firefox(socket)
            listening = asyncio.ensure_future(firefox.listen())
            await firefox.open()
            yield firefox
            with contextlib.suppress(TimeoutError, AssertionError):
                await asyncio.wait_for(firefox.close(), 20)
        listening.cancel()
        draining.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
