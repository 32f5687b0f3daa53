"""Rooms to call in: every claim about media holds on both ways to the socket."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.client import House


@pytest.fixture(params=[True, False], ids=["batched", "plain"])
def closed_house(request) -> House:
    """To be opened and closed by the test."""
    return House(batched=request.param)


@pytest.fixture
async def house(closed_house) -> AsyncIterator[House]:
    await closed_house.open()
    yield closed_house
    await closed_house.close()
