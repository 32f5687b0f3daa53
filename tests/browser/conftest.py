"""Real people's browsers on a real server: Chromium with a fake camera and microphone."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect

from tests.browser.ahead import Ahead
from tests.served import PASSWORD, Served, serve_copy, serving

FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHOTS = Path(__file__).resolve().parents[1] / "shots"  # git-ignored: for people to look at
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}
PATIENCE_MS = 30_000  # a machine may be busy
expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str:
    path = os.environ.get("MENTORPITCH_CHROMIUM") or shutil.which("chromium")
    assert path, "No Chromium. `make test` brings one; or: sudo apt-get install chromium"
    return path


async def launch(playwright: Playwright, *flags: str) -> Browser:
    return await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *flags])


STORY: list[Path] = []  # where the demo people's data stand: made once, copied for each test


shared_loop = pytest_asyncio.fixture(loop_scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all tests and fixtures here, so that they can share one Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def ahead(tmp_path: Path) -> Ahead:
    """The clock of the test's server, for tests that move it."""
    return Ahead(tmp_path / "ahead")


@shared_loop
async def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo people's data stand."""
    if not STORY:
        folder = tmp_path_factory.mktemp("story")
        async with serving(folder, "--demo"):
            pass
        STORY.append(folder)
    return STORY[0]


@shared_loop
async def served(request: pytest.FixtureRequest, tmp_path: Path, story: Path) -> AsyncIterator[Served]:
    """A server of the test's own, with the demo people."""
    on_clock = request.getfixturevalue("ahead").serve_copy if "ahead" in request.fixturenames else serve_copy
    async with on_clock(story, tmp_path) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await launch(playwright)
        yield chromium
        await chromium.close()


class Person:
    """Somebody at a browser window."""

    def __init__(self, page: Page, context: BrowserContext) -> None:
        self.page = page
        self.context = context
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def watch_hosts(self) -> set[str]:
        """Whom the page asks from now on. Each request costs the test a little, so it is to be asked for."""
        hosts: set[str] = set()
        self.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        return hosts

    async def come_in(self, served: Served, email: str) -> None:
        """With a session of their own, as if they had signed in a while ago."""
        name, _, secret = (await served.sign_in(email)).partition("=")
        await self.context.add_cookies([{"name": name, "value": secret, "url": served.url}])
        await self.page.goto(served.url)
        await self.page.get_by_role("heading", level=1).get_by_text("Good ").wait_for()

    async def sign_in(self, url: str, email: str) -> None:
        """By hand."""
        await self.page.goto(url)
        await self.page.get_by_label("Email").fill(email)
        await self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.get_by_role("heading", level=1).get_by_text("Good ").wait_for()

    async def open_mentorship(self, name: str) -> None:
        await self.page.get_by_role("link", name=name).first.click()
        await self.page.get_by_role("textbox", name="Message").wait_for()

    async def open_programme(self) -> None:
        """The one that they manage, from the side or from the bar at the bottom."""
        await self.page.locator('a[href^="/programmes/"]:visible').first.click()
        await self.page.wait_for_url("**/programmes/*")
        await self.page.get_by_role("navigation", name="Parts of the programme").wait_for()

    async def say(self, text: str) -> None:
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        await self.page.get_by_role("log").get_by_text(text, exact=True).wait_for()

    async def join_call(self) -> None:
        await self.page.get_by_role("button", name="Join call").click()
        await self.page.get_by_role("button", name="Join now").click()
        await self.page.get_by_role("button", name="Leave call").wait_for()

    async def received(self) -> dict:
        """What this browser's own statistics say it hears and sees (W3C webrtc-stats)."""
        return await self.page.evaluate(RECEIVED)


# Who saves data is spared what is only likely to be wanted next: half of all that a page fetches.
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"

RECEIVED = """async () => {
  const all = [...(await window.mentorpitch.connection.getStats()).values()];
  const of = (kind) => all.filter((s) => s.type === "inbound-rtp" && s.kind === kind && s.packetsReceived);
  const sum = (kind, name) => of(kind).reduce((total, s) => total + (s[name] ?? 0), 0);
  return {
    at: performance.now(),
    frames: sum("video", "framesDecoded"),
    height: Math.max(0, ...of("video").map((s) => s.frameHeight ?? 0)),
    sound: sum("audio", "totalAudioEnergy"),
    freezes: sum("video", "freezeCount"),
    asked: sum("video", "nackCount"),
    repaired: sum("video", "retransmittedPacketsReceived"),
  };
}"""


@shared_loop
async def person(browser: Browser, served: Served) -> AsyncIterator:
    """`await person("mentee@demo.example")`: signed in, at home, in a window of their own."""
    async with contextlib.AsyncExitStack() as stack:

        async def person(
            email: str | None = None, *, theme: str = "light", size: dict = WIDE, saves_data: bool = True
        ) -> Person:
            context = await browser.new_context(
                viewport=size, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            if saves_data:
                await context.add_init_script(SAVE_DATA)
            someone = Person(await context.new_page(), context)
            if email:
                await someone.come_in(served, email)
            return someone

        yield person


@shared_loop
async def two(person) -> tuple[Person, Person]:
    """The mentor and the mentee, each with their mentorship's conversation open."""
    mentor, mentee = await asyncio.gather(person("mentor@demo.example"), person("mentee@demo.example"))
    await asyncio.gather(mentor.open_mentorship("Inês Carvalho"), mentee.open_mentorship("Samuel Mwangi"))
    return mentor, mentee
