"""The port works on uvloop as on asyncio's own loop."""

import asyncio

import pytest

from rooms.interface import Source
from tests.rooms.client import House

uvloop = pytest.importorskip("uvloop", reason="uvloop has no Windows")


async def call() -> None:
    house = House()
    await house.open()
    sound = frozenset({Source.MICROPHONE})
    ann, ben = await house.client("ann", on=sound), await house.client("ben", on=sound)
    ann.send("0", 1, payload=b"hello")
    await ben.until(lambda: b"hello" in ben.bodies("4"))
    await house.close()


def test_a_call_on_uvloop():
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(call())
