"""Asking somebody else's server, whose address a person has typed.

Such an address must not lead back into the house: to this server's own ports, its neighbours, its cloud's
metadata. Names are looked up once for each connection, every address that is found must be a public one, and
the connection goes to one of those that were looked at, so a name that points elsewhere a moment later gains
nothing. Redirects are not followed, proxies of the environment not used, and little is read of an answer.
"""

import asyncio
import ipaddress
import socket
import time
from typing import Final
from urllib.parse import urlsplit

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from mentorpitch.errors import Invalid

WHOLE_S: Final = 15.0  # of an attempt; less than a job's lease
MOST_READ: Final = 1_024  # bytes of an answer, which nobody looks at
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

REFUSED: Final = "This address cannot be used: it must be https, with a name that everybody can reach."


class Refused(OSError):
    """The name leads to an address that is not public."""


class Answer(msgspec.Struct, frozen=True):
    """What came of an attempt: a status, or else a word of why there is none."""

    status: int | None
    error: str | None
    took_ms: int


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody can reach; what is wrapped inside of it, too."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast


def ensure_sendable(url: str, *, allow_private: bool) -> str:
    """The address as it is kept. Raises Invalid for one that could not be sent to, whatever is looked up."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Invalid("That is not an address.", field="url") from None
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Invalid("An address without a user, a password or a fragment.", field="url")
    allowed = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in allowed or not host or not parts.geturl().isascii() or " " in parts.geturl():
        raise Invalid(REFUSED, field="url")
    if not allow_private and _is_literal(host) and not is_public(host):
        raise Invalid(REFUSED, field="url")
    return parts.geturl()


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class PublicResolver(AbstractResolver):
    """Looks a name up and gives its addresses, if every one of them is public."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not found or not all(is_public(each["host"]) for each in found):
            raise Refused(f"{len(found)} addresses")
        return found

    async def close(self) -> None:
        await self._inner.close()


class Sender:
    """Posts to addresses; each attempt has a connection of its own."""

    def __init__(
        self, *, allow_private: bool, version: str, resolver: AbstractResolver | None = None
    ) -> None:
        self._allow_private = allow_private
        self._agent = f"MentorPitch/{version}"
        self._resolver = resolver  # None: this machine's own

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Never raises but for what is ours to mend."""
        began = time.monotonic()
        try:
            ensure_sendable(url, allow_private=self._allow_private)
            status, error = await self._post(url, body, headers), None
        except Invalid:
            status, error = None, "refused address"
        except TimeoutError:
            status, error = None, "too slow"
        except (ClientError, OSError) as failure:
            status, error = None, "refused address" if _is_refusal(failure) else "unreachable"
        if status is not None and not 200 <= status < 300:
            error = f"answered {status}"
        return Answer(status, error, int((time.monotonic() - began) * 1_000))

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        inner = self._resolver or ThreadedResolver()
        resolver = inner if self._allow_private else PublicResolver(inner)
        connector = TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True)
        sent = {"Content-Type": "application/json", "User-Agent": self._agent, **headers}
        async with (
            asyncio.timeout(WHOLE_S),
            ClientSession(
                connector=connector,
                timeout=ClientTimeout(total=WHOLE_S),
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.post(url, data=body, headers=sent, allow_redirects=False) as answer,
        ):
            await answer.content.read(MOST_READ)
            return answer.status


def _is_refusal(failure: BaseException | None) -> bool:
    while failure is not None:
        if isinstance(failure, Refused):
            return True
        failure = getattr(failure, "os_error", None) or failure.__cause__
    return False
