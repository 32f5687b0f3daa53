"""A server whose clock is under the test's control, and pages that come along: the fixture `ahead`."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page

from tests.served import Served, serve_copy

PROGRAM = Path(__file__).with_name("ahead_server.py")

# As the page itself: with its session, from its origin.
POST = """async ([path, form]) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(form) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}"""

# The wall clock of a page, kept ahead over reloads; what only goes forward stays as it is.
_PAGE_CLOCK = """(() => {
  const Real = Date;
  const now = () => Real.now() + Number(localStorage.ahead ?? 0);
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); }
  };
})()"""
_LEAP = """(ms) => {
  localStorage.ahead = ms;
  document.dispatchEvent(new Event("visibilitychange")); // as after a sleep: a page looks at its clocks
}"""


class Ahead:
    """How far the server's clock is ahead of that of the machine."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._pages: list[Page] = []
        self.settings: dict[str, str] = {}  # of the server, to be said before it starts
        self.by(timedelta())

    def serve_copy(self, kept: Path, folder: Path) -> AbstractAsyncContextManager[Served]:
        """On this clock."""
        return serve_copy(kept, folder, program=PROGRAM, AHEAD=str(self._file), **self.settings)

    async def take_along(self, page: Page) -> None:
        """The page's own clock, too; it is loaded anew."""
        await page.add_init_script(_PAGE_CLOCK)
        await page.reload()
        self._pages.append(page)

    async def leap(self, time: timedelta) -> None:
        """To so much after the real time, in the server and the pages that come along."""
        self.by(time)
        for page in self._pages:
            await page.evaluate(_LEAP, time.total_seconds() * 1000)

    def by(self, time: timedelta) -> None:
        self._file.write_text(str(time.total_seconds()))
