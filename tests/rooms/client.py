"""A small client: ICE checks, DTLS and SRTP over a real socket, and packets written by hand.

It decodes nothing and waits for nothing but what a test asks for, so that tests are quick and exact.
"""

import asyncio
import contextlib
import re
import secrets
import socket
import time
from collections.abc import Callable

from aioice import stun
from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

from rooms.directory import Directory
from rooms.interface import Grant, Join, Joined, RoomEvent, Source
from rooms.packet import Packet
from rooms.peer import Peer
from rooms.rtcp import Report, is_rtcp, parse
from rooms.settings import MediaSettings
from rooms.wire import Way
from tests.rooms.packets import rtp

OPUS, RED, VP8, RTX = 111, 63, 96, 97
H264, VP9, AV1 = 102, 98, 45
_PROFILES = {
    "h264": "packetization-mode=1;profile-level-id=42e01f",
    "vp9": "profile-id=0",
    "av1": "profile=0",
}
LEVEL_ID, TRANSPORT_ID, MID_ID, RID_ID, TIME_ID = 1, 3, 4, 10, 2
UPLINKS = {"0": Source.MICROPHONE, "1": Source.CAMERA, "2": Source.SCREEN, "3": Source.SCREEN_SOUND}
RIDS = ("l", "m", "h")
ONLY_SOUND = frozenset({Source.MICROPHONE})
CERTIFICATE = RTCCertificate.generateCertificate()
_EXTENSIONS = {
    LEVEL_ID: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    TIME_ID: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    TRANSPORT_ID: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    MID_ID: "urn:ietf:params:rtp-hdrext:sdes:mid",
    RID_ID: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
}


