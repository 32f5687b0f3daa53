"""Bytes and text of a stranger: read, or refused by the one error that is promised.

`FUZZ` says how many times as long to search: 65 makes more than a million inputs, see `make soak`.
"""

import contextlib
import os
import pathlib
import random
import struct

import pylibsrtp
import pytest
from aioice import stun

from rooms import red
from rooms.codecs import VIDEO
from rooms.ice import Path, Rejected, read_check
from rooms.interface import PeerLeft, Refused, Source
from rooms.packet import Malformed, Packet
from rooms.rtcp import (
    ReportBlock,
    parse,
    write_description,
    write_nack,
    write_pli,
    write_receiver_report,
    write_sender_report,
)
from rooms.sdp import read_offer
from tests.rooms.client import AV1, H264, LEVEL_ID, MID_ID, OPUS, RID_ID, RTX, VP8, VP9, still_talks
from tests.rooms.packets import rtp, vp8

TIMES = int(os.environ.get("FUZZ", "1"))
OFFER = (pathlib.Path(__file__).parent / "chromium_offer.sdp").read_text().split("\n")
INSERTED = (
    *(
        "0",
        "4294967296",
        "9" * 5000,
        "-1",
        "²",
        "\0",
        "\ud800",
        " ",
        ":",
        ";",
        "~",
        "x" * 70_000,
        "\r",
        "\r\n",
    ),
    *("a=", "m=", "send", "apt=", "a=simulcast:send ", "a=rid:", "a=group:BUNDLE ", "a=extmap:", "a=ssrc:"),
)
KINDS = (0x1, 0x6, 0x8, 0x9, 0xA, 0xC, 0xD, 0x12, 0x14, 0x15, 0x16, 0x20, 0x24, 0x25, 0x8022, 0x8028, 0x802A)


@pytest.fixture
def chance():
    return random.Random(20261123 + TIMES)


def tried(count: int, what: str) -> None:
    print(f"{count:,} {what}")


def spoiled(chance: random.Random, line: str) -> str:
    at = chance.randrange(len(line) + 1)
    match chance.randrange(4):
        case 0:
            return line[:at] + chance.choice(INSERTED) + line[at:]
        case 1:
            return line[:at]
        case 2:
            words = line.split(" ")
            chance.shuffle(words)
            return " ".join(words)
        case _:
            return line[:at] + chr(chance.randrange(300)) + line[at + 1 :]


def test_a_spoiled_offer_is_read_or_refused(chance):
    for _ in range(400 * TIMES):
        lines = list(OFFER)
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(lines))
            if chance.random() < 0.2:
                lines[at : at + 1] = [] if chance.random() < 0.5 else [lines[at], chance.choice(lines)]
            else:
                lines[at] = spoiled(chance, lines[at])
        with contextlib.suppress(Refused):
            read_offer("\n".join(lines))
    tried(400 * TIMES, "offers")


