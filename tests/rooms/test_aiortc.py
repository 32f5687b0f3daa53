"""A second implementation at the other end: aiortc's own peer connections, with real codecs."""

import asyncio
import pathlib
import re
from collections.abc import AsyncIterator

import pytest
from aiortc import (
    AudioStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamTrack

from rooms import directory
from rooms.directory import Directory, open_rooms
from rooms.interface import Grant, Join, Source
from rooms.settings import MediaSettings


@pytest.fixture
async def rooms(monkeypatch) -> AsyncIterator[Directory]:
    # aioice leaves the loopback out of its candidates; here there must be nothing else.
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
    rooms = await open_rooms(MediaSettings(host="127.0.0.1", port=0), lambda event: None)
    yield rooms
    await rooms.close()


async def join(rooms: Directory, name: str) -> tuple[RTCPeerConnection, dict[str, MediaStreamTrack]]:
    """A connection and the tracks that it receives, by mid."""
    connection = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    tracks: dict[str, MediaStreamTrack] = {}
    for track in (AudioStreamTrack(), VideoStreamTrack()):
        connection.addTransceiver(track, direction="sendonly")
    for kind in ("audio", "video"):
        connection.addTransceiver(kind, direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    uplinks = {"0": Source.MICROPHONE, "1": Source.CAMERA}
    joined = await rooms.join(
        Join(
            grant=Grant(room_id="room", subject=name),
            offer=connection.localDescription.sdp,
            uplinks=uplinks,
            on=frozenset(uplinks.values()),
        )
    )
    await connection.setRemoteDescription(RTCSessionDescription(joined.answer, "answer"))
    for transceiver in connection.getTransceivers():
        tracks[transceiver.mid] = transceiver.receiver.track
    return connection, tracks


async def test_two_connections_decode_each_other(rooms):
    calls = [await join(rooms, name) for name in ("ann", "ben")]
    async with asyncio.timeout(15):
        for _, tracks in calls:
            picture = await tracks["3"].recv()
            assert (picture.width, picture.height) == (640, 480)
            sound = await tracks["2"].recv()
            assert sound.sample_rate == 48_000
    for connection, _ in calls:
        await connection.close()


def test_the_packet_path_knows_no_codec():
    """The import of aiortc brings libav along; nothing of ours may reach it."""
    source = "".join(path.read_text() for path in pathlib.Path(directory.__file__).parent.glob("*.py"))
    assert re.findall(r"aiortc[.\w]*", "".join(re.findall(r"^(?:from|import) .*", source, re.M))) == [
        "aiortc.rtcdtlstransport"
    ]
