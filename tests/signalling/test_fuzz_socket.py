"""Whatever a member's client asks, it is answered: no `internal`, no traceback, and the connection lives."""

import random
from typing import Any

import structlog.testing

from signalling.contract import ASKED
from signalling.pace import Pace

ROUNDS = 40  # of each event
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1,
    2**53,
    2**53 + 1,
    2**63,
    2**64,
    10**300,
    1.5,
    -0.0,
    "",
    " ",
    "\0",
    "a\nb",
    "\u202e",
    "x" * 30_000,
    "9" * 5_000,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"0": "microphone", "1": "microphone"},
    {"0": "camera"},
    ["camera", "camera"],
    [{"mid": "0", "height": 2**16}],
    [{"mid": "0", "height": 1e3}],
    [{"mid": "0"}] * 65,
    "v=0\r\n",
    "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
    "eyJhbGciOiJub25lIn0.e30.",
)


async def test_no_input_breaks_an_event(world, connect, monkeypatch):
    monkeypatch.setattr(Pace, "wait_s", lambda _self, _now: 0)  # or most would only be too many
    chance = random.Random(20261123)
    pair = await world.mentorship()
    client = await connect(pair.mentor)
    known = (pair.conversation_id, pair.mentorship_id, pair.mentor.user_id, "1")
    with structlog.testing.capture_logs() as log:
        for event, (question, _) in ASKED.items():
            for _ in range(ROUNDS):
                asked: Any = {
                    name: chance.choice(known if chance.random() < 0.5 else ODD)
                    for name in question.__struct_fields__
                    if chance.random() < 0.9
                }
                if chance.random() < 0.1:
                    asked = chance.choice(ODD)
                ack = await client.ask(event, asked)
                if not ack["ok"]:
                    assert ack["error"]["code"] not in ("internal", "unavailable"), (event, asked, ack)
    assert [entry for entry in log if entry["log_level"] == "error"] == []
