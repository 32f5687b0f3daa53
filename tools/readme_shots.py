"""Take the README's pictures of the real thing: two browsers, a real call, drawn people as cameras.

usage: make shots. Writes docs/call.png and docs/chat.png.
"""

import asyncio
import math
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.async_api import Browser, Playwright, async_playwright

from tests.browser.conftest import WIDE, Person, launch
from tests.browser.page_scripts import PLAYING
from tests.served import Served, serving

FRAMES = 24  # of a little breathing, again and again

MOVE = """(y) => {
  document.querySelectorAll("svg > g")[1].setAttribute("transform", `translate(0 ${y})`);
}"""


async def film(playwright: Playwright, name: str, folder: Path) -> Path:
    """A Motion JPEG file for --use-file-for-fake-video-capture: JPEG pictures, one after the other."""
    drawing = (ROOT / "tools/portraits" / f"{name}.svg").read_text()
    browser = await launch(playwright)
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    await page.set_content(f"<style>body{{margin:0;overflow:hidden}}svg{{width:100%}}</style>{drawing}")
    path = folder / f"{name}.mjpeg"
    with path.open("wb") as file:
        for n in range(FRAMES):
            shift = 5 * math.sin(2 * math.pi * n / FRAMES)
            await page.evaluate(MOVE, shift)
            file.write(await page.screenshot(type="jpeg", quality=88))
    await browser.close()
    return path


async def arrive(browser: Browser, served: Served, email: str, other: str) -> Person:
    context = await browser.new_context(
        viewport=WIDE, locale="en-GB", color_scheme="light", timezone_id="Europe/Lisbon"
    )
    someone = Person(await context.new_page(), context)
    await someone.sign_in(served.url, email)
    await someone.open_mentorship(other)
    return someone


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with async_playwright() as playwright, serving(folder, "--demo") as served:
            browsers = [
                await launch(
                    playwright, f"--use-file-for-fake-video-capture={await film(playwright, who, folder)}"
                )
                for who in ("ines", "samuel")
            ]
            mentee = await arrive(browsers[0], served, "mentee@demo.example", "Samuel Mwangi")
            mentor = await arrive(browsers[1], served, "mentor@demo.example", "Inês Carvalho")
            await mentor.say("I am in the room already. Bring your notes.")
            await mentee.sees("I am in the room already. Bring your notes.")
            await mentee.say("Two minutes: the kettle is on.")
            await mentor.sees("Two minutes: the kettle is on.")
            await mentee.page.evaluate("document.fonts.ready")
            await mentee.page.wait_for_timeout(500)
            await mentee.page.screenshot(path=ROOT / "docs/chat.png")
            await mentor.join_call()
            await mentee.join_call()
            await mentee.page.wait_for_function(PLAYING)
            await mentee.page.wait_for_timeout(6_000)  # until it is sharp
            await mentee.page.mouse.move(1, 1)
            await mentee.page.screenshot(path=ROOT / "docs/call.png")
            for browser in browsers:
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
