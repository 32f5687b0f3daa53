"""Where a sender's way becomes too narrow for its pictures, and whose path is to blame for what is lost."""

import asyncio
import math

import pytest

from rooms.interface import SendingChanged, Source
from rooms.rtcp import ReportBlock, write_receiver_report
from rooms.strain import Strain
from tests.rooms.client import RIDS, Client, House, peer_of
from tests.rooms.packets import vp8

CAMERA = frozenset({Source.CAMERA})


def strained_at(losses: list[tuple[int, int]], *, every_s: float = 0.2) -> list[float]:
    """When it began, of looks at so many packets sent and lost."""
    strain, expected, received, begun = Strain(), 0, 0, []
    for look, (sent, lost) in enumerate(losses):
        expected, received = expected + sent, received + sent - lost
        if strain.look(look * every_s, expected=expected, received=received):
            begun.append(round(look * every_s, 1))
    return begun


class TestStrain:
    def test_two_looks_in_a_row_at_which_a_third_is_missing_are_enough(self):
        assert strained_at([(40, 0)] * 5 + [(40, 20)] * 2 + [(40, 0)] * 5) == [1.2]

    def test_one_is_enough_where_less_came_before_as_a_queue_filled(self):
        assert strained_at([(40, 0)] * 9 + [(12, 0), (40, 25)]) == [2.0]

    @pytest.mark.parametrize(
        "losses",
        [
            [(40, 8)] * 50,
            [(40, 30), (40, 0)] * 20,
            [(8, 6)] * 50,
            [(0, 0)] * 9,
            [(40, -3)] * 9,
            [(40, 0)] * 9 + [(10, 0)] * 20 + [(10, 2)] * 9,  # two layers were paused
        ],
    )
    def test_chance_a_hiccup_and_too_few_to_say_are_no_strain(self, losses):
        assert strained_at(losses) == []

    def test_it_is_told_once_and_lasts_three_seconds_longer_than_what_was_seen(self):
        assert strained_at([(40, 20)] * 20) == [0.2]
        strain = Strain()
        for look in (1, 2):
            strain.look(float(look), expected=40 * look, received=20 * look)
        assert strain.is_on(4.9)
        assert not strain.is_on(5.0)

    def test_a_stream_that_begins_anew_counts_from_there(self):
        strain = Strain()
        strain.look(0.0, expected=900, received=900)
        assert not strain.look(0.2, expected=20, received=20)
        assert not strain.look(0.4, expected=60, received=60)


def film(client: Client, number: int, *, keyframe: bool = False) -> None:
    """A frame of each layer."""
    for rank, rid in enumerate(RIDS):
        payload = vp8(number, keyframe=keyframe, height=180 << rank)
        client.send("1", number, rid=rid, timestamp=3000 * number, payload=payload)


async def picture_of(house: House) -> tuple[Client, Client, str]:
    """Who films, who watches, and the slot."""
    ann = await house.client("ann", on=CAMERA)
    ben = await house.client("ben", on=frozenset())
    film(ann, 1, keyframe=True)
    (mid,) = [slot.mid for slot in house.rooms.snapshot(ben.peer_id).slots if slot.peer_id]
    await ben.until(lambda: ben.on_slot(mid))
    return ann, ben, mid


async def test_a_sender_in_straits_is_asked_for_its_lowest_layer_alone_and_later_for_all(house, monkeypatch):
    monkeypatch.setattr("rooms.strain._REST_S", 0.2)
    monkeypatch.setattr("rooms.strain._LEAST", 3)
    monkeypatch.setattr("rooms.peer._LAYERS_S", 0.0)
    monkeypatch.setattr("rooms.peer._CHORES_S", 0.0)
    ann, ben, mid = await picture_of(house)

    def wished() -> list[str]:
        told = [event for event in house.told(SendingChanged) if event.to == ann.peer_id]
        return ["".join(event.sending.layers) for event in told]

    before, number = len(wished()), 2
    async with asyncio.timeout(10):
        while wished()[before:] != ["l"]:  # two of three are lost
            film(ann, number)
            number += 3
            await ann.settle()
            house.rooms._tick()
        while wished()[before:] != ["l", "lmh"]:
            film(ann, number, keyframe=True)
            number += 1
            await ann.settle()
            house.rooms._tick()
    shown = len(ben.on_slot(mid))
    film(ann, number)
    await ben.until(lambda: len(ben.on_slot(mid)) > shown)


@pytest.mark.parametrize("is_lost_before_us", [True, False])
async def test_what_was_lost_before_it_came_here_is_not_blamed_on_who_watches(house, is_lost_before_us):
    ann, ben, mid = await picture_of(house)
    downlink, ssrc = peer_of(house, ben).downlink, ben.slot_ssrcs[mid]
    number = 1
    for _ in range(4):
        for _ in range(40):
            number += 2 if is_lost_before_us else 1
            ann.send("1", number, rid="h", timestamp=3000 * number, payload=vp8(number))
        await ann.settle()
        house.rooms._tick()
        highest = ben.on_slot(mid)[-1].sequence
        ben.send_report(write_receiver_report(1, [ReportBlock(ssrc, 128, 7, highest, 0, 0, 0)]))
        await ben.settle()
        downlink.choose_layers(house.rooms._shared.clock())
    assert (downlink.budget_bps == math.inf) is is_lost_before_us
