"""Too much of anything: policed, counted, and the others do not notice."""

import random
import time

from rooms.interface import Source
from rooms.rtcp import KeyframeRequest, Nack, write_nack, write_pli
from tests.rooms.client import ONLY_SOUND, RTX, peer_of, still_talks
from tests.rooms.packets import vp8

ONLY_SCREEN = frozenset({Source.SCREEN})


def junk(chance: random.Random) -> bytes:
    """Of every kind that the first byte tells apart."""
    noise = chance.randbytes(chance.choice((0, 1, 12, 40, 200, 1200)))
    return chance.choice(
        (
            noise,
            b"\x00\x01" + noise,
            b"\x00\x01\x00\x08\x21\x12\xa4\x42" + noise,
            b"\x16\xfe\xff" + noise,
            b"\x80\x60" + noise,
            b"\x80\xc8" + noise,
        )
    )


async def test_a_flood_of_junk_ends_nobodys_call(house, stranger):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    chance = random.Random(20261123)
    for at in range(25):
        for _ in range(200):
            stranger.sendto(junk(chance), ann.server)
        ann.send_raw(junk(chance))
        if at == 12:
            await house.client("eve", on=frozenset())  # one can come in even now
        await still_talks(ann, ben)
    assert {house.status(name) for name in ("ann", "ben", "eve")} == {"connected"}
    dropped = house.rooms.stats().dropped
    assert sum(dropped.values()) > 1000  # the kernel may have dropped the rest
    assert not {reason for reason in dropped if reason.endswith("_failed")}


async def test_a_flood_of_reports_is_policed(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    many = write_nack(1, ben.slot_ssrcs["5"], range(0, 17 * 300, 17))
    for _ in range(60):
        ben.send_report(many)
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["rtcp_policed"] > 0


async def test_a_thousand_streams_of_one_peer_are_not_learnt(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    await still_talks(ann, ben)
    for ssrc in range(1000):
        ann.send("3", 1, ssrc=50_000 + ssrc)
    await still_talks(ann, ben)
    (peer, _), *_ = house.rooms._peers.values()
    assert len(peer.uplink._demultiplexer._streams) <= 32
    assert house.rooms.stats().dropped["too_many_streams"] > 900


async def test_reports_in_a_thousand_names_are_not_learnt(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    await still_talks(ann, ben)
    for ssrc in range(1000):
        ann.send_report(write_pli(ssrc, 1))
        if not ssrc % 50:
            await ann.settle()
    await still_talks(ann, ben)
    assert len(peer_of(house, ann)._ssrcs) <= 64


async def test_resends_are_few_and_their_bitrate_is_capped(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    for sequence in range(60):
        ann.send("2", sequence, payload=vp8(sequence, keyframe=not sequence) + bytes(1000))
    await ben.until(lambda: len(ben.on_slot("5")) == 60)
    everything = [packet.sequence for packet in ben.on_slot("5")]
    sent = house.rooms.stats().packets_out
    for _ in range(50):
        ben.send_report(write_nack(1, ben.slot_ssrcs["5"], everything))
    await ben.settle()
    resent = house.rooms.stats().packets_out - sent
    assert 0 < resent * 1000 * 8 <= 0.25 * 500_000 + 3 * 9000


async def test_each_packet_is_sent_again_three_times_at_most_whoever_asks_how_often(house):
    ann, ben = await house.client("ann", on=ONLY_SCREEN), await house.client("ben", on=frozenset())
    for sequence in range(128):
        ann.send("2", sequence, payload=vp8(sequence, keyframe=not sequence))
    await ben.until(lambda: len(ben.on_slot("5")) == 128)
    peer = peer_of(house, ben)
    resent: list[bytes] = []
    peer.send = resent.append
    everything = Nack(ben.slot_ssrcs["5"], tuple(packet.sequence for packet in ben.on_slot("5")))
    now = time.monotonic()
    for at in range(1000):
        peer.downlink.on_nack(everything, now + at / 1000)
    assert len(resent) <= 3 * 128
    assert sum(map(len, resent)) * 8 <= 500_000 * 1.25


async def test_what_is_asked_for_across_the_wrap_of_the_numbers_is_sent_again(house):
    ann, ben = await house.client("ann", on=ONLY_SCREEN), await house.client("ben", on=frozenset())
    (slot,) = [slot for slot in peer_of(house, ben).downlink.slots if slot.mid == "5"]
    slot.munger._sequence = 65533
    for sequence in range(4):
        ann.send("2", sequence, payload=vp8(sequence, keyframe=not sequence))
    await ben.until(lambda: len(ben.on_slot("5")) == 4)
    assert [packet.sequence for packet in ben.on_slot("5")] == [65534, 65535, 0, 1]
    ben.send_report(write_nack(1, ben.slot_ssrcs["5"], [65535, 0]))
    await ben.until(lambda: sum(packet.payload_type == RTX for packet in ben.packets) == 2)
    resent = [packet.unwrapped(1, 96).sequence for packet in ben.packets if packet.payload_type == RTX]
    assert resent == [65535, 0]


async def test_five_who_ask_for_keyframes_all_the_time_cost_the_sender_one_a_second(house):
    ann = await house.client("ann", on=ONLY_SCREEN)
    others = [await house.client(name, on=frozenset()) for name in ("ben", "eve", "dan", "joe", "kim")]
    ann.send("2", 1, payload=vp8(1, keyframe=True))
    for other in others:
        await other.until(lambda other=other: other.on_slot("5"))
    ann.reports.clear()
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < 1.2:
        for other in others:
            other.send_report(write_pli(1, other.slot_ssrcs["5"]))
        await others[0].settle()
    await ann.until(lambda: KeyframeRequest(1020) in ann.reports)
    assert ann.reports.count(KeyframeRequest(1020)) <= 2 + elapsed


async def test_a_publisher_beyond_all_measure_is_policed_and_the_others_sound_is_whole(house, monkeypatch):
    # Less than usual, so that even a machine that is busy elsewhere can exceed it.
    monkeypatch.setattr("rooms.uplink._MAX_BPS", {"video": 2_000_000, "audio": 2_000_000})
    ann = await house.client("ann", on=ONLY_SCREEN)
    ben = await house.client("ben", on=ONLY_SOUND)
    eve = await house.client("eve", on=frozenset())
    began = time.monotonic()
    for sequence in range(3000):
        ann.send("2", sequence, payload=vp8(sequence, keyframe=not sequence) + bytes(1100))
        if not sequence % 30:
            ben.send("0", sequence // 30, payload=b"word %d" % (sequence // 30))
            for client in (ann, eve):
                await client.settle()  # their own buffers are small
    elapsed = time.monotonic() - began
    assert house.rooms.stats().dropped["policed"] > 0
    seen = len(eve.on_slot("5"))
    assert seen * 1100 * 8 <= 2_000_000 * (elapsed + 0.5)
    assert [body.split()[-1] for body in eve.bodies("6")] == [b"%d" % at for at in range(100)]


async def test_sound_beyond_all_measure_is_policed(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    began = time.monotonic()
    for sequence in range(800):
        ann.send("0", sequence, payload=bytes(1100))
        if not sequence % 30:
            await ben.settle()
    await ann.settle()
    elapsed = time.monotonic() - began
    await ben.settle()
    assert len(ben.on_slot("4")) * 1100 * 8 <= 2_000_000 * (elapsed + 0.5)
