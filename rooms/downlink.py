"""What one peer is sent: its slots, what feeds them, and how its feedback is answered."""

import math
from collections.abc import Sequence

from rooms.answer import CNAME
from rooms.bandwidth import Budget, Loss, Meter
from rooms.feedback import to_ntp
from rooms.interface import SlotState, Source
from rooms.layers import Demand, allocate
from rooms.publication import Layer, Publication
from rooms.rtcp import KeyframeRequest, Nack, Remb, ReportBlock, write_description
from rooms.sdp import Kind
from rooms.sequence import signed16
from rooms.slot import Slot
from rooms.subscription import Subscription

_RESEND_WINDOW_S = 0.25
_RESEND_FLOOR_BPS = 500_000  # resends may take this, or half of what flows if that is more
_SOUND_RESENDS_BPS = 200_000
_MAX_RTT_S = 2.0
_SOONEST = 0.6  # of a round trip: who asks again so soon may know a shorter one than we do
# Where more is lost a resend is sent twice: to ask once more takes a round trip, and the picture waits.
_LOSSY = 0.03
_LEAST = 1.1
_MAX_PADDING_S = 0.1  # at once
_MAX_PADDING_PACKETS = 64


class Downlink:
    """The sending side of a peer. `rtt_s` is its round trip time, smoothed."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.rtt_s = 0.1
        self._is_open = False
        self._by_ssrc = {slot.identity.ssrc: slot for slot in slots}
        self._repairs = {slot.identity.rtx_ssrc for slot in slots}
        self._acknowledged: dict[int, int] = {}  # by SSRC: the highest number that a report told
        self._subscriptions: dict[str, Subscription] = {}  # by mid of the slot
        self._budget = Budget()
        self._loss = Loss()
        self._meter, self._sound_meter = Meter(), Meter()
        self._repair_meter, self._padding_meter = Meter(), Meter()
        self._resent_since = 0.0
        self._resent_bits: dict[Kind, int] = {"video": 0, "audio": 0}
        self._again: list[tuple[Slot, int]] = []  # resends to be sent a second time
        self._wants_more = False  # than the budget allows
        self._padded_at = self._padding_due = 0.0  # when at last, and how many bits more since

    def open(self) -> None:
        """The peer has its keys: what is bound begins to flow."""
        self._is_open = True
        for subscription in self._subscriptions.values():
            subscription.publication.begin(subscription)

    def bind(self, slot: Slot, publication: Publication) -> None:
        """From now on this publication feeds the slot; a keyframe is asked for at once."""
        self.unbind(slot)
        subscription = Subscription(slot, publication)
        self._subscriptions[slot.mid] = subscription
        publication.need(len(publication.rids) - 1)  # until keys are there, it is there too
        if self._is_open:
            publication.begin(subscription)
        else:
            publication.expect(subscription)

    def unbind(self, slot: Slot) -> None:
        """Nothing feeds the slot any more; no error when nothing did."""
        subscription = self._subscriptions.pop(slot.mid, None)
        if subscription is not None:
            subscription.publication.end(subscription)

    def unbind_all(self) -> None:
        for slot in self.slots:
            self.unbind(slot)

    def takes(self, codec: str) -> bool:
        """Whether every picture that is sent here may be of this codec."""
        return all(slot.takes(codec) for slot in self.slots if slot.kind == "video")

    def fed_by(self, slot: Slot) -> Publication | None:
        subscription = self._subscriptions.get(slot.mid)
        return subscription.publication if subscription else None

    def layer_on(self, slot: Slot) -> Layer | None:
        """What flows there now."""
        subscription = self._subscriptions.get(slot.mid)
        return subscription.current if subscription else None

    @property
    def budget_bps(self) -> float:
        """How much video fits, as far as that is known; inf: nothing limits it."""
        return self._budget.bps

    def state(self, slot: Slot) -> SlotState:
        publication = self.fed_by(slot)
        if publication is None:
            return slot.state()
        return slot.state(publication.peer_id, publication.source)

    def on_block(self, block: ReportBlock, ntp_now: int, now: float) -> None:
        """A receiver's report on one of our streams: the round trip (RFC 3550 section 6.4.1) and the loss."""
        before = self._acknowledged.get(block.ssrc)
        if before is None and block.ssrc not in self._by_ssrc and block.ssrc not in self._repairs:
            return
        if block.last_sr:
            rtt = ((ntp_now >> 16) - block.last_sr - block.delay & 0xFFFF_FFFF) / 65536
            if rtt <= _MAX_RTT_S:
                self.rtt_s += (rtt - self.rtt_s) / 4
                self._budget.on_round_trip(rtt, now)
        covered = max(0, signed16(block.highest - before)) if before is not None else 0
        self._acknowledged[block.ssrc] = block.highest
        lost = covered * block.fraction_lost / 256
        if (slot := self._by_ssrc.get(block.ssrc)) is not None:
            slot.reported = block
            lost = slot.lost_on_the_way(lost)
        self._loss.add(covered, lost)
        self._budget.on_loss(covered, lost)

    @property
    def is_trying(self) -> bool:
        """Whether more is sent than before, so that reports should come often."""
        return self._budget.tried_bps is not None

    @property
    def is_busy(self) -> bool:
        """Whether the next tick has something to send."""
        return self._budget.tried_bps is not None or bool(self._again)

    def on_estimate(self, remb: Remb, now: float) -> None:
        if self._budget.on_estimate(remb.bitrate_bps, now):
            self.choose_layers(now)  # each tenth of a second costs words

    def on_nack(self, nack: Nack, now: float) -> None:
        """Send again what is asked for, within limits."""
        slot = self._by_ssrc.get(nack.ssrc)
        if slot is None:
            return
        is_stuck = False
        for sequence in nack.sequences:
            if slot.recent.is_lost(sequence):
                is_stuck = True
            elif self._may_resend(slot, now):
                octets = slot.resend(sequence, now, spacing_s=_SOONEST * self.rtt_s)
                self._resent(slot, octets)
                if octets and self._loss.share > _LOSSY:
                    self._again.append((slot, sequence))
        if is_stuck and slot.kind == "video":
            self._refresh(slot)

    def tick(self, now: float) -> None:
        """Send what waits for the next moment: second copies, and padding. Call it every 20 ms or so."""
        if self._again:
            again, self._again = self._again, []
            for slot, sequence in again:
                if self._may_resend(slot, now):
                    self._resent(slot, slot.repeat(sequence, now))
        elapsed, self._padded_at = min(now - self._padded_at, _MAX_PADDING_S), now
        tried_bps = self._budget.tried_bps
        padded = self._padding_slot() if tried_bps is not None else None
        if tried_bps is None or padded is None:
            self._padding_due = 0.0
            return
        self._padding_due += (tried_bps - self._meter.bps - self._repair_meter.bps) * elapsed
        for _ in range(_MAX_PADDING_PACKETS):
            if self._padding_due <= 0:
                break
            octets = padded.pad(now)
            self._padding_due -= octets << 3
            self._padding_meter.add(octets)

    def on_keyframe_request(self, request: KeyframeRequest) -> None:
        slot = self._by_ssrc.get(request.ssrc)
        if slot is not None:
            self._refresh(slot)

    def choose_layers(self, now: float) -> None:
        """Fit what flows to the tiles and the downlink. Call it a few times a second."""
        watched = [s for s in self._subscriptions.values() if s.publication.kind == "video"]
        demands = [
            Demand(
                s.publication.facts(now),
                s.slot.height,
                is_screen=s.publication.source is Source.SCREEN,
                current=s.current.rank if s.current else None,
            )
            for s in watched
        ]
        sent_bps = self._measure(now)
        budget = self._budget.update(
            now,
            sent_bps,
            sound_bps=self._sound_meter.bps,
            least_bps=_least(demands),
            is_padded=self._padding_slot() is not None,
        )
        chosen = allocate(demands, budget)
        self._wants_more = budget < math.inf and chosen != allocate(demands, math.inf)
        for subscription, demand, rank in zip(watched, demands, chosen, strict=True):
            if demand.layers:  # else nothing has come yet, and whatever comes first is welcome
                subscription.choose(rank, at_once=_is_over(demand, budget))

    def sender_reports(self, unix_s: float, now: float) -> bytes | None:
        """One for each slot that flows, each with a true pair of wall clock and RTP time."""
        reports: list[bytes] = []
        first = 0
        for subscription in self._subscriptions.values():
            layer, slot = subscription.current, subscription.slot
            if layer is None or not slot.sent.packets:
                continue
            rate = slot.codec.clock_rate
            if layer.reference is not None:
                at, rtp = layer.reference
                timestamp = rtp + round((unix_s - at) * rate) + slot.munger.timestamp_shift
            else:
                timestamp = slot.munger.timestamp_at(now)
            reports.append(slot.report(to_ntp(unix_s), timestamp))
            first = first or slot.identity.ssrc
        if not reports:
            return None
        return b"".join((*reports, write_description(first, CNAME)))

    def _refresh(self, slot: Slot) -> None:
        subscription = self._subscriptions.get(slot.mid)
        if subscription is not None:
            subscription.refresh()

    def _may_resend(self, slot: Slot, now: float) -> bool:
        if now - self._resent_since >= _RESEND_WINDOW_S:
            self._resent_since = now
            self._resent_bits = {"video": 0, "audio": 0}
        return self._resent_bits[slot.kind] <= self._resend_limit(slot.kind) * _RESEND_WINDOW_S

    def _resent(self, slot: Slot, octets: int) -> None:
        self._resent_bits[slot.kind] += octets << 3
        self._repair_meter.add(octets)

    def _resend_limit(self, kind: Kind) -> float:
        """In bits per second. Where little gets through, pictures must not take that from the sound."""
        if kind == "audio":
            return _SOUND_RESENDS_BPS
        return max(min(_RESEND_FLOOR_BPS, self._budget.bps / 2), self._meter.bps / 2)

    def _padding_slot(self) -> Slot | None:
        """What can be filled up, while a picture could be sharper than the budget allows."""
        if not self._wants_more:
            return None
        return next((s.slot for s in self._subscriptions.values() if s.slot.can_pad), None)

    def _measure(self, now: float) -> float:
        """Bits per second of all that goes out, once every meter has seen what was sent."""
        for subscription in self._subscriptions.values():
            slot = subscription.slot
            meter = self._meter if slot.kind == "video" else self._sound_meter
            meter.add(slot.sent.octets - slot.metered)
            slot.metered = slot.sent.octets
        return (
            self._meter.update(now)
            + self._sound_meter.update(now)
            + self._repair_meter.update(now)
            + self._padding_meter.update(now)
        )


def _least(demands: Sequence[Demand]) -> float:
    """What the lowest layers take, and a little more, as long as a higher one flows: they may fit."""
    is_higher, least_bps = False, 0.0
    for demand in demands:
        for layer in demand.layers:
            if layer.active:
                is_higher |= demand.current is not None and demand.current > layer.rank
                least_bps += layer.bitrate_bps
                break
    return _LEAST * least_bps if is_higher else 0.0


def _is_over(demand: Demand, budget_bps: float) -> bool:
    """Whether what flows is no good any more: it takes more than there is, or its sender has given it up."""
    flows = next((layer for layer in demand.layers if layer.rank == demand.current), None)
    return flows is not None and (not flows.active or flows.bitrate_bps > budget_bps)
