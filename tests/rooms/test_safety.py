"""Whatever raises in the media thread or in a timer: the others' calls go on."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable

import pytest

from rooms.compiled import CompiledWire
from rooms.interface import PeerLeft, Refused, Source, View
from rooms.trouble import Trouble
from tests.rooms.client import ONLY_SOUND, Client, House, peer_of, still_talks


def broken(*_: object) -> None:
    raise ZeroDivisionError


def times(count: int, then: Callable) -> Callable:
    """Raises so often, and then does what it should."""
    left = [count]

    def call(*args):
        left[0] -= 1
        if left[0] >= 0:
            raise ZeroDivisionError
        return then(*args)

    return call


@pytest.fixture
async def three(house) -> list[Client]:
    return [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben", "eve")]


async def counted(house: House, reason: str, times: int) -> None:
    """Wait until it was counted so often."""
    async with asyncio.timeout(5):
        while house.rooms.stats().dropped.get(reason, 0) != times:
            await asyncio.sleep(0.01)


async def left_alone(house: House, name: str) -> None:
    """Wait until exactly this one was closed."""
    await house.until(lambda: house.told(PeerLeft))
    await asyncio.sleep(0)
    assert [(event.subject, event.reason) for event in house.told(PeerLeft)] == [(name, "failed")]


async def test_a_peer_whose_packets_cannot_be_dealt_with_is_closed_alone(house, three, caplog):
    ann, ben, eve = three
    peer_of(house, ann).uplink.receive = broken
    for number in range(30):
        ann.send("0", number)
    await left_alone(house, "ann")
    await still_talks(ben, eve)
    assert house.rooms.stats().dropped["receive_failed"] >= 10
    assert len([record for record in caplog.records if record.exc_info]) == 1


async def test_a_single_packet_that_cannot_be_dealt_with_is_dropped_and_its_call_goes_on(house, three):
    ann, ben, _ = three
    uplink = peer_of(house, ann).uplink
    uplink.receive = times(3, uplink.receive)
    for number in range(3):
        ann.send("0", number)
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["receive_failed"] == 3
    assert house.told(PeerLeft) == []


@pytest.mark.parametrize("part", ["protect", "store", "spare"])
async def test_a_subscriber_to_whom_nothing_can_be_sent_is_closed_alone(house, part):
    if type(house.rooms._shared.port.wire) is CompiledWire:
        pytest.skip("compiled code raises nothing")
    eve = await house.client("eve", on=ONLY_SOUND)
    ben = await house.client("ben", on=ONLY_SOUND)
    ann = await house.client("ann", on=ONLY_SOUND)
    peer = peer_of(house, ben)
    if part == "store":
        for slot in peer.downlink.slots:
            slot.recent.store = broken
    else:
        setattr(peer.outbox, part, broken)
    for number in range(40):
        ann.send("0", number, payload=b"payload %d" % number)
    await eve.until(lambda: len(eve.on_slot("6")) == 40)
    if part != "spare":  # whoever comes last needs no copy
        await left_alone(house, "ben")
        assert house.rooms.stats().dropped["forward_failed"] >= 10
    assert [packet.sequence - eve.on_slot("6")[0].sequence & 0xFFFF for packet in eve.on_slot("6")] == list(
        range(40)
    )
    await still_talks(eve, ann)


async def test_a_flow_that_cannot_tell_what_it_took_gives_way_to_the_rules(house, three):
    ann, ben, _ = three
    for number in range(20):
        ann.send("0", number)
    await ann.settle()
    (flow,) = peer_of(house, ann).uplink.flows.values()
    flow._enter = broken
    ann.send("0", 20)
    await counted(house, "settle_failed", 1)
    assert peer_of(house, ann).uplink.flows == {}
    await still_talks(ann, ben)


async def test_a_peer_that_cannot_be_cut_cleanly_is_gone_all_the_same(house, three):
    ann, ben, eve = three
    peer_of(house, ann).downlink.unbind_all = broken
    await house.rooms.leave(ann.peer_id)
    assert [event.subject for event in house.told(PeerLeft)] == ["ann"]
    with pytest.raises(Refused):
        house.rooms.snapshot(ann.peer_id)
    await still_talks(ben, eve)


async def test_a_peers_timer_that_raises_closes_that_peer_alone(house, three):
    ann, ben, eve = three
    peer_of(house, ann).tick = broken
    await left_alone(house, "ann")
    await still_talks(ben, eve)


async def test_a_rooms_timer_that_raises_stops_nobody_elses(house, three):
    ann, ben, _ = three
    (room,) = house.rooms._rooms.values()
    room.tick = times(3, room.tick)
    await counted(house, "tick_failed", 3)
    await still_talks(ann, ben)


async def test_a_slot_that_cannot_be_bound_hides_nobody_from_the_others(house, three):
    ann, ben, eve = three
    peer_of(house, ann).downlink.unbind = broken
    await house.rooms.leave(ben.peer_id)
    dan = await house.client("dan", on=ONLY_SOUND)
    await still_talks(dan, eve)
    assert house.rooms.stats().dropped["bind_failed"] > 0


@pytest.mark.parametrize(("part", "reason"), [("receive", "serve_failed"), ("flush", "flush_failed")])
async def test_a_socket_that_fails_for_a_while_is_used_again(house, three, part, reason):
    ann, ben, _ = three
    wire = house.rooms._shared.port.wire
    setattr(wire, part, times(3, getattr(wire, part)))
    for number in range(5):
        ann.send("0", number)
        await asyncio.sleep(0.05)
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped[reason] == 3


async def test_one_datagram_that_raises_keeps_no_other_of_its_batch(house, three):
    ann, ben, _ = three
    peer_of(house, ann).on_media = broken
    ann.send("0", 1)
    await still_talks(ben, ann)
    assert house.rooms.stats().dropped["datagram_failed"] == 1


async def test_a_check_that_raises_keeps_no_other_from_its_answer(house, three):
    ann, ben, _ = three
    peer_of(house, ann).on_check = broken
    for _ in range(5):
        ann.send_raw(ann.binding_request(nominate=False))
    await ben.settle()
    assert house.rooms.stats().dropped["check_failed"] == 5
    assert house.rooms._shared.port._is_taking is False


async def test_a_listener_of_events_that_raises_costs_nobody_their_call(house, three):
    ann, ben, _ = three
    house.rooms._on_event = broken
    await house.rooms.switch(ann.peer_id, frozenset())
    await house.rooms.switch(ann.peer_id, ONLY_SOUND)
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["event_failed"] >= 2


async def test_events_are_told_when_media_need_not_wait_for_them(house, three):
    ann, *_ = three
    lock = house.rooms._lock
    free: list[bool] = []

    def listen(_event: object) -> None:
        def take() -> None:
            with lock:
                taken.set()

        taken = threading.Event()
        threading.Thread(target=take, daemon=True).start()
        free.append(taken.wait(1))

    house.rooms._on_event = listen
    await house.rooms.switch(ann.peer_id, frozenset({Source.CAMERA, Source.MICROPHONE}))
    await house.rooms.leave(ann.peer_id)
    assert len(free) > 2
    assert all(free)


def test_ten_failures_within_five_seconds_are_too_many():
    trouble = Trouble()
    assert not any(trouble.add(100.0 + at) for at in range(60))
    assert [trouble.add(200.0 + at / 10) for at in range(10)] == [False] * 9 + [True]


class Noise:
    """A thread of its own that sends a client's sound all the time."""

    def __init__(self, client: Client) -> None:
        self.sent = 0
        self._client, self._ends = client, threading.Event()
        self._thread = threading.Thread(target=self._make)
        self._thread.start()

    def _make(self) -> None:
        while not self._ends.is_set():
            self._client.send("0", self.sent)
            self.sent += 1
            time.sleep(0.0002)

    def end(self) -> None:
        self._ends.set()
        self._thread.join()


