"""Writes messages at a given rate from many clients in rooms of two, and checks that nothing is missing.

A program of its own, so that it has a core of its own. Reads a JSON plan from standard input:
`{"url", "pid", "clients": [{"cookie", "conversation_id"}], "phases": [{"rate", "seconds"}]}`; two clients
that follow each other share a room. Prints one JSON line for each phase.
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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.chat.wire import Wire

BODY_BYTES = 120
SETTLE_S = 5.0  # for what is still on its way when a phase ends
_decode = msgspec.json.Decoder().decode


def cpu_s(pid: int) -> float:
    """CPU time that all threads of a process have had."""
    return (
        sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    )


def percentile(values: list[float], of: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * of))] if values else float("nan")


class Client:
    """One person: writes, and notes what is acked and what the other wrote."""

    def __init__(self, name: str, conversation_id: str, tally: "Tally") -> None:
        self.name = name
        self.conversation_id = conversation_id
        self.tally = tally
        self.wire: Wire
        self.sent: dict[int, float] = {}
        self.number = 0
        self.heard = 0  # of the other, the newest number

    def write(self) -> None:
        self.number += 1
        now = time.perf_counter()
        body = f"{self.name} {self.number} {now:.6f} ".ljust(BODY_BYTES, ".")
        self.sent[self.number] = now
        self.tally.sent += 1
        self.wire.send(
            b'2%d["send_message",{"conversation_id":"%s","client_id":"%s-%d","body":"%s"}]'
            % (self.number, self.conversation_id.encode(), self.name.encode(), self.number, body.encode())
        )

    def on_packet(self, packet: bytes) -> None:
        now = time.perf_counter()
        if packet[:1] == b"3":
            bracket = packet.index(b"[")
            sent_at = self.sent.pop(int(packet[1:bracket]))
            if b'"ok":true' not in packet and b'"ok": true' not in packet:
                self.tally.refused.append(packet[:300].decode())
                return
            self.tally.acks.append(now - sent_at)
            return
        if b'"message_sent"' not in packet[:20]:
            return
        body = _decode(packet[1:])[1]["body"]
        name, number, sent_at, _ = body.split(" ", 3)
        if name == self.name:
            return
        if int(number) != self.heard + 1:
            self.tally.disorder += 1
        self.heard = int(number)
        self.tally.deliveries.append(now - float(sent_at))


class Tally:
    def __init__(self) -> None:
        self.sent = 0
        self.disorder = 0
        self.refused: list[str] = []
        self.acks: list[float] = []
        self.deliveries: list[float] = []

    @property
    def is_complete(self) -> bool:
        return len(self.acks) + len(self.refused) >= self.sent and len(self.deliveries) >= len(self.acks)


async def connect_all(plan: dict[str, Any], tally: Tally) -> list[Client]:
    run = secrets.token_hex(3)
    clients = [Client(f"{run}-{n}", each["conversation_id"], tally) for n, each in enumerate(plan["clients"])]
    gate = asyncio.Semaphore(50)

    async def connect(client: Client, cookie: str) -> None:
        async with gate:
            client.wire = await Wire.connect(plan["url"], client.on_packet, cookie=cookie)
            if plan.get("joins"):
                client.wire.send(b'2["join","%s"]' % client.conversation_id.encode())

    await asyncio.gather(
        *(connect(client, each["cookie"]) for client, each in zip(clients, plan["clients"], strict=True))
    )
    return clients


async def run_phase(
    clients: list[Client], tally: Tally, *, rate: int, seconds: float, pid: int
) -> dict[str, Any]:
    tally.sent, tally.disorder = 0, 0
    tally.acks, tally.deliveries, tally.refused = [], [], []
    began, cpu = time.perf_counter(), cpu_s(pid)
    turn = 0
    while (elapsed := time.perf_counter() - began) < seconds:
        for _ in range(int(elapsed * rate) - turn):
            clients[turn % len(clients)].write()
            turn += 1
        await asyncio.sleep(0.001)
    offered_s = time.perf_counter() - began
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
        "ack_p50_ms": round(percentile(tally.acks, 0.5) * 1e3, 2),
        "ack_p99_ms": round(percentile(tally.acks, 0.99) * 1e3, 2),
        "delivery_p99_ms": round(percentile(tally.deliveries, 0.99) * 1e3, 2),
    }


async def main() -> None:
    plan = json.loads(sys.stdin.readline())
    tally = Tally()
    clients = await connect_all(plan, tally)
    gc.freeze()
    gc.disable()
    for phase in plan["phases"]:
        figures = await run_phase(clients, tally, pid=plan["pid"], **phase)
        print(json.dumps(figures), flush=True)
        gc.collect()
        if figures["acked"] < figures["sent"]:  # it cannot follow: what is queued would spoil the next
            break
    await asyncio.to_thread(sys.stdin.read)  # stays connected until nobody looks any more


if __name__ == "__main__":
    asyncio.run(main())
