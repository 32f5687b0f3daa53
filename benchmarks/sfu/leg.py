"""One transport of one client: a UDP socket, ICE, DTLS and the keys of SRTP, by hand and decoding nothing."""

import asyncio
import random
import re
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from aioice import stun
from aiortc.rtcdtlstransport import (
    SRTP_PROFILES,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

from benchmarks.sfu.network import ADDRESS

OPUS, VP8 = 111, 96
LEVEL_ID, TIME_ID, TRANSPORT_ID = 1, 2, 3
CERTIFICATE = RTCCertificate.generateCertificate()
_BUFFER_BYTES = 2 << 20
_SO_TIMESTAMPNS = 35
_EXTENSIONS = {
    LEVEL_ID: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    TIME_ID: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    TRANSPORT_ID: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One m-line. `ssrc` only where this side sends."""

    mid: str
    kind: str
    direction: str
    payload_type: int
    ssrc: int = 0


def lines_of(sdp: str, direction: str) -> list[Line]:
    """The m-lines of the other side's description, to be answered with `direction`."""
    sections = sdp.split("\r\nm=")[1:]
    return [
        Line(
            re.search(r"a=mid:(\S+)", section)[1],
            section.split(" ")[0],
            direction,
            int(re.match(r"\w+ \d+ \S+ (\d+)", section)[1]),
        )
        for section in sections
    ]


class Leg(asyncio.DatagramProtocol):
    """What RTCDtlsTransport needs of an ICE transport, and what the traffic needs of a client."""

    def __init__(self, *, controlling: bool = True) -> None:
        """Who makes the offer is controlling (RFC 8445 section 6.1.1), unless the other side is ICE-lite."""
        self.role = "controlling" if controlling else "controlled"
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.ssrcs = {"audio": random.getrandbits(31), "video": random.getrandbits(31)}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((ADDRESS, 0))
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self.socket.setsockopt(socket.SOL_SOCKET, option, _BUFFER_BYTES)
        self.socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._handshake: asyncio.Queue[bytes] = asyncio.Queue()
        self._checked = asyncio.Event()
        self._dtls = RTCDtlsTransport(self, [CERTIFICATE])
        self._dtls._srtp_profiles = [
            next(p for p in SRTP_PROFILES if p.openssl_profile == b"SRTP_AEAD_AES_128_GCM")
        ]

    def describe(self, lines: Sequence[Line], *, setup: str) -> str:
        """An offer or an answer with these m-lines."""
        fingerprint = CERTIFICATE.getFingerprints()[0]
        out = ["v=0", f"o=- {random.getrandbits(40)} 1 IN IP4 {ADDRESS}", "s=-", "t=0 0"]
        out += [f"a=group:BUNDLE {' '.join(line.mid for line in lines)}", "a=msid-semantic: WMS *"]
        for line in lines:
            pt = line.payload_type
            out += [
                f"m={line.kind} 9 UDP/TLS/RTP/SAVPF {pt}",
                f"c=IN IP4 {ADDRESS}",
                f"a=mid:{line.mid}",
                f"a={line.direction}",
                "a=rtcp-mux",
                f"a=setup:{setup}",
                f"a=ice-ufrag:{self.ufrag}",
                f"a=ice-pwd:{self.password}",
                f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}",
                f"a=candidate:1 1 udp 2130706431 {ADDRESS} {self.socket.getsockname()[1]} typ host",
                "a=end-of-candidates",
            ]
            out += [
                f"a=extmap:{number} {uri}"
                for number, uri in _EXTENSIONS.items()
                if line.kind == "audio" or number != LEVEL_ID
            ]
            if line.kind == "audio":
                out += [f"a=rtpmap:{pt} opus/48000/2", f"a=fmtp:{pt} minptime=10;useinbandfec=1"]
            else:
                feedback = ("nack", "nack pli", "ccm fir", "goog-remb")
                out += [f"a=rtpmap:{pt} VP8/90000", *(f"a=rtcp-fb:{pt} {value}" for value in feedback)]
            out.append(f"a=rtcp-fb:{pt} transport-cc")
            if line.ssrc:
                out += [f"a=msid:s{line.ssrc} t{line.ssrc}", f"a=ssrc:{line.ssrc} cname:{self.ufrag}"]
        return "\r\n".join(out) + "\r\n"

    async def connect(self, remote: str) -> None:
        """By the other side's description: ICE and the handshake. Afterwards the socket is the caller's."""
        self._remote_ufrag = re.search(r"a=ice-ufrag:(\S+)", remote)[1]
        self._remote_password = re.search(r"a=ice-pwd:(\S+)", remote)[1]
        fingerprint = re.search(r"a=fingerprint:(\S+) (\S+)", remote).groups()
        port = int(re.search(rf"a=candidate:\S+ 1 udp \d+ {re.escape(ADDRESS)} (\d+)", remote, re.I)[1])
        self.socket.connect((ADDRESS, port))
        self.socket.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.add_reader(self.socket.fileno(), self._readable)
        async with asyncio.timeout(20):
            while not self._checked.is_set():
                self.socket.send(self.binding_request())
                await asyncio.wait([asyncio.ensure_future(self._checked.wait())], timeout=0.2)
            self._dtls._set_role("server" if "a=setup:active" in remote else "client")
            await self._dtls.start(RTCDtlsParameters([RTCDtlsFingerprint(*fingerprint)]))
        if self._dtls.state != "connected":
            raise ConnectionError(f"DTLS is {self._dtls.state}")
        loop.remove_reader(self.socket.fileno())
        self.incoming, self.outgoing = self._dtls._rx_srtp, self._dtls._tx_srtp

    def binding_request(self) -> bytes:
        request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self._remote_ufrag}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1
        if self.role == "controlling":
            request.attributes["ICE-CONTROLLING"] = 1
            request.attributes["USE-CANDIDATE"] = None
        else:
            request.attributes["ICE-CONTROLLED"] = 1
        request.add_message_integrity(self._remote_password.encode())
        request.add_fingerprint()
        return bytes(request)

    def on_stun(self, data: bytes) -> None:
        """Answer a check; note an answer."""
        message = stun.parse_message(data)
        if message.message_class == stun.Class.RESPONSE:
            self._checked.set()
        elif message.message_class == stun.Class.REQUEST:
            response = stun.Message(
                message_method=stun.Method.BINDING,
                message_class=stun.Class.RESPONSE,
                transaction_id=message.transaction_id,
            )
            response.attributes["XOR-MAPPED-ADDRESS"] = self.socket.getpeername()
            response.add_message_integrity(self.password.encode())
            response.add_fingerprint()
            self.socket.send(bytes(response))

    def _readable(self) -> None:
        try:
            data = self.socket.recv(2048)
        except OSError:
            return
        if data and data[0] < 4:
            self.on_stun(data)
        elif data and 19 < data[0] < 64:
            self._handshake.put_nowait(data)

    async def _recv(self) -> bytes:
        return await self._handshake.get()

    async def _send(self, data: bytes) -> None:
        self.socket.send(data)
