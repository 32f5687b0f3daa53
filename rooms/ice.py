"""ICE-lite (RFC 8445 section 2.5): answer the clients' connectivity checks, never send one. Pure.

A check finds its path by the ufrag and must pass MESSAGE-INTEGRITY. Nothing else counts from an address that
no such check validated. A nominating check from a new address moves the path there: roaming, unsignalled.
"""

import ipaddress
import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aioice import stun

from rooms.door import Door

Address = tuple[str, int]

_MAGIC_COOKIE = b"\x21\x12\xa4\x42"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Short-term credentials of one generation of a path."""

    ufrag: str
    password: str


def new_credentials() -> Credentials:
    """Fresh ones: 48 bits to be found by, 144 bits to prove it (RFC 8839 section 5.4 asks for 24 and 128)."""
    return Credentials(secrets.token_hex(6), secrets.token_hex(18))


class Listener(Protocol):
    """Whoever a path leads to. Called for every datagram; must not await."""

    @property
    def heard_at(self) -> float:
        """When media or reports came at last, give or take a tenth of a second."""

    def on_check(self) -> None: ...

    def on_nominated(self) -> None: ...

    def on_handshake(self, data: bytes) -> None: ...

    def on_media(self, at: int, size: int, arrived: float, plain: int = -1) -> None:
        """In the thread of the port, under its lock. The packet lies there in the memory of its wire.

        `plain` is its size if it is decrypted already, else -1.
        """


class Connection(Protocol):
    """A client's TCP connection, by which datagrams come and go. `send` is for any thread and never waits."""

    @property
    def address(self) -> Address: ...

    def send(self, data: bytes) -> None: ...

    def proved(self, path: "Path") -> None:
        """A valid check came over it."""

    def mistaken(self) -> None:
        """What came over it is neither a valid check nor from whom one came before."""


class Path:
    """The way to one client: its credentials and the address, or the connection, that is in use."""

    __slots__ = (
        "address",
        "checked_at",
        "connection",
        "credentials",
        "destination",
        "door",
        "generation",
        "listener",
        "previous",
        "source",
    )

    def __init__(self, listener: Listener, door: Door | None = None) -> None:
        self.listener = listener
        self.door = door or Door()  # of the wire's, which is told where the client is
        self.credentials = new_credentials()
        self.generation = 0  # of the credentials
        self.previous: Credentials | None = None  # still valid until the restarted path is nominated
        self.address: Address | None = None
        self.source: Any = None  # the same for the wire: to be found by, and to be answered to
        self.destination: Any = None
        self.connection: Connection | None = None  # instead of an address
        self.checked_at = 0.0  # when the last valid check came from there

    def password_of(self, ufrag: str) -> str | None:
        for credentials in (self.credentials, self.previous):
            if credentials and credentials.ufrag == ufrag:
                return credentials.password
        return None


@dataclass(frozen=True, slots=True)
class Check:
    """A valid connectivity check and what to answer."""

    path: Path
    ufrag: str
    nominates: bool
    response: bytes


class Rejected(Exception):
    """A datagram that looked like STUN. `reason` is what it is counted as."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def looks_like_stun(data: bytes) -> bool:
    """Whether it is worth a closer look (RFC 8489 section 5)."""
    return len(data) >= 20 and data[4:8] == _MAGIC_COOKIE


def read_check(data: bytes, source: Address, find: Callable[[str], Path | None]) -> Check:
    """Raises Rejected. Silence is the answer to whoever does not know the password."""
    if not looks_like_stun(data):
        raise Rejected("stun_malformed")
    try:
        request = stun.parse_message(data)
    except (ValueError, KeyError, struct.error):  # all that aioice's parser is known to raise
        raise Rejected("stun_malformed") from None
    if request.message_method != stun.Method.BINDING or request.message_class != stun.Class.REQUEST:
        raise Rejected("stun_unexpected")
    ufrag = request.attributes.get("USERNAME", "").partition(":")[0]
    path = find(ufrag)
    password = path.password_of(ufrag) if path else None
    if path is None or password is None:
        raise Rejected("stun_unknown")
    key = password.encode()
    if not request.check_message_integrity(key):
        raise Rejected("stun_integrity")
    response = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=request.transaction_id,
    )
    response.attributes["XOR-MAPPED-ADDRESS"] = _as_seen(source)
    response.add_message_integrity(key)
    return Check(path, ufrag, "USE-CANDIDATE" in request.attributes, bytes(response))


def _as_seen(source: Address) -> Address:
    """The address by which the client would know itself: no zone, no IPv4 dressed as IPv6."""
    host, port = source
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address), port
