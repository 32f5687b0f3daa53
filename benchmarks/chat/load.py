"""Writes messages at a given rate from many clients in rooms of two, and checks that nothing is missing.

A program of its own, so that it has a core of its own. The first line of standard input is a JSON plan:
`{"protocol": "socket.io" | "xmpp", "url" | "port", "pid", "clients": […]}`, where two clients that follow
each other share a room; then each line asks for something and is answered by one:
`{"rate", "seconds"}` for a phase, `{"reconnect": true}` to lose every connection and come back at once.
"""

import asyncio
import gc
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.chat.wire import SlowWire, Wire
from benchmarks.chat.xmpp import Stream

BODY_BYTES = 120
SETTLE_S = 5.0  # for what is still on its way when a phase ends
COME_BACK_S = 60.0
_decode = msgspec.json.Decoder().decode


def cpu_s(pid: int) -> float:
    """CPU time that all threads of a process have had."""
    return (
        sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    )


def percentile(values: list[float], of: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * of))] if values else float("nan")


class Tally:
    """What happened in one phase."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.sent = 0
        self.disorder = 0
        self.refused: list[str] = []
        self.acks: list[float] = []
        self.deliveries: list[float] = []

    @property
    def is_complete(self) -> bool:
        return len(self.acks) + len(self.refused) >= self.sent and len(self.deliveries) >= len(self.acks)


class Client:
    """One person: writes, and notes what is acked and what the other wrote."""

    def __init__(self, name: str, plan: dict[str, Any], place: dict[str, Any], tally: Tally) -> None:
        self.name = name
        self.plan = plan
        self.place = place
        self.tally = tally
        self.number = 0
        self.heard = 0  # of the other, the newest number

    async def connect(self) -> None:
        raise NotImplementedError

    def send(self, body: str) -> None:
        raise NotImplementedError

    def write(self) -> None:
        self.number += 1
        self.tally.sent += 1
        now = time.perf_counter()
        size = self.place.get("body_bytes", BODY_BYTES)
        self.send(f"{self.name} {self.number} {now:.6f} ".ljust(size, "."))

    def hear(self, body: str) -> None:
        name, number, sent_at, _ = body.split(" ", 3)
        took = time.perf_counter() - float(sent_at)
        if name == self.name:
            self.hear_own(took)
            return
        if int(number) != self.heard + 1:
            self.tally.disorder += 1
        self.heard = int(number)
        self.tally.deliveries.append(took)

    def hear_own(self, took: float) -> None:
        """One's own message, as the room shows it."""


class SocketIo(Client):
    """Acked by Socket.IO's ack."""

    wire: Wire

    async def connect(self) -> None:
        self.sent: dict[int, float] = {}
        self.welcome, self.synced = asyncio.Event(), asyncio.Event()
        if self.place.get("reads_per_s") is None:
            self.wire = await Wire.connect(self.plan["url"], self.on_packet, cookie=self.place["cookie"])
        else:
            self.wire = slow = await SlowWire.connect(
                self.plan["url"], self.on_packet, cookie=self.place["cookie"]
            )
            slow.reads_per_s = self.place["reads_per_s"]
        if self.plan.get("joins"):
            self.wire.send(b'2["join","%s"]' % self.place["conversation_id"].encode())
        elif self.place.get("reads_per_s") is None:
            await self.welcome.wait()  # what it costs to greet everybody is not what a message costs

    async def come_back(self) -> None:
        """As a browser whose line was cut: again and again, until it knows what it missed."""
        while True:
            try:
                async with asyncio.timeout(COME_BACK_S):
                    await self.connect()
                    question = {"conversation_id": self.place["conversation_id"], "since": 0}
                    self.wire.send(b"20" + msgspec.json.encode(("sync", question)))
                    await self.synced.wait()
            except OSError:
                await asyncio.sleep(0.5)
            else:
                return

    def send(self, body: str) -> None:
        self.sent[self.number] = time.perf_counter()
        self.wire.send(
            b'2%d["send_message",{"conversation_id":"%s","client_id":"%s-%d","body":"%s"}]'
            % (
                self.number,
                self.place["conversation_id"].encode(),
                self.name.encode(),
                self.number,
                body.encode(),
            )
        )

    def on_packet(self, packet: bytes) -> None:
        if packet[:1] == b"3":
            number = int(packet[1 : packet.index(b"[")])
            if number == 0:
                self.synced.set()
                return
            took = time.perf_counter() - self.sent.pop(number)
            if b'"ok":true' not in packet and b'"ok": true' not in packet:
                self.tally.refused.append(packet[:300].decode())
                return
            self.tally.acks.append(took)
        elif b'"message_sent"' in packet[:20]:
            self.hear(_decode(packet[1:])[1]["body"])
        elif b'"welcome"' in packet[:20]:
            self.welcome.set()