class House:
    """Rooms on a free port of the loopback, and the events they told."""

    def __init__(self, *, way: Way = "compiled") -> None:
        self.events: list[RoomEvent] = []
        self.clients: list[Client] = []
        self.rooms: Directory
        self._way = way

    async def open(self, **settings: object) -> None:
        self._news = asyncio.Event()
        given = MediaSettings(host="127.0.0.1", port=0, way=self._way, **settings)  # type: ignore[arg-type]
        self.rooms = Directory(given, self._on_event, clock=time.monotonic)
        if given.tcp_port is not None:
            await self.rooms.open_tcp(given.tcp_port)

    async def close(self) -> None:
        for client in self.clients:
            await client.close()
        await self.rooms.close()

    async def client(
        self, name: str, *, on: frozenset[Source] = frozenset(Source), connected: bool = True, **kind: object
    ) -> "Client":
        """Somebody who joined the one room."""
        client = Client(name, **kind)  # type: ignore[arg-type]
        self.clients.append(client)
        await client.join(self.rooms, on=on)
        if connected:
            await client.connect()
            await self.until(lambda: self.status(name) == "connected")
        return client

    def status(self, name: str) -> str | None:
        return next((peer.status for peer in self.rooms.peers("room") if peer.subject == name), None)

    def told(self, kind: type) -> list[RoomEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, holds: Callable[[], object], *, timeout_s: float = 5) -> None:
        """Wait for events until it holds."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def _on_event(self, event: RoomEvent) -> None:
        self.events.append(event)
        self._news.set()


class Wire:
    """A socket that is read until it is empty: what its small buffer cannot hold would look like our loss."""

    def __init__(self, received: Callable[[bytes], None]) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._received = received
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._read)
        self.is_open = True

    def send(self, data: bytes, to: tuple[str, int]) -> None:
        if self.is_open:
            self._socket.sendto(data, to)

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._loop.remove_reader(self._socket)
            self._socket.close()

    def _read(self) -> None:
        while self.is_open:
            try:
                data = self._socket.recv(2048)
            except BlockingIOError:
                return
            self._received(data)


class TcpWire:
    """The same over a connection (RFC 4571). Written and read by hand: nothing of what is tested helps."""

    def __init__(self, received: Callable[[bytes], None]) -> None:
        self._received = received
        self.is_open = False

    async def connect(self, to: tuple[str, int]) -> None:
        self._reader, self._writer = await asyncio.open_connection(*to)
        self._reading = asyncio.ensure_future(self._read())
        self.is_open = True

    def send(self, data: bytes, _to: object = None) -> None:
        if self.is_open:
            self._writer.write(len(data).to_bytes(2, "big") + data)

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._reading.cancel()
            self._writer.close()

    async def ended(self) -> None:
        """Until the server has hung up."""
        await asyncio.wait([self._reading])

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                size = int.from_bytes(await self._reader.readexactly(2), "big")
                self._received(await self._reader.readexactly(size))
        self.is_open = False
        self._writer.close()


class Client:
    """One browser, more or less. `lose` decides which incoming datagrams never arrive."""

    def __init__(
        self, name: str, *, slots: int = 2, red: bool = False, codecs: dict[str, int] | None = None
    ) -> None:
        """`codecs` are those that it has beside VP8, with their payload types."""
        self.name = name
        self.codecs = codecs or {}
        self.red = red
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.slots = slots
        self.lose: Callable[[bytes], bool] = lambda data: False
        self.packets: list[Packet] = []
        self.reports: list[Report] = []
        self.raw_reports: list[bytes] = []
        self.joined: Joined
        self.role = "controlling"
        self._handshake: asyncio.Queue[bytes] = asyncio.Queue()
        self._early: list[bytes] = []
        self._checked: asyncio.Event = asyncio.Event()
        self._news = asyncio.Event()
        self._dtls = RTCDtlsTransport(self, [CERTIFICATE])  # type: ignore[arg-type]
        self._dtls._set_role("client")
        self._wires: list[Wire | TcpWire] = []
        self.transport_sequence = 0

    # ── Signalling ───────────────────────────────────────────────────────────

    def offer(self) -> str:
        mids = [*UPLINKS, *(str(4 + at) for at in range(2 * self.slots))]
        fingerprint = CERTIFICATE.getFingerprints()[0]
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {' '.join(mids)}"]
        for mid in mids:
            source = UPLINKS.get(mid)
            is_audio = source in (Source.MICROPHONE, Source.SCREEN_SOUND) if source else int(mid) % 2 == 0
            media = (
                f"audio 9 UDP/TLS/RTP/SAVPF {OPUS} {RED}"
                if is_audio
                else f"video 9 UDP/TLS/RTP/SAVPF {' '.join(map(str, (VP8, RTX, *self.codecs.values())))}"
            )
            lines += [
                f"m={media}",
                "c=IN IP4 0.0.0.0",
                f"a=mid:{mid}",
                f"a={'sendonly' if source else 'recvonly'}",
                "a=rtcp-mux",
                "a=setup:actpass",
                f"a=ice-ufrag:{self.ufrag}",
                f"a=ice-pwd:{self.password}",
                f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}",
            ]
            lines += [f"a=extmap:{number} {uri}" for number, uri in _EXTENSIONS.items()]
            if is_audio:
                lines += [f"a=rtpmap:{OPUS} opus/48000/2", f"a=rtcp-fb:{OPUS} transport-cc"]
                if self.red:
                    lines += [f"a=rtpmap:{RED} red/48000/2", f"a=fmtp:{RED} {OPUS}/{OPUS}"]
            else:
                feedback = ("nack", "nack pli", "goog-remb", "transport-cc")
                lines += [f"a=rtpmap:{VP8} VP8/90000", *(f"a=rtcp-fb:{VP8} {value}" for value in feedback)]
                lines += [f"a=rtpmap:{RTX} rtx/90000", f"a=fmtp:{RTX} apt={VP8}"]
                for codec, number in self.codecs.items():
                    lines += [
                        f"a=rtpmap:{number} {codec.upper()}/90000",
                        f"a=fmtp:{number} {_PROFILES[codec]}",
                    ]
            if source is Source.CAMERA:
                lines += [*(f"a=rid:{rid} send" for rid in RIDS), f"a=simulcast:send {';'.join(RIDS)}"]
        return "\r\n".join(lines) + "\r\n"

    async def join(self, rooms: Directory, *, on: frozenset[Source] = frozenset(Source)) -> None:
        grant = Grant(room_id="room", subject=self.name)
        self.joined = await rooms.join(Join(grant=grant, offer=self.offer(), uplinks=UPLINKS, on=on))
        self.answered(self.joined.answer)

    def answered(self, answer: str) -> None:
        self.server = "127.0.0.1", int(re.search(r"m=\w+ (\d+)", answer)[1])
        self.remote = re.search(r"a=ice-ufrag:(\S+)", answer)[1], re.search(r"a=ice-pwd:(\S+)", answer)[1]
        self._fingerprint = re.search(r"a=fingerprint:(\S+) (\S+)", answer).groups()
        by_tcp = re.search(r" tcp \d+ \S+ (\d+) typ host tcptype passive", answer)
        self.tcp_server = ("127.0.0.1", int(by_tcp[1])) if by_tcp else None
        sections = answer.split("\r\nm=")[1:]
        found = [re.search(r"a=ssrc:(\d+)", section) for section in sections]
        mids = [re.search(r"a=mid:(\S+)", section)[1] for section in sections]
        self.slot_ssrcs = {mid: int(ssrc[1]) for mid, ssrc in zip(mids, found, strict=True) if ssrc}

    @property
    def peer_id(self) -> str:
        return self.joined.snapshot.peer_id

    # ── The path ─────────────────────────────────────────────────────────────

    async def connect(self, *, tcp: bool = False) -> None:
        await (self.check_by_tcp() if tcp else self.check())
        await self._dtls.start(RTCDtlsParameters([RTCDtlsFingerprint(*self._fingerprint)]))
        assert self._dtls.state == "connected"
        # It came behind the last of the handshake, which is dealt with a turn later here than in a browser.
        for data in self._early:
            self._received(data)
        self._early.clear()

    async def check(self) -> None:
        """A nominating check from a fresh address: at first, or after a change of network."""
        self._wires.append(Wire(self._received))
        await self._check()

    async def try_another_address(self) -> None:
        """A check from a fresh address that nominates nothing."""
        self._wires.append(Wire(self._received))
        await self.settle()

    async def check_by_tcp(self) -> None:
        """The same over a fresh connection."""
        wire = TcpWire(self._received)
        await wire.connect(self.tcp_server)
        self._wires.append(wire)
        await self._check()

    async def _check(self) -> None:
        self._checked.clear()
        self.send_raw(self.binding_request())
        async with asyncio.timeout(5):
            await self._checked.wait()

    def binding_request(self, *, nominate: bool = True, password: str | None = None) -> bytes:
        request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.remote[0]}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = 1
        if nominate:
            request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity((password or self.remote[1]).encode())
        return bytes(request)

    def send_raw(self, data: bytes) -> None:
        self._wires[-1].send(data, self.server)

    async def settle(self) -> None:
        """Until the server has dealt with everything sent so far: this check is answered after it."""
        self._checked.clear()
        self.send_raw(self.binding_request(nominate=False))
        async with asyncio.timeout(5):
            await self._checked.wait()

    def vanish(self) -> None:
        """Gone without a word."""
        for wire in self._wires:
            wire.close()

    async def close(self) -> None:
        if not self._wires or not self._wires[-1].is_open:
            self._dtls._ssl = None
        pump = self._dtls._task
        await self._dtls.stop()
        if pump:
            await asyncio.wait([pump])
        self._dtls.remove_all_listeners()
        self.vanish()

    def _received(self, data: bytes) -> None:
        if self.lose(data):
            return
        if data[0] < 4:
            self._checked.set()
        elif data[0] < 64:
            self._handshake.put_nowait(data)
        elif self._dtls._rx_srtp is None:
            self._early.append(data)
            return
        elif is_rtcp(data):
            plain = self._dtls._rx_srtp.unprotect_rtcp(data)
            self.raw_reports.append(plain)
            self.reports += parse(plain)
        else:
            self.packets.append(Packet(self._dtls._rx_srtp.unprotect(data), 0))
        self._news.set()

    async def _recv(self) -> bytes:
        return await self._handshake.get()

    async def _send(self, data: bytes) -> None:
        self.send_raw(data)

    # ── Media ────────────────────────────────────────────────────────────────

    def send(
        self, mid: str, sequence: int, *, rid: str | None = None, level: int | None = None, **fields
    ) -> None:
        """One RTP packet of an uplink, named by mid and rid."""
        extensions = [(MID_ID, mid.encode()), (TRANSPORT_ID, self.transport_sequence.to_bytes(2, "big"))]
        self.transport_sequence = (self.transport_sequence + 1) & 0xFFFF
        if rid:
            extensions.append((RID_ID, rid.encode()))
        if level is not None:
            extensions.append((LEVEL_ID, bytes((level,))))
        fields.setdefault("ssrc", 1000 + int(mid) * 10 + (RIDS.index(rid) if rid else 0))
        is_audio = UPLINKS[mid] in (Source.MICROPHONE, Source.SCREEN_SOUND)
        fields.setdefault("payload_type", OPUS if is_audio else VP8)
        self.send_plain(rtp(sequence, extensions=extensions, **fields))

    def send_plain(self, data: bytes) -> None:
        self.send_raw(self._dtls._tx_srtp.protect(data))

    def send_report(self, data: bytes) -> None:
        self.send_raw(self._dtls._tx_srtp.protect_rtcp(data))

    async def until(self, holds: Callable[[], object], *, timeout_s: float = 5) -> None:
        """Wait for datagrams until it holds."""
        async with asyncio.timeout(timeout_s):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def on_slot(self, mid: str) -> list[Packet]:
        """What came on a slot's own stream."""
        return [packet for packet in self.packets if packet.ssrc == self.slot_ssrcs[mid]]

    def bodies(self, mid: str) -> list[bytes]:
        return [packet.data[packet.payload_at : packet.payload_end] for packet in self.on_slot(mid)]


def peer_of(house: House, client: Client) -> Peer:
    """The server's side of it."""
    return house.rooms._peers[client.peer_id][0]


async def still_talks(ann: Client, ben: Client) -> None:
    """What Ann says now, Ben hears."""
    word = secrets.token_bytes(8)
    ann.send("0", 1000 + len(ben.packets), payload=word)
    await ben.until(lambda: any(packet.data.endswith(word) for packet in ben.packets))
