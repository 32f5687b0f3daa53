"""Rooms to call in: every claim about media holds on both ways to the socket."""

import socket
from collections.abc import AsyncIterator, Iterator
from typing import get_args

import pytest

from rooms.wire import Way
from tests.rooms.client import House


@pytest.fixture(params=get_args(Way))
def closed_house(request) -> House:
    """To be opened and closed by the test."""
    return House(way=request.param)


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