async def test_the_loop_and_the_thread_never_wait_for_each_other(house, three):
    ann, ben, eve = three
    noise = Noise(ann)
    try:
        async with asyncio.timeout(20):
            for at in range(60):
                await house.rooms.switch(ann.peer_id, ONLY_SOUND if at % 2 else frozenset())
                await house.rooms.view(ben.peer_id, (View(mid="5", height=at),))
                house.rooms.stats()
                house.rooms.snapshot(eve.peer_id)
                dan = await house.client("dan", connected=at % 20 == 0)
                await house.rooms.leave(dan.peer_id)
    finally:
        noise.end()
    await house.rooms.switch(ann.peer_id, ONLY_SOUND)
    ann.send("0", noise.sent + 1)
    await still_talks(ben, eve)
    assert not {reason for reason in house.rooms.stats().dropped if reason.endswith("_failed")}


async def test_closing_amid_media_ends_the_thread_at_once(closed_house):
    before = set(threading.enumerate())
    await closed_house.open()
    ann = await closed_house.client("ann", on=ONLY_SOUND)
    await closed_house.client("ben", on=ONLY_SOUND)
    noise = Noise(ann)
    try:
        began = time.monotonic()
        await closed_house.rooms.close()
        assert time.monotonic() - began < 1
        assert {thread.name for thread in set(threading.enumerate()) - before} == {noise._thread.name}
    finally:
        noise.end()
    await closed_house.close()


async def test_everybody_is_told_goodbye_when_the_rooms_close(house, three):
    await house.rooms.close()
    async with asyncio.timeout(2):
        while any(client._dtls.state == "connected" for client in three):
            await asyncio.sleep(0.01)


async def test_a_client_to_whom_the_goodbye_does_not_end_keeps_nothing_open(house, three, monkeypatch):
    ann, *_ = three
    monkeypatch.setattr("rooms.directory._GOODBYE_S", 0.1)
    peer_of(house, ann)._transport.stop = asyncio.Event().wait
    async with asyncio.timeout(2):
        await house.rooms.close()


@pytest.mark.parametrize("lacks", ["recvmmsg", "option"])
async def test_where_the_quick_way_is_missing_the_plain_one_serves_and_it_is_said_once(
    monkeypatch, caplog, lacks
):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("rooms.udp.IS_SUPPORTED", True)
    if lacks == "recvmmsg":
        monkeypatch.setattr("rooms.in_place._ffi.dlopen", lambda _: object(), raising=False)
    else:
        monkeypatch.setattr("rooms.in_place._SO_TIMESTAMPNS", 9999)
    house = House(way="batched")
    await house.open()
    ann, ben = [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben")]
    await still_talks(ann, ben)
    assert type(house.rooms._shared.port.wire).__name__ == "PlainWire"
    assert len([record for record in caplog.records if record.name == "rooms.udp"]) == 1
    await house.close()


async def test_on_another_system_the_plain_way_serves(monkeypatch):
    monkeypatch.setattr("rooms.udp.IS_COMPILED", False)
    monkeypatch.setattr("rooms.udp.IS_SUPPORTED", False)
    house = House()
    await house.open()
    ann, ben = [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben")]
    await still_talks(ann, ben)
    await house.close()
