"""Compiled code beside the rules: what it may touch, whom it knows, and what is done without it."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from rooms import build, compiled
from rooms.compiled import IS_COMPILED, CompiledDoor, CompiledFlow, CompiledWire
from rooms.in_place import IS_SUPPORTED
from tests.rooms.client import ONLY_SOUND, House, peer_of, still_talks

needs_it = pytest.mark.skipif(not IS_COMPILED, reason="rooms/steady/ is not compiled here")


@pytest.fixture
def wire() -> Iterator[CompiledWire]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        yield CompiledWire(one)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    await house.open()
    yield house
    await house.close()


def name(number: int) -> bytes:
    """A struct sockaddr_in."""
    return (
        socket.AF_INET.to_bytes(2, "little")
        + (1000 + number % 50_000).to_bytes(2, "big")
        + (0x7F000001 + number // 50_000).to_bytes(4, "big")
        + bytes(8)
    )


def test_where_there_is_a_compiler_the_tests_run_compiled_code():
    assert IS_COMPILED or not IS_SUPPORTED or not any(map(shutil.which, ("cc", "gcc", "clang")))


def test_a_library_of_other_sources_is_not_used(monkeypatch):
    monkeypatch.setattr(compiled, "version", lambda: 1)
    assert compiled._load() is None


def test_a_library_that_is_none_is_not_used(monkeypatch, tmp_path):
    (tmp_path / "steady.so").write_bytes(b"\x7fELF and no more")
    monkeypatch.setattr(compiled, "LIBRARY", tmp_path / "steady.so")
    assert compiled._load() is None


@needs_it
def test_it_is_built_without_a_warning_and_beside_one_that_is_in_use(tmp_path):
    library = tmp_path / "steady.so"
    library.write_bytes(b"what was there before")
    assert build.build(library, "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror") is None
    assert library.read_bytes()[:4] == b"\x7fELF"
    assert list(tmp_path.iterdir()) == [library]


def test_a_compiler_that_cannot_is_told_of_and_leaves_nothing_behind(monkeypatch, tmp_path):
    refused = subprocess.CompletedProcess("cc", 1, "", "a.c:1:1: fatal error: sys/socket.h: no such file\n")
    monkeypatch.setattr(build.shutil, "which", lambda _: "cc")
    monkeypatch.setattr(build.subprocess, "run", lambda *_, **__: refused)
    assert build.build(tmp_path / "steady.so") == "cc: a.c:1:1: fatal error: sys/socket.h: no such file"
    monkeypatch.setattr(build.shutil, "which", lambda _: None)
    assert build.build(tmp_path / "steady.so") == "no C compiler"
    assert list(tmp_path.iterdir()) == []


@needs_it
def test_doors_are_found_among_thousands_that_come_and_go(wire):
    doors = [wire.door() for _ in range(5000)]
    for number, door in enumerate(doors):
        door.move(name(number))
    for door in doors[::2]:
        door.move(None)
    for number, door in enumerate(doors):
        found = compiled._lib.steady_find(wire.pointer, name(number))
        assert found == (door.pointer if number % 2 else compiled._ffi.NULL)
    for number, door in enumerate(doors[::2]):
        door.move(name(10_000 + number))
    for number, door in enumerate(doors[1::2]):
        door.move(name(20_000 + number))
    for number, door in enumerate(doors[::2]):
        assert compiled._lib.steady_find(wire.pointer, name(10_000 + number)) == door.pointer
    assert compiled._lib.steady_find(wire.pointer, name(1)) == compiled._ffi.NULL
    assert len(wire.admitted) == 5000
    for door in doors:
        door.move(None)
    assert not wire.admitted


@needs_it
def test_whoever_takes_the_lock_again_and_again_keeps_nobody_waiting(wire):
    ends = threading.Event()

    def hog() -> None:
        while not ends.is_set():
            with wire.lock, wire.lock:
                time.sleep(0.001)

    thread = threading.Thread(target=hog)
    thread.start()
    try:
        for _ in range(20):
            with wire.lock:
                pass
    finally:
        ends.set()
        thread.join()


@needs_it
@pytest.mark.parametrize(("at", "size"), [(0, 100), (1 << 31, 100), (64, 1 << 31), (64, 15), (64, 0)])
async def test_a_flow_takes_nothing_that_lies_outside(house, at, size):
    ann, ben = [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben")]
    await still_talks(ann, ben)
    (flow,) = peer_of(house, ann).uplink.flows.values()
    assert type(flow) is CompiledFlow
    with house.rooms._lock:
        assert flow.take(at, size, (), 0.0) == -1


@needs_it
async def test_who_is_left_is_found_no_more(house):
    ann, ben = [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben")]
    await still_talks(ann, ben)
    wire = house.rooms._shared.port.wire
    assert len(wire.admitted) == 2
    await house.rooms.leave(ben.peer_id)
    assert [type(door) for door in wire.admitted] == [CompiledDoor]
    assert not any(flow.routes for flow in peer_of(house, ann).uplink.flows.values())
