"""What nobody looks at is not sent, and whoever speaks is shown."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.interface import SendingChanged, SlotChanged, Source, View
from rooms.last_n import last_n
from rooms.wishes import Wish, common_codec
from tests.rooms.client import RIDS, Client, House
from tests.rooms.packets import vp8

CAMERA = frozenset({Source.CAMERA})
BOTH = frozenset({Source.MICROPHONE, Source.CAMERA})


class TestWish:
    def test_a_layer_is_paused_five_seconds_after_the_last_look(self):
        wish = Wish()
        changes = [at for at in range(200) if wish.look(at / 10, is_wanted=at < 20, flows=True)]
        assert changes == [69]  # wanted last at 1.9 s
        assert wish.is_paused
        assert wish.is_kept(100.0)

    def test_it_is_wanted_again_at_once_and_told_of_once(self):
        wish = Wish()
        wish.look(0.0, is_wanted=False, flows=True)
        assert wish.look(5.0, is_wanted=False, flows=True)
        assert wish.renew()
        assert not wish.renew()
        assert not wish.is_paused

    def test_an_encoder_has_a_moment_to_begin_again(self):
        wish = Wish()
        wish.look(0.0, is_wanted=False, flows=True)
        wish.look(5.0, is_wanted=False, flows=True)
        wish.renew()
        assert wish.is_kept(9.0)
        wish.look(9.0, is_wanted=False, flows=False)
        assert wish.is_kept(11.9)
        assert not wish.is_kept(12.1)

    def test_what_does_not_flow_needs_no_pause(self):
        wish = Wish()
        assert not any(wish.look(float(at), is_wanted=False, flows=False) for at in range(100))


ALL = frozenset({"vp8", "h264", "vp9", "av1"})


@pytest.mark.parametrize(
    ("source", "sent", "received", "codec"),
    [
        (Source.CAMERA, ALL, [ALL, ALL], "vp8"),
        (Source.SCREEN, ALL, [], "av1"),
        (Source.SCREEN, ALL, [ALL, ALL], "av1"),
        (Source.SCREEN, ALL, [ALL, ALL - {"av1"}], "vp9"),
        (Source.SCREEN, ALL, [frozenset({"vp8"})], "vp8"),
        (Source.CAMERA, frozenset({"h264"}), [ALL], "h264"),
        (Source.CAMERA, frozenset({"h264"}), [frozenset({"vp8"})], None),
    ],
)
def test_the_best_codec_is_wished_for_that_all_have(source, sent, received, codec):
    assert common_codec(source, sent, [names.__contains__ for names in received]) == codec


class TestLastN:
    PEOPLE = tuple((name, Source.CAMERA) for name in "abcde")

    def of(self, places: int, heard: dict[str, float], shown: str, more: list[object] | None = None) -> str:
        chosen = last_n(
            [*self.PEOPLE, *(more or [])],
            places,
            source=lambda one: one[1],
            heard_at=lambda one: heard.get(one[0], 0.0),
            shown=[(name, Source.CAMERA) for name in shown],
        )
        return "".join(sorted(name for name, _ in chosen))

    def test_everybody_while_there_is_room(self):
        assert self.of(5, {"a": 9.0}, "") == "abcde"

    def test_a_screen_comes_first_even_while_there_is_room(self):
        people = [("a", Source.CAMERA), ("b", Source.SCREEN)]
        chosen = last_n(people, 2, source=lambda one: one[1], heard_at=lambda _: 0.0, shown=())
        assert chosen == people[::-1]

    def test_whoever_is_shown_stays_while_nobody_speaks(self):
        assert self.of(2, {}, "ce") == "ce"

    def test_a_speaker_takes_the_place_of_who_spoke_the_longest_time_ago(self):
        assert self.of(2, {"c": 5.0, "e": 4.0, "a": 9.0}, "ce") == "ac"

    def test_a_screen_stays_whoever_speaks(self):
        screen = ("s", Source.SCREEN)
        assert self.of(2, {"c": 5.0, "a": 9.0}, "c", [screen]) == "as"

    @given(st.dictionaries(st.sampled_from("abcde"), st.floats(1, 9)), st.integers(1, 5))
    def test_no_place_stays_empty_and_the_newest_speaker_is_shown(self, heard, places):
        chosen = self.of(places, heard, "abcde"[:places])
        assert len(chosen) == places
        if heard:
            newest = max(heard.values())
            assert {name for name, at in heard.items() if at == newest} & set(chosen)


def film(client: Client, number: int, layers: str = "lmh") -> None:
    """A frame of each layer."""
    for rank, rid in enumerate(RIDS):
        if rid in layers:
            payload = vp8(number, keyframe=True, height=180 << rank)
            client.send("1", number, rid=rid, timestamp=3000 * number, payload=payload)


async def until_told(house: House, filming: Client, layers: str, number: int) -> int:
    """Film until no more than these layers are wished for; returns the next frame's number."""
    async with asyncio.timeout(10):
        while True:
            film(filming, number)
            number += 1
            await filming.settle()
            house.rooms._tick()
            told = [event for event in house.told(SendingChanged) if event.to == filming.peer_id]
            if told and "".join(told[-1].sending.layers) == layers:
                return number


