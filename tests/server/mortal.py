"""The server, but it dies at a named point: an entry point for tests, which `server.py` knows nothing of.

`DIE_AT=mid_fan_out:40` ends it as SIGKILL does when a message has come to that point for the fortieth time.
"""

import asyncio
import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import server
from mentorpitch.chat import messages
from mentorpitch.store.database import Database
from signalling.line import Line

BEFORE_COMMIT = "before_commit"  # written, in a transaction that is open
AFTER_COMMIT = "after_commit"  # on disk; nobody was told, nobody has an ack
MID_FAN_OUT = "mid_fan_out"  # told to one who takes part, and to nobody else
AFTER_ACK = "after_ack"  # whoever wrote it has the ack
POINTS = (BEFORE_COMMIT, AFTER_COMMIT, MID_FAN_OUT, AFTER_ACK)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point: str, time: int) -> None:
    """Arm one point."""
    passes = itertools.count(1)

    def reached() -> bool:
        return next(passes) == time

    if point == BEFORE_COMMIT:
        post = messages.post

        def post_and_die(*arguments: Any) -> Any:
            outcomes = post(*arguments)
            if reached():
                die()
            return outcomes

        messages.post = post_and_die
    elif point == AFTER_COMMIT:
        write_together = Database.write_together

        async def write_and_die(*arguments: Any) -> Any:
            outcome = await write_together(*arguments)
            if reached():
                die()
            return outcome

        Database.write_together = write_and_die  # type: ignore[method-assign]
    else:
        is_it = _is_event if point == MID_FAN_OUT else _is_ack
        Line.put_nowait = _last_packet(  # type: ignore[method-assign]
            Line.put_nowait, lambda packet: is_it(getattr(packet, "_said", b"")) and reached()
        )


def _is_event(said: bytes) -> bool:
    return said.startswith(b'2["message_sent"')


def _is_ack(said: bytes) -> bool:
    return said.startswith(b"3") and b'"events":' not in said  # of a sync


def _last_packet(put_nowait: Any, is_last: Any) -> Any:
    """A put_nowait with a last packet, after which nothing leaves any more."""
    dying = False

    def put_and_die(line: Line, packet: Any) -> None:
        nonlocal dying
        if dying:
            return
        put_nowait(line, packet)
        if is_last(packet):
            dying = True
            # The loop hands what was written to the kernel when this turn ends.
            asyncio.get_running_loop().call_soon(die)

    return put_and_die


if __name__ == "__main__":
    where, _, which = os.environ.get("DIE_AT", "").partition(":")
    if where:
        assert where in POINTS
        die_at(where, int(which))
    server.cli()
