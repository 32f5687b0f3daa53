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

START_S = 120.0
READY = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
PREFS = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,  # as after a click
    "media.peerconnection.ice.loopback": True,  # else it pairs nothing with 127.0.0.1
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def firefox_path() -> str:
    path = os.environ.get("MENTORPITCH_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "No Firefox. `make test` brings one; or: sudo apt-get install firefox-esr"
    return path


def _button(name: str) -> str:
    named = f"(b) => (b.ariaLabel ?? b.textContent.trim()) === {json.dumps(name)} && !b.disabled"
    return f"[...document.querySelectorAll('button')].find({named})"


class Window:
    """A tab of its own."""

    def __init__(self, firefox: "Firefox", context: str) -> None:
        self._firefox, self._context = firefox, context

    async def goto(self, url: str) -> None:
        await self._tell("browsingContext.navigate", url=url, wait="complete")

    async def evaluate(self, function: str) -> Any:
        """What a function of the page's own language returns, as JSON knows it."""
        expression = f"Promise.resolve(({function})()).then((value) => JSON.stringify(value ?? null))"
        return json.loads((await self._script(expression))["value"])

    async def find(self, name: str, *, within_s: float = 30.0) -> None:
        """As soon as there is a button of that name. (By role, Firefox takes half a minute.)"""
        async with asyncio.timeout(within_s):
            while not await self.evaluate(f"() => Boolean({_button(name)})"):
                await asyncio.sleep(0.1)

    async def click(self, name: str) -> None:
        await self.find(name)
        await self.evaluate(f"() => {_button(name)}.click()")

    async def _script(self, expression: str) -> dict[str, Any]:
        told = await self._firefox.ask(
            "script.evaluate", expression=expression, awaitPromise=True, target={"context": self._context}
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return told["result"]

    async def _tell(self, method: str, **params: object) -> dict[str, Any]:
        return await self._firefox.ask(method, context=self._context, **params)


class Firefox:
    """A running browser. `errors` are those of its pages' scripts."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.errors: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def window(self) -> Window:
        """Of a user of its own, with no cookie of another's."""
        user = (await self.ask("browser.createUserContext"))["userContext"]
        return await self._window(user)

    async def _window(self, user: str) -> Window:
        told = await self.ask("browsingContext.create", type="tab", userContext=user)
        return Window(self, told["context"])

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await answer

    async def listen(self) -> None:
        """Hand out the answers, until there are no more."""
        async for message in self._socket:
            told = message.json()
            if told["type"] == "event":
                if told["params"]["level"] == "error" and told["params"]["type"] == "javascript":
                    self.errors.append(told["params"]["text"])
                continue
            answer = self._asked.pop(told["id"])
            if answer.cancelled():
                continue
            if told["type"] == "success":
                answer.set_result(told["result"])
            else:
                answer.set_exception(AssertionError(f"{told['error']}: {told['message']}"))


@contextlib.asynccontextmanager
async def run_firefox(profile: Path, **prefs: object) -> AsyncIterator[Firefox]:
    """A Firefox for as long as the block, with a profile of its own in that folder."""
    lines = [f"user_pref({json.dumps(n)}, {json.dumps(value)});" for n, value in {**PREFS, **prefs}.items()]
    (profile / "user.js").write_text("\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        firefox_path(),
        *("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"),
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert process.stderr
    try:
        async with asyncio.timeout(START_S):
            while not (url := READY.search(line := await process.stderr.readline())):
                assert line, "Firefox ended at once"
        draining = asyncio.ensure_future(process.stderr.read())
        async with aiohttp.ClientSession() as http, http.ws_connect(f"{url[1].decode()}/session") as socket:
            firefox = Firefox(socket)
            listening = asyncio.ensure_future(firefox.listen())
            await firefox.ask("session.new", capabilities={})
            await firefox.ask("session.subscribe", events=["log.entryAdded"])
            yield firefox
            with contextlib.suppress(TimeoutError, AssertionError):
                await asyncio.wait_for(firefox.ask("browser.close"), 20)
        listening.cancel()
        draining.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
