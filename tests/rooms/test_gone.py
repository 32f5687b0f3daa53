"""Networks that change and people who vanish: noticed in time, and nothing of them is left."""

import asyncio
import gc
import os
import secrets

import pytest

from rooms.interface import PeerChanged, PeerLeft, Refused
from rooms.settings import MediaSettings
from tests.rooms.client import ONLY_SOUND, still_talks


def test_silence_is_told_after_five_seconds_and_final_after_fifteen():
    assert (MediaSettings().reconnecting_after_s, MediaSettings().lost_after_s) == (5, 15)


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


VISITS = int(os.environ.get("VISITS", "20"))  # see `make soak`


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

    def resident_mb() -> float:
        with open("/proc/self/statm") as pages:
            return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    for _ in range(VISITS):  # until the allocator has what it needs
        await visit()
    before, mb_before = await held(), resident_mb()
    for _ in range(VISITS):
        await visit()
        house.events.clear()
    # Something of an earlier test may have gone meanwhile.
    assert all(now <= then for now, then in zip(await held(), before, strict=True))
    grown_mb = resident_mb() - mb_before
    print(f"{VISITS:,} joins and leaves: {grown_mb:+.1f} MB")
    assert grown_mb < 4
