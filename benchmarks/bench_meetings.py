"""A page of meetings out of ten thousand, over HTTP, as the two and as their manager get it.

One connection, kept open. `floor` is the same server's /healthz, asked between the pages: what a question
costs that needs one row. `cpu` is of the server and the client together, and hardly grows when the machine is
busy with something else. Prints a table and, as its last line, one JSON object. `PAGES=200` sets how many
pages of each kind are timed.
usage: make bench, or .venv/bin/python benchmarks/bench_meetings.py
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiohttp import ClientSession, TCPConnector, web
from sqlalchemy import insert

from mentorpitch.meetings.local_time import local_of
from mentorpitch.store.tables.meetings import agenda_items, feedback, meetings
from mentorpitch.store.upgrade import upgrade
from mentorpitch.web.app import make_app
from tests.door import ORIGIN, quick_passwords, some_settings
from tests.world import World, WorldMentorship

MEETINGS = 10_000
AHEAD = 50  # of them
PAGES = int(os.environ.get("PAGES", "200"))
BOUND_MS = 50  # of the slowest page in a hundred


async def fill(world: World, pair: WorldMentorship) -> None:
    """One pair's meetings, an hour apart, each with an agenda of three and feedback once it is past."""
    first = world.clock() - timedelta(hours=MEETINGS - AHEAD)
    rows, items, said = [], [], []
    for n in range(MEETINGS):
        starts_at = first + timedelta(hours=n)
        is_past = n < MEETINGS - AHEAD - 1
        rows.append(
            {
                "meeting_id": f"meeting-{n:05}",
                "mentorship_id": pair.mentorship_id,
                "title": f"Meeting {n}",
                "kind": "video",
                "local_start": local_of(starts_at, "Europe/Lisbon"),
                "time_zone": "Europe/Lisbon",
                "minutes": 30,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=30),
                "turns_at": None if is_past else starts_at,
                "created_by": pair.mentee.user_id,
                "created_at": first,
                "revision": 1,
            }
        )
        items += [
            {
                "item_id": f"item-{n:05}-{position}",
                "meeting_id": f"meeting-{n:05}",
                "position": position,
                "title": "Something to talk about",
                "minutes": 10,
                "state": "done" if is_past else "open",
                "added_by": pair.mentee.user_id,
            }
            for position in range(3)
        ]
        if is_past:
            said.append(
                {
                    "meeting_id": f"meeting-{n:05}",
                    "author_id": pair.mentor.user_id,
                    "body": "You listened well.",
                    "written_at": starts_at + timedelta(hours=1),
                    "sealed": False,
                    "revision": 1,
                }
            )
    async with world.db.write() as tx:
        for table, values in ((meetings, rows), (agenda_items, items), (feedback, said)):
            await tx.execute(insert(table), values)


async def walk(session: ClientSession, url: str, floor: str, secret: str) -> dict[str, float]:
    """Figures of PAGES pages, from the first on, back to the first after the last."""
    took, cpu, took_floor, cursor = [], [], [], None
    headers = {"Cookie": f"mentorpitch={secret}", "Origin": ORIGIN}
    while len(took) < PAGES:
        params = {"limit": "20"} | ({"cursor": cursor} if cursor else {})
        began, cpu_began = time.perf_counter(), time.process_time()
        async with session.get(url, params=params, headers=headers) as response:
            assert response.status == 200, await response.text()
            cursor = (await response.json())["next_cursor"]
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - cpu_began) * 1000)
        began = time.perf_counter()
        async with session.get(floor) as response:
            await response.read()
        took_floor.append((time.perf_counter() - began) * 1000)
    return {
        "p50": statistics.median(took),
        "p99": statistics.quantiles(took, n=100)[98],
        "cpu": statistics.mean(cpu),
        "floor_p50": statistics.median(took_floor),
        "floor_p99": statistics.quantiles(took_floor, n=100)[98],
    }


async def measure(folder: Path) -> dict[str, float]:
    path = folder / "bench.sqlite"
    upgrade(path)
    world = World(path)
    figures: dict[str, float] = {}
    async with world.db:
        pair = await world.mentorship()
        await fill(world, pair)
        (folder / "static").mkdir()
        (folder / "static" / "index.html").write_text("<!doctype html>")
        app = make_app(
            db=world.db,
            settings=some_settings(folder / "static"),
            announce=world.announce,
            clock=world.clock,
            passwords=quick_passwords(),
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        base = f"http://127.0.0.1:{port}/api"
        ours = f"{base}/mentorships/{pair.mentorship_id}/meetings"
        harbour = f"{base}/programmes/{pair.programme_id}"
        async with ClientSession(connector=TCPConnector(limit=1)) as session:
            for name, url, actor in (
                ("upcoming", f"{ours}?state=upcoming", pair.mentee),
                ("past", f"{ours}?state=past", pair.mentee),
                ("manager_meetings", f"{harbour}/meetings", pair.manager),
                ("manager_feedback", f"{harbour}/feedback", pair.manager),
            ):
                found = await walk(session, url, f"http://127.0.0.1:{port}/healthz", world.secret(actor))
                figures |= {f"{name}_ms_{which}": round(ms, 2) for which, ms in found.items()}
        await runner.cleanup()
    return figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(Path(folder)))
    print(f"a page of 20 out of {MEETINGS} meetings, milliseconds; the bound of p99 is {BOUND_MS}")
    columns = ("p50", "p99", "cpu", "floor_p50", "floor_p99")
    print(f"{'page':18}" + "".join(f"{column:>11}" for column in columns))
    for name in dict.fromkeys(figure.partition("_ms_")[0] for figure in figures):
        print(f"{name:18}" + "".join(f"{figures[f'{name}_ms_{column}']:>11}" for column in columns))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
