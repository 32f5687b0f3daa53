"""Writing the answer: every m-line of the offer mirrored, candidates and keys of this server. Pure.

What a client sends we receive; what it would receive becomes a slot with fixed SSRCs. So nothing needs to be
negotiated again, whoever comes, goes or shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rooms.interface import Source
from rooms.sdp import (
    ABSOLUTE_SEND_TIME,
    AUDIO_LEVEL,
    DEPENDENCY,
    MID,
    ORIENTATION,
    REPAIRED_RID,
    RID,
    TRANSPORT_SEQUENCE,
    Codec,
    Offer,
    Section,
)

CNAME = "mentorpitch"
UPLINK_EXTENSIONS = (MID, RID, REPAIRED_RID, AUDIO_LEVEL, ORIENTATION, TRANSPORT_SEQUENCE, ABSOLUTE_SEND_TIME)
# No transport-wide sequence: without it receivers estimate the downlink themselves and tell it by REMB.
SLOT_EXTENSIONS = (AUDIO_LEVEL, ORIENTATION, ABSOLUTE_SEND_TIME)
_UPLINK_FEEDBACK = ("nack", "nack pli", "ccm fir", "transport-cc")
_SLOT_FEEDBACK = ("nack", "nack pli", "ccm fir", "goog-remb")
_START_BITRATE_KBPS = 1500
_NAMES = {"opus": "opus", "vp8": "VP8", "h264": "H264", "vp9": "VP9", "av1": "AV1"}
_PROFILES = {  # those that `sdp` takes: of a level only the sender's own offer would say more
    "h264": "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
    "vp9": "profile-id=0",
    "av1": "profile=0;level-idx=5;tier=0",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """This server's side of one peer's transport."""

    ufrag: str
    password: str
    fingerprint: tuple[str, str]
    addresses: Sequence[str]
    port: int
    tcp_port: int | None = None
    generation: int = 0  # of the credentials: how often ICE was restarted


@dataclass(frozen=True, slots=True)
class SlotIdentity:
    """What a downlink m-line promises for the whole call. `place` pairs sound and picture for lip sync."""

    place: int
    ssrc: int
    rtx_ssrc: int


def write_answer(
    offer: Offer, endpoint: Endpoint, uplinks: Mapping[str, Source], slots: Mapping[str, SlotIdentity]
) -> str:
    """`uplinks` and `slots` by mid; an m-line in neither is rejected."""
    accepted = [
        section.mid
        for section in offer.sections
        if section.codec and (section.mid in uplinks or section.mid in slots)
    ]
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {' '.join(accepted)}",
        "a=msid-semantic:WMS *",
        "a=extmap-allow-mixed",  # what depends on what may need more than a short element holds
    ]
    for section in offer.sections:
        if section.mid not in accepted:
            lines += _rejected(section)
            continue
        source = uplinks.get(section.mid)
        if source is Source.SCREEN_SOUND:  # it may be music, and large: losses there are no lost words
            section = replace(section, codecs=tuple(replace(codec, red=None) for codec in section.codecs))
        lines += _transport(section, endpoint)
        lines += _uplink(section, source) if source else _slot(section, slots[section.mid])
    return "\r\n".join(lines) + "\r\n"


def _rejected(section: Section) -> list[str]:
    formats = " ".join(section.formats)
    return [
        f"m={section.kind} 0 {section.protocol} {formats}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        "a=inactive",
    ]


def _transport(section: Section, endpoint: Endpoint) -> list[str]:
    # Redundant sound comes first: senders take the first that both have.
    numbers = [(codec.red, codec.payload_type, codec.rtx) for codec in section.codecs]
    payload_types = " ".join(str(number) for of_one in numbers for number in of_one if number is not None)
    first = endpoint.addresses[0]
    lines = [
        f"m={section.kind} {endpoint.port} {section.protocol} {payload_types}",
        f"c=IN {'IP6' if ':' in first else 'IP4'} {first}",
        f"a=mid:{section.mid}",
        f"a=ice-ufrag:{endpoint.ufrag}",
        f"a=ice-pwd:{endpoint.password}",
        f"a=fingerprint:{' '.join(endpoint.fingerprint)}",
        "a=setup:passive",
        "a=rtcp-mux",
    ]
    if section.reduced_size:
        lines.append("a=rtcp-rsize")
    for rank, address in enumerate(endpoint.addresses):
        priority = 100 << 24 | _preference(endpoint, rank) << 8 | 255
        lines.append(f"a=candidate:{rank + 1} 1 udp {priority} {address} {endpoint.port} typ host")
    for rank, address in enumerate(endpoint.addresses if endpoint.tcp_port else ()):
        # RFC 6544 section 4.2: a type preference below UDP's, the direction preference of passive.
        priority = 90 << 24 | (4 << 13 | _preference(endpoint, rank)) << 8 | 255
        foundation = len(endpoint.addresses) + rank + 1
        where = f"{address} {endpoint.tcp_port} typ host tcptype passive"
        lines.append(f"a=candidate:{foundation} 1 tcp {priority} {where}")
    lines.append("a=end-of-candidates")
    return lines


def _preference(endpoint: Endpoint, rank: int) -> int:
    """The local preference of an address (RFC 8445 section 5.1.2.1), in our order: 0 to 8191.

    A pair counts as much as the lesser of its two candidates (section 6.1.2.3). So ours are lesser than any
    host candidate's or peer-reflexive one's, and each restart's greater than those before: who has walked
    into another network takes the new path at once, where Chromium would hold on to the old one for 3.5 s,
    because its interface was the first.
    """
    return min(endpoint.generation, 511) << 4 | 15 - min(rank, 15)


def _codec(codec: Codec, feedback: Sequence[str], parameters: str) -> list[str]:
    number = codec.payload_type
    channels = "/2" if codec.name == "opus" else ""
    lines = [f"a=rtpmap:{number} {_NAMES[codec.name]}/{codec.clock_rate}{channels}"]
    parameters = ";".join(filter(None, (_PROFILES.get(codec.name), parameters)))
    lines += [f"a=rtcp-fb:{number} {value}" for value in feedback if value in codec.feedback]
    if parameters:
        lines.append(f"a=fmtp:{number} {parameters}")
    if codec.rtx is not None:
        lines += [f"a=rtpmap:{codec.rtx} rtx/{codec.clock_rate}", f"a=fmtp:{codec.rtx} apt={number}"]
    if codec.red is not None:
        red = f"a=rtpmap:{codec.red} red/{codec.clock_rate}{channels}"
        lines += [red, f"a=fmtp:{codec.red} {number}/{number}"]
    return lines


def _extensions(section: Section, wanted: Sequence[str]) -> list[str]:
    return [f"a=extmap:{section.extensions[uri]} {uri}" for uri in wanted if uri in section.extensions]


def _uplink(section: Section, source: Source) -> list[str]:
    """What we are ready to receive: sound that survives loss (RFC 7587), pictures that start sharp."""
    if source is Source.MICROPHONE:
        parameters = "minptime=10;useinbandfec=1;usedtx=1"
    elif source is Source.SCREEN_SOUND:
        parameters = "minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000"
    else:
        # Chromium begins at 300 kbit/s otherwise; its congestion control still has the last word.
        parameters = f"x-google-start-bitrate={_START_BITRATE_KBPS}"
    lines = ["a=recvonly" if section.direction in ("sendonly", "sendrecv") else "a=inactive"]
    for codec in section.codecs:
        lines += _codec(codec, _UPLINK_FEEDBACK, parameters)
    lines += _extensions(section, UPLINK_EXTENSIONS)
    if source is Source.SCREEN and section.codecs[-1].name == "av1":
        lines += _extensions(section, (DEPENDENCY,))
    if section.rids:
        lines += [f"a=rid:{rid} recv" for rid in section.rids]
        lines.append(f"a=simulcast:recv {';'.join(section.rids)}")
    return lines


def _slot(section: Section, slot: SlotIdentity) -> list[str]:
    parameters = "minptime=10;useinbandfec=1" if section.kind == "audio" else ""
    lines = ["a=sendonly", f"a=msid:place-{slot.place} {section.kind}-{section.mid}"]
    for codec in section.codecs:
        lines += _codec(codec, _SLOT_FEEDBACK, parameters)
    lines += _extensions(section, SLOT_EXTENSIONS)
    # Chromium takes the first a=ssrc for the media, whatever the group says.
    streams = [slot.ssrc]
    if any(codec.rtx is not None for codec in section.codecs):
        streams.append(slot.rtx_ssrc)
        lines.append(f"a=ssrc-group:FID {slot.ssrc} {slot.rtx_ssrc}")
    lines += [f"a=ssrc:{ssrc} cname:{CNAME}" for ssrc in streams]
    return lines
