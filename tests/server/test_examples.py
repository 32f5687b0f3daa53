"""Every example runs, as a process of its own, against a real server; so do the ten lines of the guide."""

import asyncio
import contextlib
import itertools
import os
import re
import shutil
import sqlite3
import sys
import time

import aiohttp
import pytest

from tests.served import ROOT, serving

MENTOR, MENTEE = "mentor@demo.example", "mentee@demo.example"
PYTHON = ROOT / "examples" / "python"


class Two:
    """The demo people's pair, who let bots in."""

    def __init__(self, served, http, cookies):
        self.served = served
        self._http = http
        self._cookies = cookies
        self._numbers = itertools.count()

    async def ask(self, method, path, json=None, *, by=MENTEE):
        headers = {"Cookie": self._cookies[by], "Origin": self.served.url}
        async with self._http.request(method, self.served.url + path, json=json, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def find_pair(self):
        mine = (await self.ask("GET", "/api/mentorships"))["mentorships"]
        [self.pair] = [pair for pair in mine if pair["other"]["name"] == "Samuel Mwangi"]

    @property
    def path(self):
        return f"/api/mentorships/{self.pair['mentorship_id']}"

    async def let_in(self, name, *scopes):
        """The token of a bot that both said yes to."""
        new = {"client_id": name, "name": name, "purpose": "An example", "scopes": scopes}
        bot_id = (await self.ask("POST", "/api/bots", new))["bot"]["bot_id"]
        made = await self.ask("POST", f"/api/bots/{bot_id}/token")
        await self.ask("PUT", f"{self.path}/bots/{bot_id}")
        await self.ask("POST", f"{self.path}/bots/{bot_id}/confirm", by=MENTOR)
        return made["token"]

    async def say(self, body):
        chat = f"/api/conversations/{self.pair['conversation']['conversation_id']}/messages"
        await self.ask("POST", chat, {"client_id": f"said-{next(self._numbers)}", "body": body})

    async def hears(self, body):
        """Wait until somebody has written this."""
        chat = f"/api/conversations/{self.pair['conversation']['conversation_id']}/messages?limit=20"
        async with asyncio.timeout(20):
            while body not in [message["body"] for message in (await self.ask("GET", chat))["messages"]]:
                await asyncio.sleep(0.05)

    @contextlib.asynccontextmanager
    async def running(self, token, *command):
        """A bot for as long as the block."""
        environment = {**os.environ, "MENTORPITCH_URL": self.served.url, "MENTORPITCH_TOKEN": token}
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            yield
            assert process.returncode is None, (await process.stderr.read()).decode()
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.communicate()

    async def until_answered(self, question, answer):
        """Ask until the bot is there: it has to start first, and answers nothing older than itself."""
        async with asyncio.timeout(30):
            while True:
                await self.say(question)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(1.0):
                        return await self.hears(answer)


@pytest.fixture
async def two(tmp_path):
    async with (
        serving(tmp_path, "--demo") as served,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        cookies = {email: await served.sign_in(email) for email in (MENTOR, MENTEE)}
        made = Two(served, http, cookies)
        await made.find_pair()
        yield made


async def test_the_ten_lines_of_the_guide_work(two, tmp_path):
    guide = (ROOT / "docs" / "bots.md").read_text()
    lines = re.search(r"```python\n(.*?)```", guide, re.DOTALL)[1]
    assert len([line for line in lines.splitlines() if line]) == 10
    script = tmp_path / "ten.py"
    script.write_text(lines)
    token = await two.let_in("Ten", "chat:read", "chat:write")
    async with two.running(token, sys.executable, script):
        await two.until_answered("ping", "pong")


@pytest.mark.parametrize(
    "command",
    [(sys.executable, PYTHON / "echo.py"), (shutil.which("node"), ROOT / "examples" / "js" / "echo.js")],
    ids=["python", "javascript"],
)
async def test_echo_says_again_what_people_say(two, command):
    assert command[0], "node is needed: make test brings it"
    token = await two.let_in("Echo", "chat:read", "chat:write")
    async with two.running(token, *command):
        await two.until_answered("Hello", "You said: Hello")


async def test_the_timekeeper_says_when_an_item_is_over_and_reads_no_text(two):
    new = {
        "client_id": "m",
        "title": "Private matters",
        "local_start": time.strftime("%Y-%m-%dT%H:%M", time.gmtime()),
        "time_zone": "UTC",
        "minutes": 30,
    }
    path = f"/api/meetings/{(await two.ask('POST', f'{two.path}/meetings', new))['meeting_id']}"
    for n in (1, 2):
        item = {"client_id": f"i{n}", "title": "Private", "minutes": 10}
        agenda = (await two.ask("POST", f"{path}/agenda", item))["agenda"]
    await two.ask("PUT", f"{path}/timebox", {"item_id": agenda[-2]["item_id"]})
    with contextlib.closing(sqlite3.connect(two.served.database)) as database:
        # As if it had been talked about for ten minutes, but for a few seconds.
        since = int(time.time() * 1_000) - 10 * 60_000 + 8_000
        database.execute("UPDATE agenda_items SET running_since = ? WHERE current", (since,))
        database.commit()
    token = await two.let_in("Timekeeper", "agenda:times", "chat:write")
    async with two.running(token, sys.executable, PYTHON / "timekeeper.py"):
        await two.hears(f"Item {len(agenda) - 1} of {len(agenda)}: its 10 minutes are over.")


async def test_the_nudger_asks_once_when_no_meeting_is_ahead(two):
    while ahead := (await two.ask("GET", f"{two.path}/meetings?state=upcoming"))["meetings"]:
        for meeting in ahead:
            if meeting["state"] in ("upcoming", "current"):
                await two.ask("POST", f"/api/meetings/{meeting['meeting_id']}/cancel", {"scope": "this"})
    token = await two.let_in("Nudger", "meetings:times", "chat:write")
    chat = f"/api/conversations/{two.pair['conversation']['conversation_id']}/messages?limit=20"
    said = "No meeting is planned. Shall we find a time?"
    for _ in range(2):  # started twice, it says it once
        async with two.running(token, sys.executable, PYTHON / "nudger.py"):
            await two.hears(said)
            await asyncio.sleep(0.5)
    bodies = [message["body"] for message in (await two.ask("GET", chat))["messages"]]
    assert bodies.count(said) == 1


def test_every_example_in_python_says_what_it_needs():
    for script in PYTHON.glob("*.py"):
        assert script.read_text().startswith("# /// script\n"), script
