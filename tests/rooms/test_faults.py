"""Bytes that mean harm, or nothing: dropped, counted, and nobody's call ends."""

import asyncio
import contextlib
import socket

import pytest

from rooms.interface import PeerLeft, Refused
from tests.rooms.client import LEVEL_ID, MID_ID, ONLY_SOUND, TRANSPORT_ID, Client, still_talks
from tests.rooms.packets import rtp


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
    assert house.rooms.stats().dropped["handshake_failed"] == 1


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


async def test_an_address_is_not_taken_over_without_nomination(house, stranger):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    stranger.sendto(ben.binding_request(nominate=False), ben.server)
    async with asyncio.timeout(5):
        await asyncio.get_running_loop().sock_recv(stranger, 2048)
    await still_talks(ann, ben)
    assert answers(stranger) == 0  # the check was answered, and no media came


async def test_an_address_that_is_tried_serves_once_the_nominated_one_has_fallen_silent(house, monkeypatch):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    port, (peer, _) = house.rooms._shared.port, house.rooms._peers[ben.peer_id]
    before = peer._path.source
    await ben.try_another_address()
    assert peer._path.source == before
    now = port._clock()
    monkeypatch.setattr(port, "_clock", lambda: now + 2.5)
    await ben.settle()
    assert peer._path.source != before
    await still_talks(ann, ben)


async def test_a_strangers_handshake_disturbs_no_real_one(house, stranger):
    hello = b"\x16\xfe\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x30" + bytes(48)
    ann = await house.client("ann", on=ONLY_SOUND, connected=False)
    send = ann.send_raw

    def send_after_the_stranger(data: bytes) -> None:
        stranger.sendto(hello, ann.server)
        send(data)

    ann.send_raw = send_after_the_stranger
    await ann.connect()
    ann.send_raw = send
    await house.until(lambda: house.status("ann") == "connected")
    assert house.rooms.stats().dropped["unvalidated"] >= 3
    assert answers(stranger) == 0


@pytest.mark.parametrize("known", [3, 20], ids=["by the rules", "in a flow"])
async def test_a_replay_and_a_forgery_are_dropped_and_counted(house, known):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    genuine: list[bytes] = []
    send = ann.send_raw
    ann.send_raw = lambda data: genuine.append(data) or send(data)
    for number in range(known):
        ann.send("0", number)
    ann.send_raw = send
    forged = bytearray(genuine[-1])
    forged[2:4] = known.to_bytes(2, "big")  # the number that comes next
    ann.send_raw(genuine[-1])
    ann.send_raw(genuine[0])
    ann.send_raw(bytes(forged))
    ann.send_raw(bytes(forged[:-1]) + bytes((forged[-1] ^ 1,)))
    ann.send("0", known, payload=b"the real one")
    await ben.until(lambda: b"the real one" in ben.bodies("4"))
    assert len(ben.on_slot("4")) == known + 1
    assert house.rooms.stats().dropped["srtp"] == 4


@pytest.mark.parametrize(
    "report",
    [
        b"\x80\xc8\x00\x06" + bytes(8),  # shorter than it says
        b"\x81\xc9\x00\x01" + bytes(4),  # without the block that it announces
        b"\x9f\xcb\x00\x01" + bytes(4),  # 31 goodbyes, and one name
        b"\x81\xcd\x00\x01" + bytes(4),  # a NACK of nothing
        b"\x81\xce\x00\x01" + bytes(4),
        b"\xa0\xc9\x00\x01" + bytes(3) + b"\xff",  # more padding than packet
        b"\x8f\xce\x00\x05" + bytes(8) + b"REMB" + b"\xff\x00\x00\x01" + bytes(4),
        b"\x00\xc9\x00\x01" + bytes(4),
        b"\x80\xc9\xff\xff" + bytes(4),
    ],
)
async def test_reports_that_lie_about_their_length_harm_nobody(house, report):
    ann, ben = await house.client("ann", on=ONLY_SOUND), await house.client("ben", on=frozenset())
    ben.send_report(report)
    await still_talks(ann, ben)
    dropped = house.rooms.stats().dropped
    assert not {reason for reason in dropped if reason.endswith("_failed")}
    ben.send("0", 1)
    await ben.settle()
    assert house.status("ben") == "connected"


async def test_a_refused_offer_leaves_nothing_behind(house):
    port = house.rooms._shared.port
    tasks = len(asyncio.all_tasks())
    ann = Client("ann")
    offer = ann.offer
    for spoilt in (
        "",
        "x" * 1_000_000,
        offer().replace("a=ice-ufrag", "a=x"),
        offer().replace("VP8/", "H261/"),
    ):
        ann.offer = lambda spoilt=spoilt: spoilt
        with contextlib.suppress(Refused):
            await ann.join(house.rooms)
            await house.rooms.leave(ann.peer_id)
    await asyncio.sleep(0)
    assert (house.rooms.stats().rooms, port._by_ufrag, len(asyncio.all_tasks())) == (0, {}, tasks)


async def test_where_a_clients_candidates_point_no_packet_is_sent(house, stranger, monkeypatch):
    sent: set[object] = set()
    port = house.rooms._shared.port
    send = port.send
    monkeypatch.setattr(port, "send", lambda data, to: sent.add(to) or send(data, to))
    ann = Client("ann")
    house.clients.append(ann)
    offer = ann.offer
    places = ("169.254.169.254 80", "metadata.internal 80", "0123.local 9", "::1 22")
    lines = [f"a=candidate:1 1 udp 1 {place} typ host" for place in places * 100]
    lines.append(f"a=candidate:1 1 udp 1 127.0.0.1 {stranger.getsockname()[1]} typ host")
    ann.offer = lambda: offer() + "\r\n".join(lines) + "\r\n"
    assert len(ann.offer()) < 64 * 1024
    await ann.join(house.rooms)
    await ann.connect()
    await ann.settle()
    assert answers(stranger) == 0
    assert {host for host, _ in sent} == {"127.0.0.1"}
    assert len(sent) == 1