def test_spoiled_packets_are_read_or_malformed(chance):
    for _ in range(10_000 * TIMES):
        data = bytearray(chance.randbytes(chance.choice((0, 1, 2, 4, 8, 12, 16, 20, 28, 60))))
        if len(data) >= 4:
            data[0] = 0x80 | chance.randrange(64)
            data[1] = chance.choice((200, 201, 202, 203, 205, 206, chance.randrange(256)))
            data[2:4] = struct.pack("!H", chance.choice((len(data) // 4 - 1, 0, 1, 2)))
        with contextlib.suppress(Malformed):
            parse(bytes(data))
        with contextlib.suppress(Malformed):
            packet = Packet(bytes(data), 0.0)
            list(packet.extensions())
            codec = chance.choice(list(VIDEO.values()))
            codec.describe(packet)
            codec.frame_height(packet)
            packet.unwrapped(1, 96)
        with contextlib.suppress(Malformed):
            packet = Packet(bytes(data), 0.0)
            red.describe(packet)
            assert packet.payload_at < packet.primary_at <= packet.payload_end
    tried(10_000 * TIMES, "packets and reports")


def test_a_spoiled_check_is_answered_or_rejected(chance):
    path = Path(listener=None)
    check = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    check.attributes["USERNAME"] = f"{path.credentials.ufrag}:x"
    check.attributes["PRIORITY"] = 1
    check.add_message_integrity(path.credentials.password.encode())
    answered = 0
    for _ in range(5_000 * TIMES):
        data = bytearray(bytes(check))
        at = chance.randrange(len(data) - 12)  # what follows the signature, the fingerprint, is not signed
        match chance.randrange(4):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data[at:at] = chance.randbytes(4)
                data[2:4] = struct.pack("!H", len(data) - 20)
            case _:
                value = chance.randbytes(chance.choice((0, 1, 2, 3, 4, 5, 8, 20)))
                padded = value + bytes(-len(value) % 4)
                data[20:20] = struct.pack("!HH", chance.choice(KINDS), len(value)) + padded
                data[2:4] = struct.pack("!H", len(data) - 20)
        with contextlib.suppress(Rejected):
            read_check(bytes(data), ("127.0.0.1", 1), lambda ufrag: path if path.password_of(ufrag) else None)
            answered += 1
    assert answered == 0
    tried(5_000 * TIMES, "checks")


def mutated(chance: random.Random, genuine: bytes) -> bytes:
    """With a bit, a byte, a length or a part of it changed."""
    data = bytearray(genuine)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data)) if data else 0
        match chance.randrange(5):
            case 0 if data:
                data[at] ^= 1 << chance.randrange(8)
            case 1 if data:
                data[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
            case 2:
                del data[at:]
            case 3:
                data[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                data[at : at + 4] = data[:4]
    return bytes(data[:1400])


async def test_whoever_has_the_keys_and_sends_anything_harms_nobody_else(house, chance, monkeypatch):
    monkeypatch.setattr("rooms.peer._MAX_RTCP_BPS", 1 << 40)
    monkeypatch.setattr("rooms.uplink._MAX_BPS", {"audio": 1 << 40, "video": 1 << 40})
    everything = frozenset(Source)
    eve = await house.client("eve", on=everything, codecs={"h264": H264, "vp9": VP9, "av1": AV1})
    ann, ben = [await house.client(name, on=frozenset({Source.MICROPHONE})) for name in ("ann", "ben")]
    slots = list(eve.slot_ssrcs.values())
    number = 0
    for _ in range(100 * TIMES):
        for _ in range(20):
            number += 1
            sound = rtp(
                number, ssrc=1000, payload_type=OPUS, extensions=[(LEVEL_ID, b"\x20"), (MID_ID, b"0")]
            )
            picture = vp8(number, keyframe=not number % 50) + chance.randbytes(40)
            rid = (RID_ID, chance.choice((b"l", b"m", b"h", b"x")))
            codec = VP8 if number % 200 < 100 else chance.choice((VP8, H264, VP9, AV1))
            video = rtp(
                number, ssrc=1010, payload_type=codec, payload=picture, extensions=[(MID_ID, b"1"), rid]
            )
            again = rtp(
                number, ssrc=1011, payload_type=RTX, payload=picture, extensions=[(MID_ID, b"1"), rid]
            )
            for genuine in (sound, video, again):
                with contextlib.suppress(pylibsrtp.Error):
                    eve.send_plain(mutated(chance, genuine) if chance.random() < 0.4 else genuine)
            report = chance.choice(
                (
                    write_nack(1, chance.choice(slots), [chance.randrange(1 << 16) for _ in range(20)]),
                    write_pli(1, chance.choice(slots)),
                    write_sender_report(1010, chance.getrandbits(64), number, 1, 2),
                    write_receiver_report(1, [ReportBlock(chance.choice(slots), 9, 9, number, 9, 9, 9)]),
                    write_description(1000, "eve"),
                    b"\x8f\xce\x00\x05" + bytes(8) + b"REMB" + chance.randbytes(8),
                )
            )
            with contextlib.suppress(pylibsrtp.Error, TypeError, ValueError):
                eve.send_report(mutated(chance, report) if chance.random() < 0.8 else report)
            eve.send_raw(mutated(chance, eve.binding_request(nominate=False)))
            eve.send_raw(mutated(chance, b"\x16\xfe\xfd" + bytes(40)))
        for client in (ann, ben, eve):  # who says nothing for long would be lost
            await client.settle()
            client.packets.clear()
    await still_talks(ann, ben)
    await still_talks(ben, ann)
    assert (house.status("ann"), house.status("ben")) == ("connected", "connected")
    assert house.told(PeerLeft) == []
    assert not {reason for reason in house.rooms.stats().dropped if reason.endswith("_failed")}
    tried(100 * TIMES * 20 * 6, "datagrams of somebody in a call")
