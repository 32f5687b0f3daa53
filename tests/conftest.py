import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mentorpitch.store.upgrade import upgrade
from tests.door import PAGE, Door, open_door, some_settings
from tests.world import World

LIVED = ("browser", "server", "rooms", "signalling")  # by real processes or sockets, and the wall clock


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What goes by the wall clock is tried twice. Who needed it is named at the end: a defect to look at."""
    for item in items:
        if item.path.parent.name in LIVED:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much of the privacy matrix was walked: endpoints and events, by each kind of person."""
    walked = Counter[str]()
    for report in terminalreporter.stats.get("passed", []):
        for name, cells in report.user_properties:
            walked[name] += cells if name.startswith("cells ") else 0
    if walked:
        counts = ", ".join(f"{n} {name}" for name, n in sorted(walked.items()))
        terminalreporter.write_line(f"privacy matrix: {counts}")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once and copied, because making every table takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    upgrade(path)
    return path


@pytest.fixture
async def world(tmp_path: Path, empty_database: Path) -> AsyncIterator[World]:
    path = tmp_path / "world.sqlite"
    shutil.copy(empty_database, path)
    made = World(path)
    async with made.db:
        yield made


@pytest.fixture
def static_dir(tmp_path: Path) -> Path:
    path = tmp_path / "static"
    path.mkdir()
    (path / "index.html").write_text(PAGE)
    return path


@pytest.fixture
async def door(world: World, static_dir: Path, aiohttp_client: Any) -> Door:
    return await open_door(aiohttp_client, world, some_settings(static_dir))
