"""Reading a browser's offer (SDP by RFC 8866, JSEP by RFC 9429) into a typed description. Pure.

Only what an SFU answers to is read. Candidates are not: clients are never contacted, they come to us.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, cast

from rooms.interface import Refused

MAX_OFFER_BYTES = 64 * 1024
MAX_SECTIONS = 64

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ORIENTATION = "urn:3gpp:video-orientation"
ABSOLUTE_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_SEQUENCE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
DEPENDENCY = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
Kind = Literal["audio", "video"]

_TOKEN = re.compile(r"[\w!#$%&'*+.^`{|}~/-]{1,64}", re.ASCII)
_ICE = re.compile(r"[A-Za-z0-9+/]{4,256}")
_FINGERPRINT = re.compile(r"(?:[0-9A-Fa-f]{2}:){31,63}[0-9A-Fa-f]{2}")
_DIRECTIONS: tuple[Direction, ...] = ("sendrecv", "sendonly", "recvonly", "inactive")
# Every browser has the first one of a kind, so that is what is sent until something else is wished for.
_SUPPORTED = {"audio": ("opus",), "video": ("vp8", "h264", "vp9", "av1")}
_CLOCK_RATES = {"audio": 48000, "video": 90000}


@dataclass(frozen=True, slots=True)
class Codec:
    """What both sides may use on an m-line.

    `rtx` is the payload type of its retransmissions (RFC 4588), `red` that of redundant sound (RFC 2198).
    """

    payload_type: int
    name: str  # lower case
    clock_rate: int
    format: str = ""  # a=fmtp parameters as offered
    feedback: frozenset[str] = frozenset()  # a=rtcp-fb values as offered
    rtx: int | None = None
    red: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One m-line. Without a codec it is to be rejected (RFC 9429 section 5.3.1).

    `codecs` are those that we can forward, one of each name, in our order.
    """

    kind: str  # audio, video, application, …
    mid: str
    protocol: str
    direction: Direction
    codecs: tuple[Codec, ...]
    formats: tuple[str, ...]
    extensions: dict[str, int] = field(default_factory=dict)  # uri → id
    rids: tuple[str, ...] = ()  # sent simulcast layers, lowest first
    ssrcs: tuple[int, ...] = ()  # media first, then its retransmissions
    reduced_size: bool = False

    @property
    def codec(self) -> Codec | None:
        """The one that is used at first."""
        return self.codecs[0] if self.codecs else None

    @property
    def media_kind(self) -> Kind:
        return cast(Kind, self.kind)


@dataclass(frozen=True, slots=True)
class Offer:
    """All that an offer says of the one bundled transport, and its m-lines in order."""

    ufrag: str
    password: str
    fingerprints: tuple[tuple[str, str], ...]  # (algorithm, value)
    sections: tuple[Section, ...]


