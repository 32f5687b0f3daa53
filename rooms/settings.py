"""What the media wing needs to know about its machine."""

import ipaddress
import socket
from dataclasses import dataclass

from rooms.wire import Way


@dataclass(frozen=True, kw_only=True)
class MediaSettings:
    """Where media is served, and how much of it."""

    host: str = "0.0.0.0"  # noqa: S104 - media must be reachable; only authenticated checks get an answer
    port: int = 7990  # UDP; 0 takes a free one
    tcp_port: int | None = None  # for who can send no UDP; 0 takes a free one, None: there is none
    announced_addresses: tuple[str, ...] = ()  # what browsers are told; empty: this machine's own addresses
    max_peers_per_room: int = 12
    reconnecting_after_s: float = 5.0  # silence after which the others are told
    lost_after_s: float = 15.0  # silence after which the peer is removed
    way: Way = "compiled"  # to the socket; what the system lacks is done without

    def addresses(self) -> tuple[str, ...]:
        """The addresses to announce as host candidates. Sends nothing."""
        if self.announced_addresses:
            return self.announced_addresses
        host = ipaddress.ip_address(self.host)
        if not host.is_unspecified:
            return (self.host,)
        # Loopback too: a browser on this machine may have no other way when the network is down.
        loopback, elsewhere = ("127.0.0.1", "192.0.2.1") if host.version == 4 else ("::1", "2001:db8::1")
        routed = _address_towards(elsewhere)
        return (routed, loopback) if routed and routed != loopback else (loopback,)


def _address_towards(destination: str) -> str | None:
    """The local address that the system would send from; connecting a UDP socket sends no packet."""
    family = socket.AF_INET6 if ":" in destination else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((destination, 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])
