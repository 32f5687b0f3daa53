"""Redundant sound (RFC 2198), and who gets it."""

import pytest

from rooms.packet import Malformed
from rooms.red import describe
from tests.rooms.client import ONLY_SOUND, OPUS, RED
from tests.rooms.packets import packet


def block(data: bytes, *, late: int = 960) -> bytes:
    """The head of a block that is repeated."""
    return bytes((0x80 | OPUS,)) + (late << 10 | len(data)).to_bytes(3, "big")


def redundant(before: bytes, now: bytes) -> bytes:
    return block(before) + bytes((OPUS,)) + before + now


def test_the_newest_block_is_the_last():
    read = packet(payload=redundant(b"before", b"now"))
    describe(read)
    assert read.data[read.primary_at : read.payload_end] == b"now"
    assert read.inner_type == OPUS


def test_a_packet_that_repeats_nothing_has_one_block():
    read = packet(payload=bytes((OPUS,)) + b"now")
    describe(read)
    assert read.data[read.primary_at : read.payload_end] == b"now"


@pytest.mark.parametrize(
    "payload", [b"", block(b"before"), block(b"before") + bytes((OPUS,)) + b"x", b"\xef" * 40, b"\xef"]
)
def test_blocks_longer_than_their_packet_are_malformed(payload):
    with pytest.raises(Malformed):
        describe(packet(payload=payload))


async def test_redundant_sound_reaches_whoever_takes_it_and_plain_sound_everybody_else(house):
    ann, ben = [await house.client(name, on=ONLY_SOUND, red=True) for name in ("ann", "ben")]
    eve = await house.client("eve", on=frozenset())
    words = [b"word %d" % number for number in range(30)]
    sent = [redundant(words[number - 1], words[number]) for number in range(1, 30)]
    for number, payload in enumerate(sent):
        ann.send("0", number, payload_type=RED, payload=payload)
    await eve.until(lambda: len(eve.on_slot("4")) == 29)
    await ben.until(lambda: len(ben.on_slot("4")) == 29)
    assert eve.bodies("4") == words[1:]
    assert {one.payload_type for one in eve.on_slot("4")} == {OPUS}
    assert ben.bodies("4") == sent
    assert {one.payload_type for one in ben.on_slot("4")} == {RED}


async def test_redundant_sound_flows(house):
    ann, ben = [await house.client(name, on=ONLY_SOUND, red=True) for name in ("ann", "ben")]
    for number in range(40):
        is_red = not 10 < number < 20  # a pause goes out without
        payload = redundant(b"the word before", b"the word now") if is_red else b"the word now"
        ann.send("0", number, payload_type=RED if is_red else OPUS, payload=payload)
    await ben.until(lambda: len(ben.on_slot("4")) == 40)
    assert [one.payload_type == RED for one in ben.on_slot("4")] == [not 10 < at < 20 for at in range(40)]
    first = ben.on_slot("4")[0].sequence
    assert [one.sequence - first & 0xFFFF for one in ben.on_slot("4")] == list(range(40))
    assert len(house.rooms._peers[ann.peer_id][0].uplink.flows) == 1
