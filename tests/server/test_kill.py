"""Chat survives the power cut: what was acked is there, once, in one order without gaps, on every screen."""

import asyncio
import itertools
import os
import random
import sqlite3
import time
from collections import defaultdict
from pathlib import Path

from tests.crowd import fill
from tests.served import ROOT, Served
from tests.server.mortal import POINTS
from tests.server.writers import Writer

KILLS = int(os.environ.get("KILLS", "5"))  # `make soak` asks for 200
SEED = int(os.environ.get("SEED", "20261122"))
ROOMS = 10
PER_S = 20  # messages of each of the two in a room
CONVERGED_S = 10
ANY_MOMENT = "any moment"


async def test_no_acked_message_is_lost_doubled_or_out_of_order_over_many_kills(tmp_path):
    chance = random.Random(SEED)
    served = Served(tmp_path, program=ROOT / "tests/server/mortal.py")
    people = await fill(served.database, pairs=ROOMS)
    writers = [Writer(f"w{n}", served.url, per_s=PER_S, **each) for n, each in enumerate(people)]
    tasks = [asyncio.create_task(writer.run()) for writer in writers]
    for _, kind in zip(range(KILLS), itertools.cycle((*POINTS, ANY_MOMENT)), strict=False):
        if kind == ANY_MOMENT:
            await served.start()
            await asyncio.sleep(chance.uniform(0.05, 1))
            await served.kill()
        else:
            await served.start(DIE_AT=f"{kind}:{chance.randint(1, 200)}")
            async with asyncio.timeout(60):  # until so many messages have come to that point
                await served.process.wait()
    await served.start()
    took_s = await converge(writers, served)
    for task in tasks:
        assert not task.done(), task.exception()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await served.stop()

    stored = read(served.database)
    by_room = [writers[n : n + 2] for n in range(0, len(writers), 2)]
    for person, pair in zip(people[::2], by_room, strict=True):
        check_room(stored[person["conversation_id"]], pair)
    acked = sum(len(writer.log.acked) for writer in writers)
    assert acked > 10 * KILLS, "the kills left no time to write"
    print(
        f"\n{KILLS} kills: {acked} acked, 0 lost, 0 doubled, 0 gaps, order kept,"
        f" converged {took_s:.1f} s after the last start"
    )


async def converge(writers: list[Writer], served: Served) -> float:
    """Seconds after a start until everything written is acked and everybody has seen the same."""
    began = time.monotonic()
    await asyncio.sleep(0.3)
    for writer in writers:
        writer.is_writing = False
    while late := list_late(writers):
        assert time.monotonic() - began < CONVERGED_S, late
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def list_late(writers: list[Writer]) -> list[str]:
    """Who still waits for an ack, or has not seen what the other has."""
    unacked = [f"{writer.name} has no ack yet" for writer in writers if not writer.is_idle]
    apart = [
        f"{one.name} has seen {one.log.last_seq}, {other.name} {other.log.last_seq}"
        for one, other in zip(writers[::2], writers[1::2], strict=True)
        if one.log.last_seq != other.log.last_seq
    ]
    return unacked + apart


def read(database: Path) -> dict[str, list[tuple[int, str]]]:
    """What the file holds: seq and client_id of each message, by conversation."""
    stored = defaultdict(list)
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    rows = connection.execute("SELECT conversation_id, seq, client_id FROM events ORDER BY seq")
    for conversation_id, seq, client_id in rows:
        stored[conversation_id].append((seq, client_id))
    connection.close()
    return stored


def check_room(stored: list[tuple[int, str]], writers: list[Writer]) -> None:
    """The database against the logs of all who write here."""
    assert [seq for seq, _ in stored] == list(range(1, len(stored) + 1)), "a gap, or another order"
    seqs = {client_id: seq for seq, client_id in stored}
    assert len(seqs) == len(stored), "doubled"
    for writer in writers:
        log = writer.log
        assert {client_id: seqs.get(client_id) for client_id in log.acked} == log.acked, "lost"
        theirs = [client_id for _, client_id in stored if client_id in log.acked]
        assert theirs == log.written, "a sender's order was not kept"
        assert log.seen == stored, "somebody saw something else"
