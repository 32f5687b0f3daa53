"""What a hostile or unlucky network brings: dropped, counted, and nobody's call ends."""

import asyncio
import contextlib
import gc
import os
import secrets
import socket
from collections.abc import Iterator

import pytest

from rooms.interface import PeerChanged, PeerLeft, Refused, Source
from rooms.rtcp import write_nack
from tests.rooms.client import LEVEL_ID, MID_ID, TRANSPORT_ID, Client
from tests.rooms.packets import rtp, vp8

ONLY_SOUND = frozenset({Source.MICROPHONE})


async def still_talks(ann: Client, ben: Client) -> None:
    word = secrets.token_bytes(8)
    ann.send("0", 1000 + len(ben.packets), payload=word)
    await ben.until(lambda: any(packet.data.endswith(word) for packet in ben.packets))


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    """Somebody who knows the port and nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.setblocking(False)
        yield wire


def answers(stranger: socket.socket) -> int:
    """How many datagrams it got."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while stranger.recv(2048):
            count += 1
    return count


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x80", "empty"),
        (b"\xff\xff\xff", "unvalidated"),
        (rtp(), "unvalidated"),
        (b"\x16\xfe\xff" + bytes(60), "unvalidated"),  # the head of a ClientHello
        (b"\x00\x01", "stun_malformed"),
        (b"\x00\x01\x00\x08\x21\x12\xa4\x42" + bytes(12), "stun_malformed"),
        (b"\x00\x01\x00\x08\x21\x12\xa4\x42" + bytes(12) + b"\x00\x06\xff\xffab\0\0", "stun_unknown"),
        (b"\x00\x01\x00\x08\x21\x12\xa4\x42" + bytes(12) + b"\x80\x28\x00\x04\0\0\0\0", "stun_malformed"),
        (b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12), "stun_unknown"),
        (b"\x01\x01\x00\x00\x21\x12\xa4\x42" + bytes(12), "stun_unexpected"),
    ],
)
async def test_junk_from_a_stranger_is_counted_and_gets_no_answer(house, stranger, data, reason):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    before = house.rooms.stats().dropped.get(reason, 0)
    stranger.sendto(data, ann.server)
    await still_talks(ann, ben)
    await ann.settle()
    assert house.rooms.stats().dropped[reason] == before + 1
    assert answers(stranger) == 0


