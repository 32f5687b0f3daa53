"""Peers in a room over real sockets: what comes through, and what must not."""

import asyncio

import pytest

from rooms.interface import (
    Grant,
    Join,
    PeerJoined,
    PeerLeft,
    Refused,
    SendingChanged,
    SlotChanged,
    Source,
    SpeakersChanged,
    View,
)
from rooms.rtcp import (
    KeyframeRequest,
    Nack,
    ReportBlock,
    SenderReport,
    is_rtcp,
    write_nack,
    write_pli,
    write_sender_report,
)
from tests.rooms.client import RTX, UPLINKS, VP8, Client, House
from tests.rooms.packets import vp8

ONLY_SOUND = frozenset({Source.MICROPHONE})
NOTHING: frozenset[Source] = frozenset()


async def test_sound_reaches_everybody_else(house):
    ann, ben, eve = [await house.client(name, on=ONLY_SOUND) for name in ("ann", "ben", "eve")]
    ann.send("0", 7, payload=b"hello")
    for other in (ben, eve):
        await other.until(lambda other=other: b"hello" in other.bodies("4"))
    assert ann.packets == []


async def test_a_slot_tells_who_feeds_it(house):
    ann = await house.client("ann", on=ONLY_SOUND)
    ben = await house.client("ben", on=NOTHING)
    fed = {slot.mid: (slot.peer_id, slot.source) for slot in ben.joined.snapshot.slots}
    assert fed == {
        "4": (ann.peer_id, Source.MICROPHONE),
        "5": (None, None),
        "6": (None, None),
        "7": (None, None),
    }
    assert house.told(SlotChanged) == []
    await house.rooms.switch(ben.peer_id, ONLY_SOUND)
    (changed,) = house.told(SlotChanged)
    assert (changed.to, changed.slot.mid, changed.slot.peer_id) == (ann.peer_id, "4", ben.peer_id)


async def test_video_begins_with_a_keyframe_that_was_asked_for(house):
    ann = await house.client("ann")
    ann.send("1", 1, rid="l", payload=vp8(1))
    ben = await house.client("ben")
    await ann.until(lambda: KeyframeRequest(1010) in ann.reports)
    ann.send("1", 2, rid="l", payload=vp8(2))
    ann.send("1", 3, rid="l", payload=vp8(3, keyframe=True, height=180))
    await ben.until(lambda: ben.on_slot("7") or ben.on_slot("5"))
    assert sum(len(ben.on_slot(mid)) for mid in ("5", "7")) == 1


async def test_what_is_off_is_not_forwarded_whatever_arrives(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=NOTHING)
    ann.send("0", 1, payload=b"before")
    await ben.until(lambda: b"before" in ben.bodies("4"))
    await house.rooms.switch(ann.peer_id, NOTHING)
    ann.send("0", 2, payload=b"secret")
    ann.send("1", 1, rid="l", payload=vp8(1, keyframe=True))
    await ann.settle()
    await house.rooms.switch(ann.peer_id, ONLY_SOUND)
    ann.send("0", 3, payload=b"after")
    await ben.until(lambda: b"after" in ben.bodies("4"))
    assert ben.bodies("4") == [b"before", b"after"]
    sequences = [packet.sequence for packet in ben.on_slot("4")]
    assert sequences[1] == (sequences[0] + 1) & 0xFFFF
    assert len(ben.packets) == 2


async def test_a_source_that_was_not_granted_is_refused(house):
    grant = Grant(room_id="room", subject="ann", publish=ONLY_SOUND)
    request = Join(grant=grant, offer=Client("ann").offer(), uplinks=UPLINKS, on=frozenset(Source))
    with pytest.raises(Refused) as refused:
        await house.rooms.join(request)
    assert refused.value.code == "forbidden"
    assert house.rooms.stats().rooms == 0


