"""Where a request comes from: which page sent it, and from which address."""

from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import web

from mentorpitch.errors import Forbidden
from mentorpitch.web.auth import cookie_name
from mentorpitch.web.services import SERVICES

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FOREIGN = "Another site may not do this for you."
OTHER_NAME = "This server is for its own machine alone: ask for localhost."
HOUSEHOLD_BITS = 64  # of an IPv6 address: who has one address has the whole network


def ensure_same_site(request: web.Request) -> None:
    """Raise Forbidden when another site's page may have sent the request.

    A foreign Origin is refused whatever it asks. Without an Origin, the browser's own word `Sec-Fetch-Site:
    same-origin` is enough; where that is missing too, only a request that carries no cookie of ours (a script
    that signs in, a bot with its token) or changes nothing may pass, and a cookie never opens a socket so.

    A server for its own machine answers to that machine's names only: a stranger's page, whose name was made
    to point here once it was loaded (DNS rebinding), is to its browser of the same site.
    """
    settings = request.app[SERVICES].settings
    if settings.demo_allowed and not _is_this_machine(request.host):
        raise Forbidden(OTHER_NAME)
    origin = request.headers.get("Origin")
    if origin is not None:
        if origin != settings.public_url and origin not in settings.allowed_origins:
            raise Forbidden(FOREIGN)
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site == "same-origin":
        return
    is_socket = request.path.startswith("/socket.io/")
    if not is_socket and request.method in SAFE:
        return
    if site is not None or cookie_name(settings) in request.cookies:
        raise Forbidden(FOREIGN)


def _is_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def client_address(request: web.Request) -> str:
    """Who to count tries against; an IPv6 address stands for its /64 network.

    X-Forwarded-For is believed only as far as trusted proxies wrote it: from the right, up to the first
    address that is not one of theirs.
    """
    proxies = networks(request.app[SERVICES].settings.trusted_proxies)
    address = request.remote or ""
    hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    while hops and _is_one_of(address, proxies):
        hop = hops.pop().strip()
        if not _is_address(hop):
            break
        address = hop
    return _household(address)


@cache
def networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks as such. Raises ValueError for anything else."""
    return tuple(ip_network(proxy, strict=False) for proxy in proxies)


def _household(address: str) -> str:
    if not _is_address(address):
        return "unknown"  # a Unix socket: all who come through it are counted together
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), HOUSEHOLD_BITS), strict=False))
    return str(parsed)


def _is_one_of(address: str, proxies: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return any((mapped or parsed) in proxy for proxy in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
