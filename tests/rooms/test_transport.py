"""A canary: the private names of aiortc that `transport.py` leans on exist and behave."""

import asyncio
import inspect
from importlib.metadata import version

import pytest
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCCertificate, RTCDtlsTransport

from rooms.in_place import Memory
from rooms.transport import Certificates, Transport, Unprotectable

MEMORY = Memory()
PACKET = b"\x80\x60\x00\x01" + bytes(8) + b"payload"


def test_the_pinned_version_is_the_installed_one():
    assert version("aiortc") == "1.16.0"


def test_the_private_names_are_there():
    transport = RTCDtlsTransport(None, [RTCCertificate.generateCertificate()])
    for name in ("_set_role", "_srtp_profiles", "_rx_srtp", "_tx_srtp", "_task", "_role"):
        assert hasattr(transport, name), name
    assert inspect.iscoroutinefunction(RTCDtlsTransport.start)
    assert b"SRTP_AEAD_AES_128_GCM" in {profile.openssl_profile for profile in SRTP_PROFILES}


async def pair() -> tuple[Transport, Transport]:
    """Two transports joined back to back, the second as the client."""
    certificates = Certificates()
    ready = asyncio.Event()
    ends: list[Transport] = []
    for other in (1, 0):
        end = Transport(
            certificates.current(),
            lambda data, other=other: ends[other].feed(data) and None,
            MEMORY,
            on_ready=lambda: ready.set() if all(end.ready for end in ends) else None,
            on_closed=lambda failed: None,
            on_error=pytest.fail,
        )
        ends.append(end)
    ends[1]._dtls._set_role("client")
    for end in ends:
        end.start((ends[0].fingerprint,))
    async with asyncio.timeout(5):
        await ready.wait()
    return ends[0], ends[1]


def lay(data: bytes) -> tuple[int, int]:
    """Put it where the first datagram lies; place and size."""
    at = MEMORY.received[0]
    MEMORY.data[at : at + len(data)] = data
    return at, len(data)


def lies(at: int, size: int) -> bytes:
    return bytes(MEMORY.data[at : at + size])


async def test_packets_go_through_by_the_cheapest_cipher():
    server, client = await pair()
    protected = server.protect(PACKET)
    assert len(protected) == len(PACKET) + 16  # the tag of AES-GCM
    at, size = lay(protected)
    assert lies(at, client.incoming.unprotect(at, size)) == PACKET
    assert server._dtls._ssl.get_selected_srtp_profile() == b"SRTP_AEAD_AES_128_GCM"
    for end in (client, server):
        await end.stop()


async def test_in_place_is_as_by_the_librarys_copies():
    server, client = await pair()
    at, size = lay(PACKET)
    size = server.outgoing.protect(at, size)
    assert lies(at, size) == server.protect(PACKET)
    assert lies(at, client.incoming.unprotect(at, size)) == PACKET
    for end in (client, server):
        await end.stop()


async def test_a_replay_and_a_forgery_are_refused():
    server, client = await pair()
    protected = server.protect(PACKET)
    client.incoming.unprotect(*lay(protected))
    for bad in (protected, protected[:-1] + b"\x00", b"\x80\x60", b"", bytes(2048)):
        assert client.incoming.unprotect(*lay(bad)) == -1
        with pytest.raises(Unprotectable):
            client.unprotect_rtcp(bad)
    for end in (client, server):
        await end.stop()


async def test_nothing_outside_of_the_memory_is_touched():
    server, client = await pair()
    end = len(MEMORY.data)
    for at, size in ((-1, 100), (end, 100), (end - 100, 100), (end - 100, 1 << 40), (0, -1), (0, 11)):
        assert server.outgoing.protect(at, size) == -1
        assert client.incoming.unprotect(at, size) == -1
    for end in (client, server):
        await end.stop()


async def test_a_packet_may_be_sent_again_under_its_number():
    server, client = await pair()
    assert server.protect(PACKET) == server.protect(PACKET)
    for end in (client, server):
        await end.stop()


def test_a_certificate_is_renewed_before_it_expires(monkeypatch):
    certificates = Certificates()
    first = certificates.current()
    assert certificates.current() is first
    monkeypatch.setattr("rooms.transport._RENEW_BEFORE", first.expires - first._cert.not_valid_before_utc)
    assert certificates.current() is not first