async def test_the_same_subject_again_replaces_the_peer_without_a_ghost(house):
    first = await house.client("ann")
    again = await house.client("ann")
    (left,) = house.told(PeerLeft)
    assert (left.peer_id, left.reason) == (first.peer_id, "replaced")
    assert [peer.peer_id for peer in house.rooms.peers("room")] == [again.peer_id]


async def test_a_revoked_peer_hears_and_says_no_more(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    await house.rooms.revoke("room", "ann")
    heard = len(ann.packets)
    before = house.rooms.stats()
    ann.send("0", 1, payload=b"still there")
    ben.send("0", 1, payload=b"secret")
    await ben.settle()
    assert house.rooms.stats().dropped["unvalidated"] > before.dropped.get("unvalidated", 0)
    assert (len(ann.packets), ben.bodies("4")) == (heard, [])
    assert [event.reason for event in house.told(PeerLeft)] == ["revoked"]


async def test_a_room_lives_from_its_first_peer_to_its_last(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    await house.rooms.leave(ann.peer_id)
    await house.rooms.leave(ann.peer_id)
    assert house.rooms.stats().rooms == 1
    await house.rooms.leave(ben.peer_id)
    assert (house.rooms.stats().rooms, house.rooms.stats().peers) == (0, 0)
    with pytest.raises(Refused, match="no such peer"):
        house.rooms.snapshot(ann.peer_id)


async def test_a_full_room_takes_nobody_else_but_lets_one_return(closed_house):
    house = closed_house
    await house.open(max_peers_per_room=2)
    for name in ("ann", "ben"):
        await house.client(name, connected=False)
    with pytest.raises(Refused) as refused:
        await house.client("eve", connected=False)
    assert refused.value.code == "room_full"
    await house.client("ann", connected=False)
    await house.close()


async def test_a_lost_packet_is_sent_again(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    ann.send("2", 1, payload=vp8(1, keyframe=True))
    await ben.until(lambda: ben.on_slot("5"))
    first = ben.on_slot("5")[0].sequence
    missing = (first + 1) & 0xFFFF
    lost: list[bytes] = []
    ben.lose = lambda data: data[0] >> 6 == 2 and not is_rtcp(data) and not lost and lost.append(data) is None
    ann.send("2", 2, payload=vp8(2) + b"lost once")
    ann.send("2", 3, payload=vp8(3))
    await ben.until(lambda: len(ben.on_slot("5")) == 2)
    ben.send_report(write_nack(1, ben.slot_ssrcs["5"], [missing]))
    await ben.until(lambda: any(packet.payload_type == RTX for packet in ben.packets))
    wrapped = next(packet for packet in ben.packets if packet.payload_type == RTX)
    original = wrapped.unwrapped(ben.slot_ssrcs["5"], 96)
    assert original.sequence == missing
    assert original.data.endswith(b"lost once")


async def test_at_a_loss_of_one_in_ten_every_packet_arrives_in_the_end(house):
    """Of the resends, one in five is lost again."""
    ann, ben = await house.client("ann"), await house.client("ben", on=NOTHING)
    losses = {"media": 0, "resend": 0}

    def lose(data: bytes) -> bool:
        if data[0] >> 6 != 2 or is_rtcp(data) or data[1] & 0x7F not in (VP8, RTX):
            return False
        kind = "resend" if data[1] & 0x7F == RTX else "media"
        losses[kind] += 1
        return losses[kind] % (5 if kind == "resend" else 10) == 0

    ann.send("2", 0, payload=vp8(0, keyframe=True))
    await ben.until(lambda: ben.on_slot("5"))
    first = ben.on_slot("5")[0].sequence
    ben.lose = lose
    for sequence in range(1, 200):
        ann.send("2", sequence, payload=vp8(sequence))
    ssrc = ben.slot_ssrcs["5"]

    def missing() -> list[int]:
        came = {packet.sequence for packet in ben.on_slot("5")}
        came |= {packet.unwrapped(ssrc, VP8).sequence for packet in ben.packets if packet.payload_type == RTX}
        return [first + at & 0xFFFF for at in range(200) if first + at & 0xFFFF not in came]

    await ben.settle()
    assert 15 < len(missing()) < 25
    async with asyncio.timeout(10):
        while lost := missing():
            ben.send_report(write_nack(1, ssrc, lost))
            await ben.settle()


async def test_the_server_asks_for_what_it_misses_and_forwards_it_late(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    ann.send("2", 65535, payload=vp8(1, keyframe=True))
    ann.send("2", 2, payload=vp8(4) + b"late")
    await ann.until(lambda: Nack(1020, (0, 1)) in ann.reports)
    original = vp8(2) + b"repaired"
    ann.send("2", 900, ssrc=1029, payload_type=RTX, payload=(0).to_bytes(2, "big") + original)
    await ben.until(lambda: len(ben.on_slot("5")) == 3)
    sequences = [packet.sequence for packet in ben.on_slot("5")]
    assert [(number - sequences[0]) & 0xFFFF for number in sequences] == [0, 3, 1]
    assert ben.bodies("5")[2].endswith(b"repaired")


async def test_keyframe_requests_are_throttled(house):
    ann, ben = await house.client("ann"), await house.client("ben")
    ann.send("2", 1, payload=vp8(1, keyframe=True))
    await ben.until(lambda: ben.on_slot("5"))
    ann.reports.clear()
    for _ in range(100):
        ben.send_report(write_pli(1, ben.slot_ssrcs["5"]))
    await ann.until(lambda: KeyframeRequest(1020) in ann.reports)
    await ben.settle()
    assert ann.reports.count(KeyframeRequest(1020)) == 1


async def test_both_directions_are_reported_on(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=NOTHING)
    ann.send_report(write_sender_report(1000, 5 << 32, 4_000, 1, 2))
    for sequence in range(3):
        ann.send("0", sequence, timestamp=4_000 + 960 * sequence)
    await ann.until(lambda: any(isinstance(report, ReportBlock) for report in ann.reports))
    block = next(report for report in ann.reports if isinstance(report, ReportBlock))
    assert (block.ssrc, block.highest, block.lost) == (1000, 2, 0)
    await ben.until(lambda: any(isinstance(report, SenderReport) for report in ben.reports))
    report = next(report for report in ben.reports if isinstance(report, SenderReport))
    assert report.ssrc == ben.slot_ssrcs["4"]


async def test_transport_wide_feedback_flows_to_the_sender(house):
    ann = await house.client("ann")
    ann.send("0", 1)
    await ann.until(lambda: any(data[:2] in (b"\x8f\xcd", b"\xaf\xcd") for data in ann.raw_reports))


async def test_the_layer_follows_the_height(house):
    ann, ben = await house.client("ann", on=frozenset({Source.CAMERA})), await house.client("ben", on=NOTHING)
    await house.rooms.view(ben.peer_id, (View(mid="5", height=180),))
    await ann.until(lambda: True)
    for sequence, rid in enumerate(("l", "m", "h")):
        ann.send(
            "1",
            100 * sequence,
            rid=rid,
            payload=vp8(sequence, keyframe=True, height=180 << sequence) + rid.encode(),
        )
    await ben.until(lambda: ben.on_slot("5"))
    await house.rooms.view(ben.peer_id, (View(mid="5", height=180),))
    ann.send("1", 1, rid="l", payload=vp8(1, keyframe=True, height=180) + b"small")
    await ben.until(lambda: any(body.endswith(b"small") for body in ben.bodies("5")))
    await house.rooms.view(ben.peer_id, (View(mid="5", height=720),))
    await ann.until(lambda: KeyframeRequest(1012) in ann.reports)
    ann.send("1", 2, rid="l", payload=vp8(2) + b"still small")
    ann.send("1", 201, rid="h", payload=vp8(9, keyframe=True, height=720) + b"large")
    ann.send("1", 3, rid="l", payload=vp8(3) + b"not any more")
    ann.send("1", 202, rid="h", payload=vp8(10) + b"large too")
    await ben.until(lambda: any(body.endswith(b"large too") for body in ben.bodies("5")))
    tails = [body.rpartition(b"\x00")[2] for body in ben.bodies("5")]
    assert tails[-4:] == [b"small", b"still small", b"large", b"large too"]
    sequences = [packet.sequence for packet in ben.on_slot("5")]
    assert [(number - sequences[0]) & 0xFFFF for number in sequences] == list(range(len(sequences)))


async def test_a_slot_that_is_not_shown_gets_nothing(house):
    ann, ben = await house.client("ann", on=frozenset({Source.SCREEN})), await house.client("ben", on=NOTHING)
    ann.send("2", 1, payload=vp8(1, keyframe=True))
    await ben.until(lambda: ben.on_slot("5"))
    await house.rooms.view(ben.peer_id, (View(mid="5", height=0),))
    ann.send("2", 2, payload=vp8(2, keyframe=True))
    await ann.settle()
    assert len(ben.on_slot("5")) == 1


async def test_who_speaks_is_told(house):
    ann = await house.client("ann", on=ONLY_SOUND)
    ann.send("0", 1, level=0x80 | 20)
    await house.until(lambda: house.told(SpeakersChanged))
    assert house.told(SpeakersChanged)[0].peer_ids == (ann.peer_id,)


async def test_screens_come_before_faces_where_slots_are_scarce(house):
    watcher = await house.client("watcher", on=NOTHING, slots=1)
    camera = frozenset({Source.CAMERA})
    ann, ben = await house.client("ann", on=camera), await house.client("ben", on=camera)
    assert _fed(house, watcher, "5") == (ann.peer_id, Source.CAMERA)
    await house.rooms.switch(ben.peer_id, frozenset({Source.CAMERA, Source.SCREEN}))
    assert _fed(house, watcher, "5") == (ben.peer_id, Source.SCREEN)
    await house.rooms.leave(ben.peer_id)
    assert _fed(house, watcher, "5") == (ann.peer_id, Source.CAMERA)


async def test_sound_and_picture_of_one_peer_share_a_place(house):
    watcher = await house.client("watcher", on=NOTHING)
    await house.client("ann", on=ONLY_SOUND, connected=False)
    ben = await house.client("ben", on=frozenset({Source.MICROPHONE, Source.CAMERA}), connected=False)
    assert _fed(house, watcher, "6") == (ben.peer_id, Source.MICROPHONE)
    assert _fed(house, watcher, "7") == (ben.peer_id, Source.CAMERA)


async def test_a_snapshot_and_the_events_after_it_make_a_later_snapshot(house):
    ann = await house.client("ann")
    begun = len(house.events)
    slots = {slot.mid: slot for slot in ann.joined.snapshot.slots}
    peers = {peer.peer_id: peer for peer in house.rooms.snapshot(ann.peer_id).peers}
    ben = await house.client("ben")
    await house.rooms.switch(ben.peer_id, ONLY_SOUND)
    eve = await house.client("eve", connected=False)
    await house.rooms.leave(eve.peer_id)
    for event in house.events[begun:]:
        if isinstance(event, SlotChanged):
            if event.to == ann.peer_id:
                slots[event.slot.mid] = event.slot
        elif isinstance(event, PeerLeft):
            del peers[event.peer_id]
        elif not isinstance(event, SpeakersChanged | SendingChanged):
            peers[event.peer.peer_id] = event.peer
    now = house.rooms.snapshot(ann.peer_id)
    assert (tuple(peers.values()), tuple(slots.values())) == (now.peers, now.slots)
    assert isinstance(house.events[0], PeerJoined)


def _fed(house: House, client: Client, mid: str) -> tuple[str | None, Source | None]:
    return next((s.peer_id, s.source) for s in house.rooms.snapshot(client.peer_id).slots if s.mid == mid)
