"""A call between two Chromium on this machine, against the bounds that we promise, and beside Janus.

Prints a table and, as its last line, one JSON object. `CALLS=9` sets how many joins are timed: first by the
button of our own page, then, beside Janus's videoroom, on a page that does nothing else (`sfu/our_page.html`,
`sfu/janus_page.html`), where all that can be ready is.
usage: make bench, or .venv/bin/python benchmarks/bench_call.py
"""

import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from benchmarks.sfu import network
from benchmarks.sfu.janus import URL, janus
from tests.browser.conftest import WIDE, Person, launch
from tests.browser.page_scripts import JOIN_AND_WAIT_FOR_FRAME, WATCH_SOCKET
from tests.served import Served

CALLS = int(os.environ.get("CALLS", "5"))
PAGES = Path(__file__).parent / "sfu"


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in MB (proc(5), VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def udp_sockets(pid: int) -> int:
    """How many UDP sockets a process has open, by their inodes (proc(5))."""
    open_inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except OSError:
            continue
        if target.startswith("socket:["):
            open_inodes.add(target[8:-1])
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("udp", "udp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return sum(row[9] in open_inodes for row in rows)


async def arrive(browser: Browser, served: Served, email: str, other: str) -> Person:
    context = await browser.new_context(viewport=WIDE, locale="en-GB")
    someone = Person(await context.new_page(), context)
    await someone.sign_in(served.url, email)
    await someone.open_mentorship(other)
    return someone


async def join_timed(person: Person) -> float:
    """Milliseconds from Join now to the first decoded remote frame."""
    await person.page.get_by_role("button", name="Join call").click()
    await person.page.get_by_role("button", name="Join now").wait_for()
    await person.page.wait_for_timeout(700)  # as long as anybody looks at the lobby
    await person.page.evaluate(WATCH_SOCKET)
    return float(await person.page.evaluate(JOIN_AND_WAIT_FOR_FRAME))


async def seconds_to_720p(person: Person) -> float:
    began = time.monotonic()
    while (await person.received())["height"] < 720 and time.monotonic() - began < 30:
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def bare_joins(there: Page, comes: Callable[[], Awaitable[Page]]) -> list[float]:
    """Milliseconds from where all is ready to the first frame of who is there, on bare pages."""
    await there.evaluate("() => enter()")
    joins = []
    for _ in range(CALLS):
        page = await comes()
        await page.wait_for_timeout(700)
        joins.append(float(await page.evaluate("() => enter()")))
        await page.evaluate("() => leave()")
        await page.context.close()
    await there.context.close()
    return joins


async def our_bare_joins(browser: Browser, served: Served, mentorship_id: str) -> list[float]:
    async def page(email: str) -> Page:
        context = await browser.new_context(viewport=WIDE)
        await context.route("**/bare", lambda route: route.fulfill(path=PAGES / "our_page.html"))
        name, _, secret = (await served.sign_in(email)).partition("=")
        await context.add_cookies([{"name": name, "value": secret, "url": served.url}])
        page = await context.new_page()
        await page.goto(f"{served.url}/bare")
        await page.evaluate("(id) => prepare(id)", mentorship_id)
        return page

    return await bare_joins(await page("mentee@demo.example"), lambda: page("mentor@demo.example"))


async def janus_joins(browser: Browser, folder: Path) -> list[float]:
    app = web.Application()
    app.router.add_static("/", PAGES)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()

    async def page() -> Page:
        page = await (await browser.new_context(viewport=WIDE)).new_page()
        await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/janus_page.html")
        await page.evaluate("(url) => prepare(url)", URL)
        return page

    async with janus(folder, 1):
        there = await page()
        await there.evaluate("() => createRoom()")
        joins = await bare_joins(there, page)
    await runner.cleanup()
    return joins


async def measure(folder: Path) -> dict[str, float | None]:
    served = Served(folder)
    began = time.monotonic()
    await served.start("--demo")
    first_start_s = time.monotonic() - began
    await served.stop()
    began = time.monotonic()
    await served.start("--demo")
    warm_start_s = time.monotonic() - began
    assert served.process
    pid = served.process.pid
    idle_mb = resident_mb(pid)
    async with async_playwright() as playwright:
        # A page that we hand to the browser ourselves comes from nowhere, and so may not ask this machine.
        browser = await launch(playwright, "--disable-features=LocalNetworkAccessChecks")
        mentee = await arrive(browser, served, "mentee@demo.example", "Samuel Mwangi")
        mentor = await arrive(browser, served, "mentor@demo.example", "Inês Carvalho")
        await mentee.join_call()
        first_frames, sharp = [], []
        for _ in range(CALLS):
            first_frames.append(await join_timed(mentor))
            sharp.append(max(await asyncio.gather(seconds_to_720p(mentor), seconds_to_720p(mentee))))
            sent = await mentor.page.evaluate("() => window.sentUntilJoined")
            call_mb, sockets = resident_mb(pid), udp_sockets(pid)
            await mentor.page.get_by_role("button", name="Leave call").click()
            await mentor.page.get_by_role("button", name="Join call").wait_for()
        mentee_sees = await served.get("/api/mentorships", await served.sign_in("mentee@demo.example"))
        mentorship_id = mentee_sees["mentorships"][0]["mentorship_id"]
        for person in (mentee, mentor):
            await person.context.close()
        ours = await our_bare_joins(browser, served, mentorship_id)
        await served.stop()
        theirs = await janus_joins(browser, folder) if shutil.which("janus") else []
        await browser.close()
    bare = statistics.median(ours)
    beside = statistics.median(theirs) if theirs else None
    return {
        "first_start_s": round(first_start_s, 2),
        "warm_start_s": round(warm_start_s, 2),
        "first_frame_ms_median": round(statistics.median(first_frames)),
        "first_frame_ms_worst": round(max(first_frames)),
        "bare_first_frame_ms_median": round(bare),
        "janus_first_frame_ms_median": round(beside) if beside else None,
        "first_frame_ratio_to_janus": round(bare / beside, 2) if beside else None,
        "join_round_trips": sent.count("join_call") + sent.count("request_ticket"),
        "seconds_until_both_have_720p": round(sharp[0], 2),
        "udp_sockets": sockets,
        "idle_mb": round(idle_mb),
        "two_in_a_call_mb": round(call_mb),
    }


BOUNDS = {
    "warm_start_s": 5,
    "first_frame_ms_median": 250,
    "first_frame_ratio_to_janus": 0.5,
    "join_round_trips": 1,
    "seconds_until_both_have_720p": 5,
    "udp_sockets": 1,
    "two_in_a_call_mb": 150,
}


def main() -> None:
    network.enter()  # Janus takes no candidate on the loopback
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(Path(folder)))
    print(f"{'figure':26} {'measured':>10} {'bound':>8}")
    for name, value in figures.items():
        print(f"{name:26} {value!s:>10} {BOUNDS.get(name, ''):>8}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
