"""What one peer is sent: its slots, what feeds them, and how its feedback is answered."""

from collections.abc import Sequence

from rooms.answer import CNAME
from rooms.bandwidth import Budget, Meter
from rooms.feedback import to_ntp
from rooms.interface import SlotState, Source
from rooms.layers import Demand, allocate
from rooms.publication import Layer, Publication
from rooms.rtcp import KeyframeRequest, Nack, Remb, ReportBlock, write_description
from rooms.slot import Slot
from rooms.subscription import Subscription

_RESEND_WINDOW_S = 0.25
_RESEND_FLOOR_BPS = 500_000  # resends may take this, or half of what flows if that is more
_MAX_RTT_S = 2.0


class Downlink:
    """The sending side of a peer. `rtt_s` is its round trip time, smoothed."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.rtt_s = 0.1
        self._is_open = False
        self._by_ssrc = {slot.identity.ssrc: slot for slot in slots}
        self._subscriptions: dict[str, Subscription] = {}  # by mid of the slot
        self._budget = Budget()
        self._meter = Meter()
        self._octets_before = 0
        self._resent_since = 0.0
        self._resent_bits = 0

    def open(self) -> None:
        """The peer has its keys: what is bound begins to flow. A keyframe sent before would be lost."""
        self._is_open = True
        for subscription in self._subscriptions.values():
            self._begin(subscription)

    def bind(self, slot: Slot, publication: Publication) -> None:
        """From now on this publication feeds the slot; a keyframe is asked for at once."""
        self.unbind(slot)
        subscription = Subscription(slot, publication)
        self._subscriptions[slot.mid] = subscription
        publication.need(len(publication.rids) - 1)  # until keys are there, it is there too
        if self._is_open:
            self._begin(subscription)

    def unbind(self, slot: Slot) -> None:
        """Nothing feeds the slot any more; no error when nothing did."""
        subscription = self._subscriptions.pop(slot.mid, None)
        if subscription is not None and self._is_open:
            subscription.publication.subscriptions.remove(subscription)
            subscription.publication.changed()

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

    def on_block(self, block: ReportBlock, ntp_now: int) -> None:
        """A receiver's report on a slot: the round trip (RFC 3550 section 6.4.1) and the loss."""
        slot = self._by_ssrc.get(block.ssrc)
        if slot is None:
            return
        if block.last_sr:
            rtt = ((ntp_now >> 16) - block.last_sr - block.delay & 0xFFFF_FFFF) / 65536
            if rtt <= _MAX_RTT_S:
                self.rtt_s += (rtt - self.rtt_s) / 4
        slot.reported = block
        covered = slot.acknowledged(block.highest)
        if slot.kind == "video":
            self._budget.on_loss(covered, covered * block.fraction_lost / 256)

    def on_estimate(self, remb: Remb, now: float) -> None:
        self._budget.on_estimate(remb.bitrate_bps, now)

    def on_nack(self, nack: Nack, now: float) -> None:
        """Send again what is asked for, within limits."""
        slot = self._by_ssrc.get(nack.ssrc)
        if slot is None:
            return
        if now - self._resent_since >= _RESEND_WINDOW_S:
            self._resent_since, self._resent_bits = now, 0
        allowed = max(_RESEND_FLOOR_BPS, self._meter.bps / 2) * _RESEND_WINDOW_S
        for sequence in nack.sequences:
            if self._resent_bits > allowed:
                return
            self._resent_bits += slot.resend(sequence, now, rtt_s=self.rtt_s) << 3

    def on_keyframe_request(self, request: KeyframeRequest) -> None:
        slot = self._by_ssrc.get(request.ssrc)
        subscription = self._subscriptions.get(slot.mid) if slot else None
        if subscription is not None:
            subscription.refresh()

    def choose_layers(self, now: float) -> None:
        """Fit what flows to the tiles and the downlink. Call it a few times a second."""
        octets = sum(slot.sent.octets for slot in self.slots if slot.kind == "video")
        self._meter.add(octets - self._octets_before)
        self._octets_before = octets
        budget = self._budget.update(now, self._meter.update(now))
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
        for subscription, demand, rank in zip(watched, demands, allocate(demands, budget), strict=True):
            if demand.layers:  # else nothing has come yet, and whatever comes first is welcome
                subscription.choose(rank)

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

    def _begin(self, subscription: Subscription) -> None:
        subscription.publication.subscriptions.append(subscription)
        subscription.publication.changed()
        subscription.ask_keyframe()
