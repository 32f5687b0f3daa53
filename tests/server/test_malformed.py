"""Whatever a member throws at the socket: memory stays flat, no traceback, and the others notice nothing."""

import asyncio
import json
import os
import random
from pathlib import Path

from benchmarks.chat.wire import Wire
from tests.crowd import fill
from tests.served import Served, serving
from tests.server.malformed import over_polling, over_websocket, packets

PACKETS = int(os.environ.get("PACKETS", "400"))  # `make soak` asks for 10,000
MOST_GROWTH_KB = 16_000  # of the whole server; what is loaded on first use is most of it


class Bystanders:
    """A pair that writes to each other on connections that must not break."""

    def __init__(self) -> None:
        self.told = asyncio.Queue()
        self.number = 0

    async def connect(self, served: Served, people: list[dict[str, str]]) -> None:
        self.conversation_id = people[0]["conversation_id"]
        self.one = await Wire.connect(served.url, lambda _: None, cookie=people[0]["cookie"])
        self.other = await Wire.connect(served.url, self.told.put_nowait, cookie=people[1]["cookie"])

    async def write_on(self) -> None:
        while True:
            self.number += 1
            body = {
                "conversation_id": self.conversation_id,
                "client_id": str(self.number),
                "body": f"still here {self.number}",
            }
            self.one.send(f"2{self.number}{json.dumps(['send_message', body])}".encode())
            async with asyncio.timeout(10):
                while b"still here %d" % self.number not in await self.told.get():
                    pass
            await asyncio.sleep(0.05)


def resident_kb(served: Served) -> int:
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_malformed_packets_harm_nobody(tmp_path):
    chance = random.Random(20261123)
    people = await fill(tmp_path / "data" / "mentorpitch.sqlite", pairs=5)
    async with serving(tmp_path) as served:
        bystanders = Bystanders()
        await bystanders.connect(served, people[:2])
        writing = asyncio.create_task(bystanders.write_on())
        cookies = [each["cookie"] for each in people[2:]]
        grown = []
        for share in (0.2, 0.8):  # the first fifth warms it up
            count = int(PACKETS * share) // 4
            async with asyncio.TaskGroup() as tasks:
                for n, throw in enumerate((over_websocket, over_polling) * 2):
                    tasks.create_task(throw(served.url, cookies[n], list(packets(chance, count))))
            grown.append(resident_kb(served))
        assert not writing.done(), writing.exception()
        writing.cancel()
        assert not bystanders.one.lost.is_set()
        assert not bystanders.other.lost.is_set()
        for cookie in cookies:  # no session of theirs was left behind: they are few that one may have
            (await Wire.connect(served.url, lambda _: None, cookie=cookie)).transport.close()
        log = served.log.read_text()
        assert "Traceback" not in log
        assert "[error" not in log
        assert grown[1] - grown[0] < MOST_GROWTH_KB
        print(
            f"\n{PACKETS} packets: grown by {grown[1] - grown[0]} kB, {bystanders.number} messages meanwhile"
        )
