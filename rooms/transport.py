"""DTLS-SRTP of one peer (RFC 5764): the only file that uses aiortc, and its private names.

aiortc's transport does the handshake and derives the keys; packets go through its SRTP sessions directly,
never through its queue. The version is pinned and a canary test asserts that these names exist and behave.
"""

import asyncio
import contextlib
import datetime
from collections.abc import Callable

import pylibsrtp
from aiortc.rtcdtlstransport import (
    SRTP_PROFILES,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

from rooms.in_place import Cipher, Memory

_MAX_WAITING = 64  # handshake datagrams; a whole flight is fewer than ten
_RENEW_BEFORE = datetime.timedelta(days=7)
# 2.5 times cheaper than AES-CM with SHA-1; as the server we choose, and every browser has it.
_PROFILE_ORDER = (b"SRTP_AEAD_AES_128_GCM", b"SRTP_AES128_CM_SHA1_80", b"SRTP_AEAD_AES_256_GCM")


class Unprotectable(Exception):
    """A packet that failed authentication or was replayed."""


class Certificates:
    """This process's self-signed certificate, renewed well before its thirty days end."""

    def __init__(self) -> None:
        self._current = RTCCertificate.generateCertificate()

    def current(self) -> RTCCertificate:
        """The one for a new peer; peers of an older one keep theirs."""
        if self._current.expires - datetime.datetime.now(datetime.UTC) < _RENEW_BEFORE:
            self._current = RTCCertificate.generateCertificate()
        return self._current


class Transport:
    """One peer's keys. Feed it handshake datagrams; when `on_ready` was called it protects and unprotects."""

    def __init__(
        self,
        certificate: RTCCertificate,
        send: Callable[[bytes], None],
        memory: Memory,
        *,
        on_ready: Callable[[], None],
        on_closed: Callable[[bool], None],
        on_error: Callable[[str], None],
    ) -> None:
        """`on_closed(failed)` is called once: the handshake failed, or the client said goodbye.

        `on_error` is called in the handler of an exception that nobody foresaw, with what we were at.
        """
        self._wire = _Wire(send)
        self._memory = memory
        self.incoming: Cipher  # in place, in `memory`; only when ready
        self.outgoing: Cipher
        self._dtls = RTCDtlsTransport(self._wire, [certificate])  # type: ignore[arg-type]
        self._dtls._set_role("server")
        order = {name: rank for rank, name in enumerate(_PROFILE_ORDER)}
        self._dtls._srtp_profiles = sorted(SRTP_PROFILES, key=lambda profile: order[profile.openssl_profile])
        self._on_ready, self._on_closed, self._on_error = on_ready, on_closed, on_error
        self._task: asyncio.Task[None] | None = None
        self.ready = False
        digest = next(f for f in certificate.getFingerprints() if f.algorithm == "sha-256")
        self.fingerprint: tuple[str, str] = (digest.algorithm, digest.value)

    def start(self, fingerprints: tuple[tuple[str, str], ...]) -> None:
        """Begin to listen for the client's handshake; its certificate must match all `fingerprints`."""
        self._task = asyncio.get_running_loop().create_task(self._run(fingerprints))

    def feed(self, data: bytes) -> bool:
        """A DTLS datagram from the validated address. False: dropped, too many are waiting."""
        return self._wire.put(data)

    def unprotect_rtcp(self, data: bytes) -> bytes:
        """RTCP in the clear. Raises Unprotectable."""
        try:
            return self._dtls._rx_srtp.unprotect_rtcp(data)
        except (pylibsrtp.Error, TypeError, ValueError) as error:
            raise Unprotectable(str(error)) from None

    def protect(self, data: bytes) -> bytes:
        """SRTP to send. Only when ready. Raises pylibsrtp.Error, for instance when a resend is too old."""
        return self._dtls._tx_srtp.protect(data)

    def protect_rtcp(self, data: bytes) -> bytes:
        return self._dtls._tx_srtp.protect_rtcp(data)

    async def stop(self) -> None:
        """Say goodbye to the client and end every task. Calls nothing back."""
        self.ready = False
        self._on_ready, self._on_closed = _nothing, _nothing_of
        if self._task and self._task is not asyncio.current_task():
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        pump = self._dtls._task
        await self._dtls.stop()
        if pump:
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await pump
        self._dtls.remove_all_listeners()

    async def _run(self, fingerprints: tuple[tuple[str, str], ...]) -> None:
        remote = RTCDtlsParameters([RTCDtlsFingerprint(*fingerprint) for fingerprint in fingerprints])
        try:
            await self._dtls.start(remote)
            if self._dtls.state != "connected":
                self._on_closed(True)
                return
            self._dtls.on("statechange", self._changed)
            self.incoming = Cipher(self._dtls._rx_srtp, self._memory)
            self.outgoing = Cipher(self._dtls._tx_srtp, self._memory)
            self.ready = True
            self._on_ready()
        except Exception:
            self._on_error("handshake")
            self._on_closed(True)

    def _changed(self) -> None:
        if self._dtls.state == "closed":
            self.ready = False
            self._on_closed(False)


class _Wire:
    """What RTCDtlsTransport needs of an ICE transport."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._write = send
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(_MAX_WAITING)

    def put(self, data: bytes) -> bool:
        if self._waiting.full():
            return False
        self._waiting.put_nowait(data)
        return True

    async def _recv(self) -> bytes:
        return await self._waiting.get()

    async def _send(self, data: bytes) -> None:
        self._write(data)


def _nothing() -> None: ...


def _nothing_of(_: bool) -> None: ...