def read_offer(sdp: str) -> Offer:
    """Raises Refused("bad_offer") with the reason, for whatever a stranger may send."""
    if len(sdp) > MAX_OFFER_BYTES:
        raise bad_offer("larger than 64 KiB")
    lines = sdp.replace("\r\n", "\n").strip("\n").split("\n")
    if lines[0] != "v=0":
        raise bad_offer("does not begin with v=0")
    starts = [at for at, line in enumerate(lines) if line.startswith("m=")]
    if not starts:
        raise bad_offer("no m-line")
    if len(starts) > MAX_SECTIONS:
        raise bad_offer(f"more than {MAX_SECTIONS} m-lines")
    session = _Attributes(lines[: starts[0]])
    described = [
        (lines[start][2:], _Attributes(lines[start:end]))
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    sections = tuple(_section(media_line, own) for media_line, own in described)
    mids = [section.mid for section in sections]
    if len(set(mids)) != len(mids):
        raise bad_offer("two m-lines with one mid")
    bundled = set((session.first("group") or "").split(" ")[1:])
    accepted = [
        (section, own) for section, (_, own) in zip(sections, described, strict=True) if section.codec
    ]
    if not accepted:
        raise bad_offer("no m-line with a codec that is forwarded here")
    if not all(section.mid in bundled for section, _ in accepted):
        raise bad_offer("not bundled")
    own = accepted[0][1]  # the bundle's transport is that of its first m-line (RFC 9143 section 7.2)
    return Offer(
        _credential(own.first("ice-ufrag") or session.first("ice-ufrag"), "ice-ufrag", 4),
        _credential(own.first("ice-pwd") or session.first("ice-pwd"), "ice-pwd", 22),
        _fingerprints(own, session),
        sections,
    )


def bad_offer(why: str) -> Refused:
    return Refused("bad_offer", why)


class _Attributes:
    """The a= lines of one part of a description."""

    def __init__(self, lines: list[str]) -> None:
        self.values: dict[str, list[str]] = {}
        for line in lines:
            if line.startswith("a="):
                key, _, value = line[2:].partition(":")
                self.values.setdefault(key, []).append(value)

    def first(self, key: str) -> str | None:
        return self.values.get(key, [None])[0]

    def all(self, key: str) -> list[str]:
        return self.values.get(key, [])

    def numbered(self, key: str) -> dict[int, list[str]]:
        """Values such as `96 nack pli`, by their payload type."""
        found: dict[int, list[str]] = {}
        for value in self.all(key):
            number, _, rest = value.partition(" ")
            if (counted := _number(number)) is not None and counted < 128:
                found.setdefault(counted, []).append(rest)
        return found


def _section(media_line: str, own: _Attributes) -> Section:
    parts = media_line.split(" ")
    if len(parts) < 4 or not parts[1].isdigit():
        raise bad_offer("an m-line that is none")
    kind, port, protocol, *formats = parts
    mid = own.first("mid")
    if mid is None or not _TOKEN.fullmatch(mid):
        raise bad_offer("an m-line without a mid")
    directions: list[Direction] = [key for key in _DIRECTIONS if key in own.values]
    usable = (
        (port != "0" or "bundle-only" in own.values)
        and protocol == "UDP/TLS/RTP/SAVPF"
        and "rtcp-mux" in own.values
        and kind in _SUPPORTED
    )
    return Section(
        kind=kind if _TOKEN.fullmatch(kind) else "audio",
        mid=mid,
        protocol=protocol if _TOKEN.fullmatch(protocol) else "UDP/TLS/RTP/SAVPF",
        direction=directions[0] if directions else "sendrecv",
        codecs=_codecs(kind, formats, own) if usable else (),
        formats=tuple(name for name in formats if _TOKEN.fullmatch(name)) or ("0",),
        extensions=_extensions(own),
        rids=_rids(own),
        ssrcs=_ssrcs(own),
        reduced_size="rtcp-rsize" in own.values,
    )


def _codecs(kind: str, formats: list[str], own: _Attributes) -> tuple[Codec, ...]:
    rate = str(_CLOCK_RATES[kind])
    parameters, feedback = own.numbered("fmtp"), own.numbered("rtcp-fb")
    mapped = {
        number: values[0].lower().split("/")
        for number, values in own.numbered("rtpmap").items()
        if str(number) in formats
    }
    told = {number: parameters.get(number, [""])[0] for number in mapped}
    for_all = [value[2:] for value in own.all("rtcp-fb") if value.startswith("* ")]
    codecs: list[Codec] = []
    for wanted in _SUPPORTED[kind]:
        named = (number for number, name in mapped.items() if name[:2] == [wanted, rate])
        number = next((number for number in named if _is_usual_profile(wanted, told[number])), None)
        if number is None:
            continue
        retransmissions = (
            other
            for other, name in mapped.items()
            if name[0] == "rtx" and f"apt={number}" in told[other].split(";")
        )
        redundant = (
            other
            for other, name in mapped.items()
            if kind == "audio"
            and name[:2] == ["red", rate]
            and set(told[other].split("/")) == {str(number)}  # of this codec alone
        )
        codec = Codec(
            number,
            wanted,
            _CLOCK_RATES[kind],
            format=told[number],
            feedback=frozenset(feedback.get(number, []) + for_all),
            rtx=next(retransmissions, None),
            red=next(redundant, None),
        )
        codecs.append(codec)
    return tuple(codecs)


def _is_usual_profile(name: str, parameters: str) -> bool:
    """Whether it is the profile that everybody has: what one sends the others must be able to decode."""
    told = dict(part.strip().partition("=")[::2] for part in parameters.lower().split(";"))
    match name:
        case "h264":  # constrained baseline, in units that may be split (RFC 6184 sections 6.3 and 8.1)
            is_constrained = re.match(r"42[4-7c-f]", told.get("profile-level-id", ""))
            return bool(is_constrained) and told.get("packetization-mode") == "1"
        case "vp9":
            return told.get("profile-id", "0") == "0"
        case "av1":
            return told.get("profile", "0") == "0"
        case _:
            return True


def _extensions(own: _Attributes) -> dict[str, int]:
    """One-byte header ids only (1 to 14): every browser offers these."""
    found: dict[str, int] = {}
    for value in own.all("extmap"):
        number, _, rest = value.partition(" ")
        number = number.partition("/")[0]
        uri = rest.split(" ")[0]
        if (counted := _number(number)) is not None and 1 <= counted <= 14:
            found.setdefault(uri, counted)
    return found


def _rids(own: _Attributes) -> tuple[str, ...]:
    """Layers of a=simulcast:send (RFC 8853) in its order; browsers offer no alternatives and no pauses."""
    simulcast = own.first("simulcast") or ""
    words = simulcast.split(" ")
    declared = {value.split(" ")[0] for value in own.all("rid") if value.split(" ")[1:2] == ["send"]}
    if "send" not in words[:-1]:
        return ()
    layers = words[words.index("send") + 1].split(";")
    if len(layers) > 4 or len(set(layers)) != len(layers) or not declared.issuperset(layers):
        raise bad_offer("simulcast layers that are not declared")
    if not all(re.fullmatch(r"[A-Za-z0-9]{1,16}", layer) for layer in layers):
        raise bad_offer("a layer's name must be short and alphanumeric")
    return tuple(layers)


def _ssrcs(own: _Attributes) -> tuple[int, ...]:
    """The first a=ssrc is media, the second its retransmissions, unless a=ssrc-group:FID says so itself."""
    group = next((value[4:] for value in own.all("ssrc-group") if value.startswith("FID ")), "")
    named = group.split(" ") if group else [value.split(" ")[0] for value in own.all("ssrc")]
    numbers = dict.fromkeys(map(_number, named))
    return tuple(number for number in numbers if number is not None and number < 1 << 32)[:2]


def _number(text: str) -> int | None:
    """None for what is no number of ten digits or fewer: Python refuses to read thousands of them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _credential(value: str | None, name: str, shortest: int) -> str:
    if value is None or not _ICE.fullmatch(value) or len(value) < shortest:
        raise bad_offer(f"no valid {name}")
    return value


def _fingerprints(own: _Attributes, session: _Attributes) -> tuple[tuple[str, str], ...]:
    setup = own.first("setup") or session.first("setup")
    if setup not in ("actpass", "active"):
        raise bad_offer("setup must be actpass or active")
    found: list[tuple[str, str]] = []
    for line in own.all("fingerprint") or session.all("fingerprint"):
        algorithm, _, value = line.partition(" ")
        if algorithm.lower() in ("sha-256", "sha-384", "sha-512") and _FINGERPRINT.fullmatch(value):
            found.append((algorithm.lower(), value.upper()))
    if not found:
        raise bad_offer("no SHA-2 fingerprint")
    return tuple(found)