async def test_junk_within_a_call_is_counted_and_the_call_goes_on(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    ann.send_raw(rtp() + bytes(16))
    await ann.settle()
    assert house.rooms.stats().dropped["srtp"]
    ann.send_raw(b"\x80\xc8" + bytes(40))
    ann.send_raw(b"\x14\xfe\xfd" + bytes(30))
    ann.send_raw(b"\x45" + bytes(30))
    await ann.settle()
    assert house.rooms.stats().dropped["unknown_kind"]
    ann.send("0", 5, ssrc=1, payload_type=3)
    await ann.settle()
    assert house.rooms.stats().dropped["unknown_payload"]
    ann.send_plain(rtp(5, ssrc=2, payload_type=111))
    await ann.settle()
    assert house.rooms.stats().dropped["unknown_stream"]
    await still_talks(ann, ben)


async def test_a_wrong_password_is_no_way_in(house, stranger):
    ann = await house.client("ann", connected=False)
    stranger.sendto(ann.binding_request(password="guess" * 5), ann.server)
    await ann.connect()
    assert house.rooms.stats().dropped["stun_integrity"]
    assert answers(stranger) == 0


async def test_a_wrong_fingerprint_fails_the_handshake(house):
    ann = Client("ann")
    house.clients.append(ann)
    offer = ann.offer
    genuine = offer().split("a=fingerprint:sha-256 ")[1].split("\r\n")[0]
    ann.offer = lambda: offer().replace(genuine, ":".join(["AB"] * 32))
    await ann.join(house.rooms)
    await ann.connect()
    await house.until(lambda: house.told(PeerLeft))
    assert house.told(PeerLeft)[0].reason == "failed"


@pytest.mark.parametrize(
    "extension", [(TRANSPORT_ID, b"x"), (TRANSPORT_ID, b"xyz"), (MID_ID, b"\xff\xfe"), (LEVEL_ID, b"ab")]
)
async def test_a_header_extension_of_a_wrong_length_harms_nobody(house, extension):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    ann.send_plain(rtp(5, ssrc=77, payload_type=111, extensions=[extension]))
    await still_talks(ann, ben)
    assert "receive_failed" not in house.rooms.stats().dropped


async def test_an_empty_element_of_a_two_byte_header_harms_nobody(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    empty = bytes((0x10, 0x00, 0x00, 0x01, LEVEL_ID, 0, 0, 0))
    plain = bytearray(rtp(5, ssrc=77, payload_type=111))
    plain[0] |= 0x10
    ann.send_plain(bytes(plain[:12]) + empty + bytes(plain[12:]))
    await still_talks(ann, ben)
    assert "receive_failed" not in house.rooms.stats().dropped


async def test_a_flood_of_reports_is_policed(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    many = write_nack(1, ben.slot_ssrcs["5"], range(0, 17 * 300, 17))
    for _ in range(60):
        ben.send_report(many)
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["rtcp_policed"] > 0


async def test_one_peers_trouble_stops_nobody_elses_clock(house):
    await house.client("ann")
    await house.client("ben")
    (ann, _), (ben, _) = house.rooms._peers.values()
    ticks = []
    ann.tick = lambda _now: 1 / 0
    ben.tick = ticks.append
    await asyncio.sleep(0.2)
    assert len(ticks) > 2
    assert house.rooms.stats().dropped["tick_failed"] > 0


async def test_nobody_is_pushed_off_their_address_by_a_forged_source(house, monkeypatch):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    port = house.rooms._shared.port
    (anns, _), (bens, _) = house.rooms._peers.values()
    source, own = anns._path.source, bens._path.source
    port._check(ben.binding_request(), source)  # as if it came from Ann
    assert house.rooms.stats().dropped["address_in_use"] == 1
    assert (anns._path.source, bens._path.source) == (source, own)
    await still_talks(ann, ben)
    now = port._clock()
    monkeypatch.setattr(port, "_clock", lambda: now + 10)  # nobody has checked from there for long
    port._check(ben.binding_request(), source)
    assert (anns._path.source, bens._path.source) == (None, source)


async def test_a_thousand_streams_of_one_peer_are_not_learnt(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    await still_talks(ann, ben)
    for ssrc in range(1000):
        ann.send("3", 1, ssrc=50_000 + ssrc)
    await still_talks(ann, ben)
    (peer, _), *_ = house.rooms._peers.values()
    assert len(peer.uplink._demultiplexer._streams) <= 32


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


async def test_a_publisher_beyond_all_measure_is_policed(house):
    ann, ben = (
        await house.client("ann", on=frozenset({Source.SCREEN, Source.MICROPHONE})),
        await house.client("ben"),
    )
    for sequence in range(600):
        ann.send("2", sequence, payload=vp8(sequence, keyframe=not sequence) + bytes(1100))
        if not sequence % 50:
            await ann.settle()  # Ben's own buffer is small
    await still_talks(ann, ben)
    assert house.rooms.stats().dropped["policed"] > 0


async def test_a_silent_peer_is_told_of_and_comes_back(closed_house):
    house = closed_house
    await house.open(reconnecting_after_s=0.15, lost_after_s=30)
    ann = await house.client("ann")
    await house.until(lambda: house.status("ann") == "reconnecting")
    await ann.check()
    await house.until(lambda: house.status("ann") == "connected")
    assert [event.peer.status for event in house.told(PeerChanged)][:3] == [
        "connected",
        "reconnecting",
        "connected",
    ]
    await house.close()


async def test_a_lost_peer_is_removed(closed_house):
    house = closed_house
    await house.open(reconnecting_after_s=0.05, lost_after_s=0.15)
    ann = await house.client("ann")
    ann.vanish()
    await house.until(lambda: house.told(PeerLeft))
    assert house.told(PeerLeft)[0].reason == "lost"
    assert house.rooms.stats().rooms == 0
    await house.close()


async def test_a_peer_that_never_connects_is_removed(closed_house):
    house = closed_house
    await house.open(lost_after_s=0.1)
    await house.client("ann", connected=False)
    await house.until(lambda: house.told(PeerLeft))
    assert house.told(PeerLeft)[0].reason == "failed"
    await house.close()


async def test_a_new_network_is_taken_up_without_a_word(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    await still_talks(ann, ben)
    await ann.check()
    await ben.check()
    await still_talks(ann, ben)
    assert len(house.rooms.peers("room")) == 2


async def test_an_address_is_not_taken_over_without_nomination(house, stranger):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    stranger.sendto(ben.binding_request(nominate=False), ben.server)
    await still_talks(ann, ben)
    assert answers(stranger) == 1  # to the check, and no media


async def test_an_ice_restart_keeps_the_keys(house):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    old = ben.remote
    ben.ufrag, ben.password = secrets.token_hex(4), secrets.token_hex(12)
    ben.answered(await house.rooms.restart(ben.peer_id, ben.offer()))
    assert ben.remote[0] != old[0]
    assert ben.remote[1] != old[1]
    await still_talks(ann, ben)  # on the old path
    await ben.check()
    await still_talks(ann, ben)  # on the new one
    ben.remote = old
    ben.send_raw(ben.binding_request())
    await ann.settle()
    assert house.rooms.stats().dropped["stun_unknown"]


async def test_a_restart_with_another_certificate_is_refused(house):
    ann = await house.client("ann")
    genuine = ann.offer().split("a=fingerprint:sha-256 ")[1].split("\r\n")[0]
    with pytest.raises(Refused) as refused:
        await house.rooms.restart(ann.peer_id, ann.offer().replace(genuine, ":".join(["AB"] * 32)))
    assert refused.value.code == "bad_offer"


async def test_a_client_that_says_goodbye_has_left(house):
    ann = await house.client("ann")
    await ann.close()
    await house.until(lambda: house.told(PeerLeft))
    assert house.told(PeerLeft)[0].reason == "left"


async def test_joins_and_leaves_leave_nothing_behind(house):
    await house.client("somebody")

    async def visit() -> None:
        ann = await house.client("ann")
        await house.rooms.leave(ann.peer_id)
        house.clients.remove(ann)
        await ann.close()

    async def held() -> tuple[int, int, int]:
        await asyncio.sleep(0)
        gc.collect()
        kinds = ("Peer", "Slot", "Publication", "Layer", "Transport", "RTCDtlsTransport", "Path")
        alive = sum(type(one).__name__ in kinds for one in gc.get_objects())
        return alive, len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())

    await visit()
    before = await held()
    for _ in range(20):
        await visit()
    assert await held() == before
