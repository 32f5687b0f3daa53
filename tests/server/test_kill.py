"""Chat survives the power cut: what was acked is there, once, in one order without gaps."""

import asyncio
import contextlib
import os
import random
import uuid

from socketio.exceptions import SocketIOError

from tests.served import Served

KILLS = int(os.environ.get("KILLS", "20"))  # `make soak` asks for more
WRITERS = ("mentor@demo.example", "mentee@demo.example")


class Writer:
    """Writes and writes; what has no ack is sent again with the same client_id, as the browser does."""

    def __init__(self, served: Served, cookie: str, conversation_id: str) -> None:
        self._served = served
        self._cookie = cookie
        self._conversation_id = conversation_id
        self.acked: list[tuple[str, int]] = []  # client_id, seq, in the order of sending
        self.repeats = 0

    async def run(self, done: asyncio.Event) -> None:
        client = None
        while not done.is_set():
            client_id = uuid.uuid4().hex
            tries = 0
            while True:
                tries += 1
                try:
                    if client is None:
                        client = await self._served.connect(self._cookie)
                    ack = await client.call(
                        "send_message",
                        {
                            "conversation_id": self._conversation_id,
                            "client_id": client_id,
                            "body": f"message {client_id}",
                        },
                        timeout=2,
                    )
                except (SocketIOError, OSError, RuntimeError):
                    if client is not None:
                        with contextlib.suppress(Exception):
                            await client.disconnect()
                    client = None
                    await asyncio.sleep(0.02)
                    continue
                if ack["ok"]:
                    self.acked.append((client_id, ack["data"]["seq"]))
                    self.repeats += tries > 1
                    break
                assert ack["error"]["code"] in ("unavailable", "rate_limited"), ack
                await asyncio.sleep(ack["error"].get("retry_after_ms", 100) / 1000)
            await asyncio.sleep(0.005)
        if client is not None:
            await client.disconnect()


async def test_no_acked_message_is_lost_doubled_or_out_of_order_over_many_kills(tmp_path):
    served = Served(tmp_path)
    chance = random.Random(20261122)
    await served.start("--demo")
    cookies = [await served.sign_in(email) for email in WRITERS]
    mine = (await served.get("/api/mentorships", cookies[1]))["mentorships"]
    conversation = next(m["conversation"] for m in mine if m["role"] == "mentee")
    conversation_id, before = conversation["conversation_id"], conversation["last_seq"]
    writers = [Writer(served, cookie, conversation_id) for cookie in cookies for _ in range(2)]
    done = asyncio.Event()
    work = asyncio.gather(*(writer.run(done) for writer in writers))
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        await served.kill()
        await served.start()
    await asyncio.sleep(0.3)
    done.set()
    await work

    stored = await history(served, cookies[0], conversation_id, after=before)
    await served.stop()
    seqs = [message["seq"] for message in stored]
    assert seqs == list(range(before + 1, before + 1 + len(stored))), "a gap, or another order"
    by_client_id = {message["client_id"]: message["seq"] for message in stored}
    assert len(by_client_id) == len(stored), "doubled"
    for writer in writers:
        assert {client_id: by_client_id.get(client_id) for client_id, _ in writer.acked} == dict(writer.acked)
        assert [seq for _, seq in writer.acked] == sorted(seq for _, seq in writer.acked)
    acked = sum(len(writer.acked) for writer in writers)
    assert acked > KILLS, "the kills left no time to write"
    print(f"\n{KILLS} kills: {acked} acked, {len(stored)} stored, 0 lost, 0 doubled, 0 gaps")


async def history(served: Served, cookie: str, conversation_id: str, *, after: int) -> list[dict]:
    """Every message after `after`, oldest first, page by page."""
    messages: list[dict] = []
    before = ""
    while True:
        page = await served.get(f"/api/conversations/{conversation_id}/messages?limit=100{before}", cookie)
        messages = page["messages"] + messages
        if not page["has_more"] or messages[0]["seq"] <= after:
            return [message for message in messages if message["seq"] > after]
        before = f"&before={messages[0]['seq']}"
