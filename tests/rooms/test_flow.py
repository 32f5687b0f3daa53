"""A flow does as the rules do, only sooner."""

from rooms.interface import Source
from rooms.uplink import Uplink
from tests.rooms.client import LEVEL_ID, Client, House
from tests.rooms.packets import vp8

SOUND_AND_SCREEN = frozenset({Source.MICROPHONE, Source.SCREEN})


async def talk(ann: Client, ben: Client) -> None:
    """Two streams with all that happens: a hole, a late packet, a leap of time, keyframes, a wrap."""
    order = [*range(65_500, 65_560), 65_562, 65_561, *range(65_563, 65_600), *range(65_610, 65_680)]
    for at, number in enumerate(order):
        frame = number // 3
        is_key = frame % 20 == 0 and number % 3 == 0
        ann.send("0", number, timestamp=960 * number, level=at % 127, payload=b"sound %d" % at)
        ann.send(
            "2",
            number,
            timestamp=3000 * frame + (1 << 25 if number > 65_650 else 0),
            marker=number % 3 == 2,
            payload=vp8(frame & 0x7FFF, tl0=frame & 0xFF, keyframe=is_key or not at, starts=number % 3 == 0)
            + b"picture %d" % at,
        )
        if at % 40 == 0:
            for client in (ann, ben):
                await client.settle()
    for client in (ann, ben):
        await client.settle()


async def heard(house: House) -> tuple[list[tuple[object, ...]], list[tuple[int, int]]]:
    """What Ben got of it, counted from the first of each stream; and what the rules believe to have seen."""
    ann = await house.client("ann", on=SOUND_AND_SCREEN)
    ben = await house.client("ben", on=frozenset())
    await talk(ann, ben)
    got: list[tuple[object, ...]] = []
    for mid in ("6", "5"):  # the voice is not beside the screen
        packets = ben.on_slot(mid)
        first = packets[0]
        got += [
            (
                mid,
                (packet.sequence - first.sequence) & 0xFFFF,
                (packet.timestamp - first.timestamp) & 0xFFFF_FFFF,
                packet.marker,
                bytes(packet.data[packet.payload_at : packet.payload_end]),
                dict(packet.extensions()).get(LEVEL_ID),
            )
            for packet in packets
        ]
    house.rooms.stats()  # settles
    peer = next(peer for peer, _ in house.rooms._peers.values() if peer.grant.subject == "ann")
    seen = [
        (layer.reception.newest, layer.reception._received)
        for publication in peer.uplink.publications.values()
        for layer in publication.known_layers()
    ]
    return got, seen


async def test_a_flow_sends_what_the_rules_would_send_and_they_learn_of_it(house, monkeypatch):
    by_rules = []
    receive = Uplink.receive
    monkeypatch.setattr(Uplink, "receive", lambda self, *of: by_rules.append(1) or receive(self, *of))
    with_flows = await heard(house)
    assert len(by_rules) < 120  # of 338
    for client in house.clients:
        await house.rooms.leave(client.peer_id)
        await client.close()
    house.clients.clear()
    monkeypatch.setattr(Uplink, "_begin", lambda *_: None)
    assert await heard(house) == with_flows
    assert len(with_flows[0]) > 300
