"""Bytes and text of a stranger: read, or refused by the one error that is promised."""

import contextlib
import pathlib
import random
import struct

import pytest
from aioice import stun

from rooms.ice import Path, Rejected, read_check
from rooms.interface import Refused
from rooms.packet import Malformed, Packet
from rooms.rtcp import parse
from rooms.sdp import read_offer
from rooms.vp8 import describe, frame_height

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
    return random.Random(20261123)


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
    for _ in range(400):
        lines = list(OFFER)
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(lines))
            if chance.random() < 0.2:
                lines[at : at + 1] = [] if chance.random() < 0.5 else [lines[at], chance.choice(lines)]
            else:
                lines[at] = spoiled(chance, lines[at])
        with contextlib.suppress(Refused):
            read_offer("\n".join(lines))


def test_spoiled_packets_are_read_or_malformed(chance):
    for _ in range(10_000):
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
            describe(packet)
            frame_height(packet)
            packet.unwrapped(1, 96)


def test_a_spoiled_check_is_answered_or_rejected(chance):
    path = Path(listener=None)
    check = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    check.attributes["USERNAME"] = f"{path.credentials.ufrag}:x"
    check.attributes["PRIORITY"] = 1
    check.add_message_integrity(path.credentials.password.encode())
    answered = 0
    for _ in range(5_000):
        data = bytearray(bytes(check))
        at = chance.randrange(len(data) - 8)  # what follows the signature, the fingerprint, is not signed
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