class Xmpp(Client):
    """Acked by one's own message, which the room reflects once it has stored it."""

    async def connect(self) -> None:
        self.stream = await Stream.connect(
            self.plan["port"],
            self.place["user"],
            self.place["room"],
            lambda body: self.hear(body.decode()),
            lambda stanza: self.tally.refused.append(stanza[:300].decode()),
        )

    def send(self, body: str) -> None:
        self.stream.send(body.encode())

    def hear_own(self, took: float) -> None:
        self.tally.acks.append(took)


async def connect_all(plan: dict[str, Any], tally: Tally) -> list[Client]:
    run = secrets.token_hex(3)
    kind = Xmpp if plan.get("protocol") == "xmpp" else SocketIo
    clients = [kind(f"{run}-{n}", plan, place, tally) for n, place in enumerate(plan["clients"])]
    gate = asyncio.Semaphore(50)

    async def connect(client: Client) -> None:
        async with gate:
            await client.connect()

    await asyncio.gather(*(connect(client) for client in clients))
    return clients


async def run_phase(
    clients: list[Client], tally: Tally, *, rate: int, seconds: float, pid: int
) -> dict[str, Any]:
    tally.clear()
    began, cpu, own_cpu = time.perf_counter(), cpu_s(pid), time.process_time()
    turn = 0
    while (elapsed := time.perf_counter() - began) < seconds:
        for _ in range(int(elapsed * rate) - turn):
            clients[turn % len(clients)].write()
            turn += 1
        await asyncio.sleep(0.001)
    offered_s = time.perf_counter() - began
    own_cpu = time.process_time() - own_cpu
    in_time = len(tally.acks)
    while not tally.is_complete and time.perf_counter() - began < seconds + SETTLE_S:
        await asyncio.sleep(0.01)
    used = cpu_s(pid) - cpu
    return {
        "rate": rate,
        "sent": tally.sent,
        "acked": len(tally.acks),
        "acked_per_s": round(in_time / offered_s),
        "delivered": len(tally.deliveries),
        "disorder": tally.disorder,
        "refused": len(tally.refused),
        "first_refusal": tally.refused[0] if tally.refused else "",
        "cpu_us_per_message": round(used / max(1, len(tally.acks)) * 1e6, 1),
        "cpu_share": round(used / (time.perf_counter() - began), 2),
        "load_cpu_share": round(own_cpu / offered_s, 2),
        "ack_p50_ms": round(percentile(tally.acks, 0.5) * 1e3, 2),
        "ack_p99_ms": round(percentile(tally.acks, 0.99) * 1e3, 2),
        "delivery_p99_ms": round(percentile(tally.deliveries, 0.99) * 1e3, 2),
    }


async def reconnect(clients: list[Any]) -> dict[str, float]:
    """Every line is cut and comes back, all at once; `seconds` until the last one has synced."""
    for client in clients:
        client.wire.transport.abort()
    await asyncio.gather(*(client.wire.lost.wait() for client in clients))
    began = time.monotonic()
    await asyncio.gather(*(client.come_back() for client in clients))
    return {"began": began, "seconds": time.monotonic() - began}


async def main() -> None:
    plan = json.loads(sys.stdin.readline())
    tally = Tally()
    clients = await connect_all(plan, tally)
    print(json.dumps({"connected": len(clients)}), flush=True)
    gc.freeze()
    gc.disable()
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        if "reconnect" in asked:
            answer = await reconnect(clients)
        else:
            answer = await run_phase(clients, tally, pid=plan["pid"], **asked)
        print(json.dumps(answer), flush=True)
        gc.collect()


if __name__ == "__main__":
    uvloop.run(main())
