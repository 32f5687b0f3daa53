"""How one is connected, in numbers."""

import msgspec
import pytest

from rooms.interface import Refused, Source
from rooms.rtcp import ReportBlock, write_receiver_report
from signalling.metrics import MediaMetrics
from tests.rooms.packets import vp8

SCREEN = frozenset({Source.SCREEN})


async def test_what_is_lost_on_either_way_is_told_with_its_layer(house):
    ann = await house.client("ann", on=SCREEN)
    ben = await house.client("ben", on=frozenset())
    for number in (1, 2, 4):
        ann.send("2", number, timestamp=3000 * number, payload=vp8(number, keyframe=number == 1))
    ann.send("2", 5, payload_type=77)
    await ann.settle()
    (mid,) = [slot.mid for slot in house.rooms.snapshot(ben.peer_id).slots if slot.peer_id]
    await ben.until(lambda: len(ben.on_slot(mid)) == 3)
    ssrc, highest = ben.slot_ssrcs[mid], ben.on_slot(mid)[-1].sequence
    ben.send_report(write_receiver_report(1, [ReportBlock(ssrc, 64, 7, highest, 900, 0, 0)]))
    await ben.settle()
    ann_s, ben_s = house.rooms.all_statistics()
    (up,) = ann_s.up
    assert (up.source, up.codec, up.packets, up.lost, up.flows, up.paused) == (
        Source.SCREEN,
        "vp8",
        3,
        1,
        True,
        False,
    )
    assert ann_s.dropped == {"unknown_payload": 1}
    (down,) = ben_s.down
    assert (down.source, down.codec, down.rid, down.packets) == (Source.SCREEN, "vp8", "", 3)
    assert (down.lost, down.loss_percent, down.jitter_ms) == (7, 25.0, 10.0)
    assert (ben_s.up, ben_s.dropped, ben_s.status) == ((), {}, "connected")
    assert house.rooms.statistics(ben.peer_id).down == ben_s.down


async def test_what_a_peer_was_counted_for_stays_in_the_totals_when_it_is_gone(house):
    ann = await house.client("ann", on=SCREEN)
    ann.send("2", 5, payload_type=77)
    await ann.settle()
    before = house.rooms.stats()
    await house.rooms.leave(ann.peer_id)
    after = house.rooms.stats()
    assert after.packets_in >= before.packets_in > 0
    assert after.dropped["unknown_payload"] == 1
    with pytest.raises(Refused):
        house.rooms.statistics(ann.peer_id)


async def test_neither_the_totals_nor_the_peers_name_anybody(house):
    ann = await house.client("ann-of-the-harbour", on=SCREEN)
    ann.send("2", 1, payload=vp8(1, keyframe=True))
    await ann.settle()
    metrics = MediaMetrics()
    assert (metrics.totals(), metrics.peers()) == ("", b"[]")
    metrics.rooms = house.rooms
    assert "mentorpitch_media_peers 1\n" in metrics.totals()
    assert all(line.startswith(("#", "mentorpitch_media_")) for line in metrics.totals().splitlines())
    (peer,) = msgspec.json.decode(metrics.peers())
    assert peer["up"][0]["packets"] == 1
    assert "harbour" not in metrics.totals() + metrics.peers().decode()
    assert "room" not in metrics.peers().decode()
