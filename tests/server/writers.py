"""People who write and write through every crash, as the browser does, and keep a log of what they saw."""

import asyncio
import contextlib
import itertools
import json
import time
from dataclasses import dataclass, field

from benchmarks.chat.wire import Wire
from signalling.pace import Pace

MOST_UNACKED = 50  # who sees that nothing is sent stops writing


@dataclass
class Log:
    """What one person wrote, was promised and saw; what they saw is in the order in which it was shown."""

    written: list[str] = field(default_factory=list)  # client_ids
    acked: dict[str, int] = field(default_factory=dict)  # client_id → seq
    seen: list[tuple[int, str]] = field(default_factory=list)  # seq, client_id

    @property
    def last_seq(self) -> int:
        return self.seen[-1][0] if self.seen else 0


class Writer:
    """One person with an outbox: what has no ack is sent again, in order, on the next connection."""

    def __init__(self, name: str, url: str, *, cookie: str, conversation_id: str, per_s: float) -> None:
        self.log = Log()
        self.is_writing = True
        self.name = name
        self._url = url
        self._cookie = cookie
        self._conversation_id = conversation_id
        self._per_s = per_s
        self._outbox: dict[str, None] = {}
        self._asked: dict[int, str] = {}  # what the ids of this connection's acks stand for
        self._ids = itertools.count(1)
        self._wire: Wire | None = None

    @property
    def is_idle(self) -> bool:
        """Whether everything that was written is acked."""
        return not self._outbox

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._write())
            tasks.create_task(self._stay_connected())

    async def _write(self) -> None:
        began = time.monotonic()
        for turn in itertools.count(1):
            if self.is_writing and len(self._outbox) < MOST_UNACKED:
                client_id = f"{self.name}-{len(self.log.written)}"
                self.log.written.append(client_id)
                self._outbox[client_id] = None
            await asyncio.sleep(began + turn / self._per_s - time.monotonic())

    async def _stay_connected(self) -> None:
        while True:
            try:
                self._asked.clear()
                wire = await Wire.connect(self._url, self._hear, cookie=self._cookie)
            except OSError:  # it is down
                await asyncio.sleep(0.1)
                continue
            self._wire = wire
            self._sync()
            with contextlib.closing(wire.transport):
                await self._send_on(wire)

    async def _send_on(self, wire: Wire) -> None:
        """Whatever stands in the outbox, each once on this connection and never faster than is allowed."""
        sent: set[str] = set()
        pace = Pace(rate=28, burst=100, now=time.monotonic())
        while not wire.lost.is_set():
            for client_id in [each for each in self._outbox if each not in sent]:
                if pace.wait_s(time.monotonic()) or wire.lost.is_set():
                    break
                sent.add(client_id)
                message = {"client_id": client_id, "body": f"message {client_id}"}
                self._ask("send_message", message, client_id)
            await asyncio.sleep(0.5 / self._per_s)

    def _sync(self) -> None:
        self._ask("sync", {"since": self.log.last_seq}, "")

    def _ask(self, event: str, fields: dict[str, object], client_id: str) -> None:
        assert self._wire
        number = next(self._ids)
        self._asked[number] = client_id
        question = {"conversation_id": self._conversation_id, **fields}
        self._wire.send(f"2{number}{json.dumps([event, question])}".encode())

    def _hear(self, packet: bytes) -> None:
        if packet.startswith(b"3"):
            bracket = packet.index(b"[")
            (ack,) = json.loads(packet[bracket:])
            assert ack["ok"], ack
            client_id = self._asked.pop(int(packet[1:bracket]))
            if client_id:
                assert self.log.acked.setdefault(client_id, ack["data"]["seq"]) == ack["data"]["seq"]
                self._outbox.pop(client_id, None)
            else:
                assert not ack["data"]["limited"]
                for event in ack["data"]["events"]:
                    self._see(event)
        elif packet.startswith(b'2["message_sent"'):
            self._see(json.loads(packet[1:])[1])

    def _see(self, event: dict) -> None:
        if event["seq"] == self.log.last_seq + 1:
            self.log.seen.append((event["seq"], event["client_id"]))
        elif event["seq"] > self.log.last_seq:
            self._sync()
