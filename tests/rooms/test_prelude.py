"""Who is on the way in finds a picture that has begun, and nothing that was not meant for them."""

import pytest

from rooms.interface import Source
from rooms.packet import Packet
from rooms.prelude import Prelude
from rooms.rtcp import KeyframeRequest
from tests.rooms.client import Client, House, peer_of
from tests.rooms.packets import packet, vp8

CAMERA = frozenset({Source.CAMERA})
NOTHING: frozenset[Source] = frozenset()
PICTURE = "5"  # the slot of the first picture


async def arrives(house: House) -> tuple[Client, Client]:
    """Ann films, and Ben has joined: his keys are still to come."""
    ann = await house.client("ann", on=CAMERA)
    film(ann, 1)
    await ann.settle()
    ben = await house.client("ben", on=NOTHING, connected=False)
    return ann, ben


def film(ann: Client, number: int, *, keyframe: bool = False, rid: str = "l", **fields: object) -> None:
    payload = vp8(number, keyframe=keyframe, height=180) + bytes((number,))
    ann.send("1", number, rid=rid, timestamp=3000 * number, payload=payload, **fields)


def seen(ben: Client) -> list[int]:
    """The numbers that were filmed of the frames that came."""
    return [body[-1] for body in ben.bodies(PICTURE)]


async def test_a_picture_is_asked_for_before_there_are_keys(house):
    ann, _ = await arrives(house)
    await ann.until(lambda: KeyframeRequest(1010) in ann.reports)


async def test_what_followed_the_keyframe_is_there_as_soon_as_there_are_keys(house):
    ann, ben = await arrives(house)
    for number in range(2, 6):
        film(ann, number, keyframe=number == 3)
    await ann.settle()
    await ben.connect()
    await ben.until(lambda: len(seen(ben)) == 3)
    film(ann, 6)
    await ben.until(lambda: len(seen(ben)) == 4)
    assert seen(ben) == [3, 4, 5, 6]
    sequences = [each.sequence for each in ben.on_slot(PICTURE)]
    assert [(number - sequences[0]) & 0xFFFF for number in sequences] == [0, 1, 2, 3]


async def test_what_was_filmed_before_a_camera_went_off_is_not_shown_when_it_is_on_again(house):
    ann, ben = await arrives(house)
    film(ann, 2, keyframe=True)
    await ann.settle()
    await house.rooms.switch(ann.peer_id, NOTHING)
    await house.rooms.switch(ann.peer_id, CAMERA)
    await ben.connect()
    film(ann, 3, keyframe=True)
    await ben.until(lambda: seen(ben))
    assert seen(ben) == [3]


async def test_nothing_is_kept_for_who_is_in_or_gone(house):
    ann, ben = await arrives(house)
    (publication,) = [one for one in peer_of(house, ann).uplink.publications.values() if one.on]
    assert publication.prelude is not None
    eve = await house.client("eve", on=NOTHING, connected=False)
    await ben.connect()
    await house.until(lambda: house.status("ben") == "connected")
    assert publication.prelude is not None
    await house.rooms.leave(eve.peer_id)
    assert publication.prelude is None
    film(ann, 2, keyframe=True)
    film(ann, 3)
    await ben.until(lambda: len(seen(ben)) == 2)
    assert 1010 in peer_of(house, ann).uplink.flows  # the quick way is open again


async def test_the_others_see_on_while_somebody_arrives(house):
    ann, ben = await arrives(house)
    await ben.connect()
    film(ann, 2, keyframe=True)
    await house.client("eve", on=NOTHING, connected=False)
    for number in range(3, 9):
        film(ann, number)
    await ben.until(lambda: len(seen(ben)) == 7)
    assert seen(ben) == list(range(2, 9))


async def test_sharper_layers_are_asked_for_once_the_lowest_ones_answer_did_not_bring_them(house):
    ann, ben = await arrives(house)
    film(ann, 1, rid="h")
    await ann.settle()
    await ann.until(lambda: KeyframeRequest(1010) in ann.reports)
    film(ann, 2, keyframe=True)
    await ann.settle()
    await ben.connect()
    await ann.until(lambda: KeyframeRequest(1012) in ann.reports)
    assert KeyframeRequest(1011) not in ann.reports


async def test_a_beginning_that_cannot_be_shown_keeps_nobody_out(house, monkeypatch):
    ann, ben = await arrives(house)
    film(ann, 2, keyframe=True)
    await ann.settle()
    with monkeypatch.context() as broken:
        broken.setattr("rooms.subscription.Subscription.forward", lambda *_, **__: 1 / 0)
        await ben.connect()
        await house.until(lambda: house.status("ben") == "connected")
    assert house.rooms.stats().dropped["prelude_failed"] == 1
    film(ann, 3, keyframe=True)
    await ben.until(lambda: seen(ben))
    assert seen(ben) == [3]


def kept_by(prelude: Prelude) -> list[int]:
    return [each.sequence for each in prelude.packets]


def part(number: int, *, keyframe: bool = False, timestamp: int = 0, size: int = 20) -> Packet:
    read = packet(number, timestamp=timestamp, payload=bytes(size))
    read.keyframe = keyframe
    return read


LAYER, ANOTHER = object(), object()


class TestPrelude:
    @pytest.mark.parametrize(
        ("parts", "kept"),
        [
            ([part(1), part(2)], []),
            ([part(1, keyframe=True), part(2), part(3)], [1, 2, 3]),
            ([part(1), part(2, keyframe=True), part(3)], [2, 3]),
            ([part(1, keyframe=True), part(2, keyframe=True), part(3)], [1, 2, 3]),  # one picture
            ([part(1, keyframe=True), part(2, keyframe=True, timestamp=9), part(3, timestamp=9)], [2, 3]),
        ],
    )
    def test_it_begins_with_the_newest_keyframe(self, parts, kept):
        prelude = Prelude()
        for each in parts:
            prelude.add(each, LAYER)
        assert kept_by(prelude) == kept

    def test_another_stream_begins_anew(self):
        prelude = Prelude()
        prelude.add(part(1, keyframe=True), LAYER)
        prelude.add(part(2), ANOTHER)
        assert kept_by(prelude) == [1]
        prelude.add(part(3, keyframe=True), ANOTHER)
        prelude.add(part(4), LAYER)
        assert kept_by(prelude) == [3]

    def test_too_much_is_let_go_until_the_next_keyframe(self):
        prelude = Prelude()
        for number in range(60):
            prelude.add(part(number, keyframe=number == 0, size=1_000), LAYER)
        assert kept_by(prelude) == []
        prelude.add(part(60, keyframe=True, timestamp=1), LAYER)
        assert kept_by(prelude) == [60]

    def test_what_is_kept_stays_when_its_place_is_used_again(self):
        memory = bytearray(100)
        original = part(7, keyframe=True).data
        memory[10 : 10 + len(original)] = original
        read = Packet()
        read.read(memory, 10, len(original), 1.0)
        read.picture_at = read.payload_at + 2
        kept = read.kept()
        memory[:] = bytes(100)
        assert (kept.data, kept.at, kept.sequence, kept.arrived) == (original, 0, 7, 1.0)
        assert (kept.payload_at, kept.payload_end, kept.picture_at) == (12, len(original), 14)
        assert (kept.tl0_at, kept.extension_at) == (0, 0)
