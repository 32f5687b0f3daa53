"""One client in a room: its path, its keys, what it sends and what it is sent."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from rooms import statistics
from rooms.answer import Endpoint, write_answer
from rooms.downlink import Downlink
from rooms.feedback import to_ntp
from rooms.flow import HEAD
from rooms.ice import Path
from rooms.interface import Grant, Join, LeaveReason, PeerState, PeerStatistics, Sending, Source
from rooms.limit import Limit
from rooms.outbox import PeerOutbox
from rooms.packet import Malformed
from rooms.publication import Publication
from rooms.rtcp import KeyframeRequest, Nack, Remb, Report, ReportBlock, SenderReport, parse
from rooms.sdp import Offer, bad_offer, read_offer
from rooms.settings import MediaSettings
from rooms.slot import Outbox, Slot
from rooms.tally import Tally
from rooms.transport import Certificates, Transport, Unprotectable
from rooms.trouble import Trouble
from rooms.udp import Port
from rooms.uplink import Uplink

Status = Literal["connecting", "connected", "reconnecting"]

_AUDIO_SOURCES = (Source.MICROPHONE, Source.SCREEN_SOUND)
_CHORES_S = 0.1  # arrivals are told as often, and who is heard
_LAYERS_S = 0.2
_REPORTS_S = 1.0
_MAX_RTCP_BPS = 512_000  # many times what a call needs: each packet may ask for hundreds of others
_MAX_SSRCS = 64  # libsrtp keeps a context of each, and never forgets it
_FIRST_REPORTS_S = 0.2  # senders stop naming mid and rid in each packet once they see that we know them


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What every peer of one process shares."""

    settings: MediaSettings
    port: Port
    certificates: Certificates
    tally: Tally
    clock: Callable[[], float]  # monotonic seconds
    soon: Callable[..., object]  # call it on the loop, from any thread
    unix_offset_s: float  # wall clock minus `clock`
    addresses: tuple[str, ...]
    tcp_port: int | None = None


