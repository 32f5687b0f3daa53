import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mentorpitch.store.upgrade import upgrade
from tests.world import World


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