async def test_layers_that_nobody_watches_are_paused_and_come_back_with_a_look(house, monkeypatch):
    monkeypatch.setattr("rooms.wishes._PAUSE_AFTER_S", 0.1)
    monkeypatch.setattr("rooms.peer._LAYERS_S", 0.0)
    monkeypatch.setattr("rooms.peer._CHORES_S", 0.0)
    ann = await house.client("ann", on=CAMERA)
    ben = await house.client("ben", on=frozenset())
    film(ann, 1)
    (mid,) = [slot.mid for slot in house.rooms.snapshot(ben.peer_id).slots if slot.peer_id]
    await ben.until(lambda: ben.on_slot(mid))
    await house.rooms.view(ben.peer_id, (View(mid=mid, height=180),))
    number = await until_told(house, ann, "l", 2)
    (sending,) = [one for one in house.rooms.snapshot(ann.peer_id).sending if one.source is Source.CAMERA]
    assert sending.layers == ("l",)
    await house.rooms.view(ben.peer_id, (View(mid=mid, height=0),))
    number = await until_told(house, ann, "", number)
    begun = len(house.events)
    await house.rooms.view(ben.peer_id, (View(mid=mid, height=720),))
    told = [event for event in house.events[begun:] if isinstance(event, SendingChanged)]
    assert [event.sending.layers for event in told] == [RIDS]  # before `view` was answered
    assert ann.peer_id == told[0].to


async def test_a_codec_is_wished_for_while_all_have_it(house):
    codecs = {"vp9": 98, "av1": 45}
    ann = await house.client("ann", on=frozenset(), codecs=codecs)
    ben = await house.client("ben", on=frozenset(), codecs=codecs)

    def wished() -> str | None:
        sending = {one.source: one for one in house.rooms.snapshot(ann.peer_id).sending}
        return sending[Source.SCREEN].codec

    assert wished() == "av1"
    eve = await house.client("eve", on=frozenset())
    assert wished() == "vp8"
    told = [event.sending.codec for event in house.told(SendingChanged) if event.to == ann.peer_id]
    assert told[-1] == "vp8"
    await house.rooms.leave(eve.peer_id)
    assert wished() == "av1"
    assert ben.joined.snapshot.sending


async def test_twelve_share_three_places_by_who_speaks(house):
    watcher = await house.client("watcher", on=frozenset(), slots=3)
    others = [await house.client(f"p{at}", on=BOTH, connected=at == 10) for at in range(11)]

    def seen() -> set[str | None]:
        slots = house.rooms.snapshot(watcher.peer_id).slots
        return {slot.peer_id for slot in slots if slot.source is Source.CAMERA}

    assert seen() == {other.peer_id for other in others[:3]}
    speaker = others[10]
    for number in range(8):
        speaker.send("0", number, level=20)
    await house.until(lambda: speaker.peer_id in seen())
    assert len(seen()) == 3
    changed = [event.slot for event in house.told(SlotChanged) if event.to == watcher.peer_id]
    assert {slot.kind for slot in changed if slot.peer_id == speaker.peer_id} == {"audio", "video"}


async def test_two_screens_are_shown_at_once(house):
    ann, ben = [await house.client(name, on=CAMERA | {Source.SCREEN}) for name in ("ann", "ben")]
    eve = await house.client("eve", on=frozenset(), slots=4)

    def fed(client: Client) -> set[tuple[str | None, Source | None]]:
        slots = house.rooms.snapshot(client.peer_id).slots
        return {(slot.peer_id, slot.source) for slot in slots if slot.source}

    assert fed(eve) == {
        (one.peer_id, source) for one in (ann, ben) for source in (Source.CAMERA, Source.SCREEN)
    }
    assert fed(ann) == {(ben.peer_id, Source.CAMERA), (ben.peer_id, Source.SCREEN)}
    for one in (ann, ben):
        one.send("2", 1, payload=vp8(1, keyframe=True) + one.name.encode())
    await eve.until(lambda: len(eve.packets) == 2)
    assert {bytes(packet.data)[-3:] for packet in eve.packets} == {b"ann", b"ben"}