class Peer:
    """A listener of its path. `on_changed` hears of a new status, `on_gone` of an end nobody asked for."""

    def __init__(
        self,
        peer_id: str,
        request: Join,
        surroundings: Surroundings,
        *,
        on_changed: Callable[["Peer"], None],
        on_gone: Callable[["Peer", LeaveReason], None],
        on_level: Callable[[str, int], None],
        on_wish: Callable[["Peer", Sending], None],
    ) -> None:
        """Raises Refused. Nothing reaches the peer before `open`."""
        self.id = peer_id
        self.grant: Grant = request.grant
        self.status: Status = "connecting"
        self.on = request.on
        self.tally = surroundings.tally.apart()
        self._shared = surroundings = replace(surroundings, tally=self.tally)
        self._on_changed, self._on_gone = on_changed, on_gone
        offer = read_offer(request.offer)
        self._uplink_mids = dict(request.uplinks)
        publications = _publications(peer_id, offer, self._uplink_mids)
        self._path = Path(self, surroundings.port.wire.door())
        self.outbox = PeerOutbox(self._path, surroundings.port, self.tally, on_error=self.failed)
        self._transport = self.outbox.transport = Transport(
            surroundings.certificates.current(),
            self.outbox.write,
            surroundings.port.wire.memory,
            on_ready=self._connected,
            on_closed=self._closed,
            on_error=self.failed,
        )
        self._memory = self.outbox.memory
        self.downlink = Downlink(_slots(offer, self._uplink_mids, self.outbox))
        self.uplink = Uplink(
            publications,
            offer.sections,
            ssrc=random.getrandbits(32) or 1,
            tally=surroundings.tally,
            memory=self._memory,
            door=self._path.door,
            unprotect=self._unprotect,
            on_level=lambda level: on_level(peer_id, level),
        )
        for publication in publications:
            publication.on_wish = partial(self._wished, publication, on_wish)
        self.answer = self._answer(offer)
        self._fingerprints = offer.fingerprints
        now = surroundings.clock()
        self._media_at = 0.0
        self._heard_at = self._chores_at = self._layers_at = self._reports_at = now
        self._reports_every_s = _FIRST_REPORTS_S
        self._ssrcs: set[int] = set()  # that proved to be the client's
        self._rtcp_limit = Limit(_MAX_RTCP_BPS)
        self.is_stirred = False  # there may be something to do for it, or for others
        self._was_connected = False
        self._is_gone = False
        self._trouble = Trouble()

    # ── What the room asks of it ─────────────────────────────────────────────

    def open(self) -> None:
        """Let the client in."""
        self._shared.port.add(self._path)
        self._transport.start(self._fingerprints)

    def cut(self) -> None:
        """No packet in or out after this returns. Call it with the port's lock."""
        self._is_gone = True
        self._shared.port.remove(self._path)
        self._transport.ready = False
        self.uplink.close()
        self.downlink.unbind_all()

    async def close(self) -> None:
        """Say goodbye and end every task. The peer was cut before."""
        try:
            await self._transport.stop()
        except Exception:  # it is gone all the same
            self._shared.tally.failed("goodbye")

    def restart(self, sdp: str) -> str:
        """ICE restart: the answer with new credentials. Raises Refused, and then nothing has changed."""
        offer = read_offer(sdp)
        if offer.fingerprints != self._fingerprints:
            raise bad_offer("a restart keeps its certificate")
        known = {slot.mid for slot in self.downlink.slots} | set(self._uplink_mids)
        if not known.issuperset(section.mid for section in offer.sections if section.codec):
            raise bad_offer("a restart keeps its m-lines")
        self._shared.port.restart(self._path)
        return self._answer(offer)

    def state(self) -> PeerState:
        return PeerState(peer_id=self.id, subject=self.grant.subject, on=self.on, status=self.status)

    def sending(self) -> tuple[Sending, ...]:
        """What is wished for of its pictures."""
        pictures = (one for one in self.uplink.publications.values() if one.kind == "video")
        return tuple(publication.sending() for publication in pictures)

    def statistics(self, now: float) -> PeerStatistics:
        """Call it with the port's lock."""
        self.uplink.settle()
        budget_bps = self.downlink.budget_bps
        return PeerStatistics(
            peer_id=self.id,
            status=self.status,
            rtt_ms=round(1000 * self.downlink.rtt_s, 1),
            video_budget_bps=round(budget_bps) if budget_bps < math.inf else None,
            up=statistics.of_layers(self.uplink, now),
            down=statistics.of_slots(self.downlink),
            packets_in=self.tally.packets_in,
            packets_out=self.tally.packets_out,
            dropped=dict(self.tally.dropped),
        )

    def failed(self, where: str) -> None:
        """Count what nobody foresaw; of too much, this peer alone is closed. Call it in the handler."""
        self._shared.tally.failed(where)
        if self._trouble.add(self._shared.clock()):
            self._shared.soon(self._leave, "failed")

    def tick(self, now: float) -> None:
        """What time brings, to be called every 20 ms or so; it may give others something to do."""
        self.is_stirred = False
        if now >= self._chores_at:
            self._chores_at = now + _CHORES_S
            if self._live(now) and self._transport.ready:
                self._do_chores(now)
        if self._transport.ready:
            self.downlink.tick(now)
        self.press(now)

    @property
    def due_at(self) -> float:
        """When the next tick has something to do, unless the peer is stirred before."""
        return 0.0 if self.uplink.is_pressing or self.downlink.is_busy else self._chores_at

    def press(self, now: float) -> None:
        """Ask the client for what is missing, as far as that is due."""
        if self.uplink.is_pressing and self._transport.ready:
            for packet in self.uplink.urgent(now, rtt_s=self.downlink.rtt_s):
                self.outbox.report(packet)

    # ── What its path brings (ice.Listener) ──────────────────────────────────

    @property
    def heard_at(self) -> float:
        return max(self._media_at, self.uplink.heard_at)

    def on_check(self) -> None:
        self._heard()

    def on_nominated(self) -> None:
        self._heard()

    def on_handshake(self, data: bytes) -> None:
        if not self._transport.feed(data):
            self._shared.tally.dropped["handshake_flood"] += 1

    def on_media(self, at: int, size: int, arrived: float, plain: int = -1) -> None:
        """One SRTP or SRTCP packet; must not raise."""
        try:
            if plain < 0:
                head = HEAD.unpack_from(self._memory, at)
                flow = self.uplink.flows.get(head[4])
                plain = flow.take(at, size, head, arrived) if flow is not None else -1
            if plain:
                self._receive(at, size, plain, arrived)
        except Unprotectable:
            self._shared.tally.dropped["srtp"] += 1
        except Malformed:
            self._shared.tally.dropped["malformed"] += 1
        except Exception:  # junk of one client must not reach the others
            self.failed("receive")

    # ── Within ───────────────────────────────────────────────────────────────

    def _receive(self, at: int, size: int, plain: int, arrived: float) -> None:
        """By the rules; `plain` is the packet's size if it is decrypted already, else -1."""
        dropped = self._shared.tally.dropped
        self.is_stirred = True
        if not self._transport.ready:
            dropped["before_handshake"] += 1
            return
        is_rtcp = 192 <= self._memory[at + 1] <= 223  # on the one port (RFC 5761 section 4)
        ssrc_at = at + 4 if is_rtcp else at + 8
        ssrc = int.from_bytes(self._memory[ssrc_at : ssrc_at + 4], "big")
        if ssrc not in self._ssrcs and len(self._ssrcs) >= _MAX_SSRCS:
            dropped["too_many_streams"] += 1
        elif is_rtcp:
            self._receive_reports(bytes(self._memory[at : at + size]), ssrc, arrived)
        else:
            self._shared.tally.packets_in += 1
            plain = plain if plain >= 0 else self._unprotect(at, size)
            if plain < 0:
                dropped["srtp"] += 1
                return
            self._ssrcs.add(ssrc)
            self._media_at = arrived
            self.uplink.receive(self._memory, at, plain, arrived)

    def _unprotect(self, at: int, size: int) -> int:
        return self._transport.incoming.unprotect(at, size)

    def _receive_reports(self, data: bytes, ssrc: int, now: float) -> None:
        if self._rtcp_limit.is_over(len(data), now):
            self._shared.tally.dropped["rtcp_policed"] += 1
            return
        plain = self._transport.unprotect_rtcp(data)
        self._ssrcs.add(ssrc)
        self._media_at = now
        self._reports(parse(plain), now)

    def _do_chores(self, now: float) -> None:
        self.uplink.settle()
        self.outbox.report(self.uplink.arrivals(now))
        if now >= self._layers_at:
            self._layers_at = now + _LAYERS_S
            self.downlink.choose_layers(now)
            for publication in self.uplink.publications.values():
                publication.look(now)
        if now >= self._reports_at:
            self._reports_at = now + self._reports_every_s
            longer = _FIRST_REPORTS_S if self.downlink.is_trying else self._reports_every_s + 0.1
            self._reports_every_s = min(_REPORTS_S, longer)
            self.outbox.report(self.uplink.receiver_report(now))
            self.outbox.report(self.downlink.sender_reports(now + self._shared.unix_offset_s, now))

    def _reports(self, reports: list[Report], now: float) -> None:
        unix_s = now + self._shared.unix_offset_s
        for report in reports:
            match report:
                case Nack():
                    self.downlink.on_nack(report, now)
                case ReportBlock():
                    self.downlink.on_block(report, to_ntp(unix_s), now)
                case KeyframeRequest():
                    self.downlink.on_keyframe_request(report)
                case Remb():
                    self.downlink.on_estimate(report, now)
                case SenderReport():
                    self.uplink.report_received(report, now, unix_s)
                case _:
                    pass

    def _heard(self) -> None:
        self._heard_at = self._shared.clock()
        if self.status == "reconnecting":
            self._become("connected")

    def _connected(self) -> None:
        self._was_connected = self.is_stirred = True
        self._heard_at = self._shared.clock()
        with self._shared.port.lock:
            self._path.door.unlock(self._transport.incoming, self._transport.outgoing)
            self.downlink.open()
        self._become("connected")

    def _wished(self, publication: Publication, on_wish: Callable[["Peer", Sending], None]) -> None:
        """In the thread, too."""
        on_wish(self, publication.sending())

    def _closed(self, failed: bool) -> None:
        if failed:
            self._shared.tally.dropped["handshake_failed"] += 1
        self._leave("failed" if failed else "left")

    def _live(self, now: float) -> bool:
        """Watch the silence (RFC 7675: consent). False when it lasted too long."""
        silent_s = now - max(self._heard_at, self.heard_at)
        settings = self._shared.settings
        if silent_s >= settings.lost_after_s:
            self._leave("lost" if self._was_connected else "failed")
            return False
        if self.status == "connected" and silent_s >= settings.reconnecting_after_s:
            self._become("reconnecting")
        elif self.status == "reconnecting" and silent_s < settings.reconnecting_after_s:
            self._become("connected")
        return True

    def _become(self, status: Status) -> None:
        if status != self.status and not self._is_gone:
            self.status = status
            self._on_changed(self)

    def _leave(self, reason: LeaveReason) -> None:
        if not self._is_gone:
            self._on_gone(self, reason)

    def _answer(self, offer: Offer) -> str:
        endpoint = Endpoint(
            self._path.credentials.ufrag,
            self._path.credentials.password,
            self._transport.fingerprint,
            self._shared.addresses,
            self._shared.port.number,
            self._shared.tcp_port,
            self._path.generation,
        )
        slots = {slot.mid: slot.identity for slot in self.downlink.slots}
        return write_answer(offer, endpoint, self._uplink_mids, slots)


def _publications(peer_id: str, offer: Offer, uplinks: dict[str, Source]) -> list[Publication]:
    """One for each m-line that the client named; a rejected one (no codec) is left out. Raises Refused."""
    sections = {section.mid: section for section in offer.sections}
    publications: list[Publication] = []
    for mid, source in uplinks.items():
        section = sections.get(mid)
        if section is None:
            raise bad_offer(f"no m-line for the uplink {source}")
        if (section.kind == "audio") != (source in _AUDIO_SOURCES):
            raise bad_offer(f"an m-line of the wrong kind for {source}")
        if section.codec is not None:
            publications.append(Publication(peer_id, source, section))
    if len(set(uplinks.values())) != len(uplinks):
        raise bad_offer("two uplinks for one source")
    return publications


def _slots(offer: Offer, uplinks: dict[str, Source], outbox: Outbox) -> list[Slot]:
    """One for each m-line on which the client only receives."""
    slots: list[Slot] = []
    for section in offer.sections:
        if section.codec is not None and section.direction == "recvonly" and section.mid not in uplinks:
            place = sum(slot.kind == section.kind for slot in slots)
            slots.append(Slot(section, place, outbox))
    return slots
