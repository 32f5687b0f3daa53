"""Rooms to call in: every claim about media holds on both ways to the socket."""

import socket
from collections.abc import AsyncIterator, Iterator

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


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    """Somebody who knows the port and nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.setblocking(False)
        yield wire
