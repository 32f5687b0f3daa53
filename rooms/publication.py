"""One published track: its layers as they arrive, and who is subscribed to it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rooms.bandwidth import Meter
from rooms.codecs import VIDEO
from rooms.feedback import Allowance, Losses, Reception
from rooms.interface import Sending, Source
from rooms.keyframes import KeyframeThrottle
from rooms.layers import LayerFacts
from rooms.packet import Packet
from rooms.prelude import Prelude
from rooms.sdp import Codec, Kind, Section
from rooms.strain import Strain
from rooms.subscription import Subscription
from rooms.wishes import Wish

if TYPE_CHECKING:
    from rooms.flow import Flow

_STALE_S = 1.5  # a layer that sent nothing for so long was switched off by its encoder
_HUSHED_S = 0.5  # and this is enough when another layer of the same picture goes on
_LOW_SPACING_S, _SPACING_S = 0.5, 1.0


class Layer:
    """One stream of a publication: a simulcast layer, or the only one. Lives as long as its SSRC."""

    def __init__(self, rid: str, rank: int, ssrc: int, codec: Codec) -> None:
        self.rid = rid
        self.rank = rank
        self.ssrc = ssrc
        self.codec = codec  # of what is forwarded now
        self.height = 0
        self.last_at = 0.0
        self.losses = Losses()
        self.reception = Reception(codec.clock_rate)
        self.keyframes = KeyframeThrottle(_LOW_SPACING_S if rank == 0 else _SPACING_S)
        self.meter = Meter()
        self.bitrate_bps = 0.0  # when it flowed last
        self.wish = Wish()
        # A moment of our wall clock and the RTP timestamp it had, by the sender's last report.
        self.reference: tuple[float, int] | None = None

    def receive(self, packet: Packet, *, repaired: bool) -> bool:
        """Keep the books of a packet that came. False: a twin, sent again to probe the bandwidth."""
        if repaired and not self.losses.filled(packet.sequence, packet.arrived):
            return False
        self.last_at = packet.arrived
        self.meter.add(packet.size)
        if packet.keyframe:
            self.keyframes.arrived()
            self.height = VIDEO[self.codec.name].frame_height(packet) or self.height
        if repaired:
            return True
        index = self.reception.received(packet.sequence, packet.timestamp, packet.arrived)
        if not self.losses.received(index, packet.arrived):
            self.keyframes.ask()
        return True

    def followed(self, flow: "Flow") -> None:
        """Keep the books of what a flow took."""
        self.last_at = flow.arrived
        self.meter.add(flow.octets)
        self.losses.followed(flow.packets)
        self.reception.followed(flow.packets, flow.timestamp, flow.frame_at, flow.jitter)

    def flows(self, now: float) -> bool:
        return now - self.last_at < _STALE_S


class Publication:
    """What one uplink m-line carries. Forwarded only while it is on."""

    def __init__(self, peer_id: str, source: Source, section: Section) -> None:
        """The section has a codec."""
        self.peer_id = peer_id
        self.source = source
        self.mid = section.mid
        self.kind: Kind = section.media_kind
        self.codecs = section.codecs
        self.by_type = {codec.payload_type: codec for codec in section.codecs}
        self.by_type |= {codec.red: codec for codec in section.codecs if codec.red is not None}
        self.originals = {codec.rtx: codec for codec in section.codecs if codec.rtx is not None}
        self.rids = section.rids or ("",)
        self.layers: list[Layer | None] = [None] * len(self.rids)
        self._known: list[Layer] = []
        self.subscriptions: list[Subscription] = []
        self._expected: set[Subscription] = set()  # bound, and without keys so far
        self.prelude: Prelude | None = None  # for them
        self.resends = Allowance() if self.kind == "video" else None  # sound's are small, and needed
        self._strain = Strain()
        self._is_strained = False  # as of the last look
        self.changed: Callable[[], None] = lambda: None  # to be called when something else goes to somebody
        self.wished_codec: str | None = None
        self.on_wish: Callable[[], None] = lambda: None  # to be called when something else is wished for
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        self._on = on
        self.prelude = None if self.prelude is None else Prelude()
        self.changed()

    def add_layer(self, rid: str, ssrc: int) -> Layer:
        """The stream that carries `rid` from now on. Raises ValueError for a rid that was never offered."""
        rank = self.rids.index(rid)
        layer = Layer(rid, rank, ssrc, self.codecs[0])
        if self.kind == "video" and (self.subscriptions or self.keeps(layer)):
            layer.keyframes.ask()
        self.changed()
        self.layers[rank] = layer
        self._known = [known for known in self.layers if known is not None]
        return layer

    def expect(self, subscription: Subscription) -> None:
        """It is bound, and its keys are not there yet: what it is to begin with is asked for and kept."""
        self._expected.add(subscription)
        if self.kind == "video" and self.prelude is None:
            self.prelude = Prelude()
            self.changed()
            lowest = self.layers[0]
            if lowest is not None:
                lowest.keyframes.ask()

    def begin(self, subscription: Subscription) -> None:
        """Its keys are there: it gets what was kept, and whatever comes from now on."""
        prelude = self.prelude
        self._dismiss(subscription)
        self.subscriptions.append(subscription)
        self.changed()
        if prelude is not None and prelude.layer is not None:
            try:
                for packet in prelude.packets:
                    subscription.forward(packet, prelude.layer, in_place=False)
                subscription.slot.outbox.wire.flush()
            except Exception:  # what somebody filmed must not keep another out
                subscription.slot.outbox.failed("prelude")
        subscription.ask_keyframe()

    def end(self, subscription: Subscription) -> None:
        """It gets nothing any more."""
        self._dismiss(subscription)
        if subscription in self.subscriptions:
            self.subscriptions.remove(subscription)
            self.changed()

    def keeps(self, layer: Layer) -> bool:
        """Whether each packet of this layer is kept for who is on the way in."""
        return self.prelude is not None and layer.rank == 0

    def _dismiss(self, expected: Subscription) -> None:
        self._expected.discard(expected)
        if not self._expected:
            self.prelude = None

    def recode(self, layer: Layer, codec: Codec) -> None:
        """From this keyframe on the layer is of another codec, for whoever can decode that."""
        layer.codec = codec
        self.changed()
        for subscription in self.subscriptions:
            subscription.interrupt(layer)

    def known_layers(self) -> Sequence[Layer]:
        """The layers that have been seen, lowest first."""
        return self._known

    @property
    def came(self) -> int:
        """Packets of all its layers so far, resends apart."""
        return sum(layer.reception.packets for layer in self.known_layers())

    def is_wanted(self, layer: Layer) -> bool:
        """Whether somebody gets this layer, or may get it from its next keyframe on. Sound always is."""
        return (
            self.kind == "audio"
            or self.keeps(layer)
            or any(s.current is layer or s.may_take(layer.rank) for s in self.subscriptions)
        )

    def awaits(self, layer: Layer) -> bool:
        """Whether a keyframe of this layer is of use. Senders may make one of each layer for it."""
        return self.keeps(layer) or any(s.may_take(layer.rank) for s in self.subscriptions)

    def sending(self) -> Sending:
        """What is wished for of it."""
        paused = {layer.rid for layer in self.known_layers() if layer.wish.is_paused}
        layers = tuple(rid for rid in self.rids if rid not in paused)
        return Sending(source=self.source, layers=layers, codec=self.wished_codec)

    def need(self, rank: int) -> None:
        """Somebody is to see this layer: whatever is paused of it and below is to come back at once."""
        highest = 0 if self._is_strained else rank
        were_paused = [layer.wish.renew() for layer in self.known_layers() if layer.rank <= highest]
        if any(were_paused):
            self.on_wish()

    def look(self, now: float) -> None:
        """Pause what nobody has looked at for a while. Call it a few times a second."""
        if self.kind == "audio" or not self._on:
            return
        self._look_for_strain(now)
        wanted = max((s.target for s in self.subscriptions if s.target is not None), default=-1)
        looks = [
            layer.wish.look(now, is_wanted=layer.rank <= wanted, flows=layer.flows(now))
            for layer in self.known_layers()
        ]
        if any(looks):
            self.on_wish()

    def _look_for_strain(self, now: float) -> None:
        """Where the sender's way is too narrow the lowest layer alone goes to everybody, and that at once."""
        expected = sum(layer.reception.expected for layer in self.known_layers())
        has_begun = self._strain.look(now, expected=expected, received=self.came)
        self._is_strained = len(self.rids) > 1 and self.layers[0] is not None and self._strain.is_on(now)
        if not (has_begun and self._is_strained):
            return
        for layer in self.known_layers():
            layer.losses.forget()  # resends would keep the keyframe waiting, after which nobody needs them
        held = [layer.wish.hold() for layer in self.known_layers() if layer.rank > 0]
        for subscription in self.subscriptions:
            if subscription.target is not None:
                subscription.choose(0, at_once=True)
        if any(held):
            self.on_wish()

    def facts(self, now: float) -> list[LayerFacts]:
        """What the choice of a layer rests on. A still screen's only layer is active without a packet."""
        single = len(self.rids) == 1
        known = self.known_layers()
        newest_at = max((layer.last_at for layer in known), default=0.0)
        found: list[LayerFacts] = []
        for layer in known:
            bitrate_bps = layer.meter.update(now)
            if bitrate_bps and not layer.wish.is_paused:
                layer.bitrate_bps = bitrate_bps
            active = single or (layer.flows(now) and newest_at - layer.last_at < _HUSHED_S)
            if not active and layer.wish.is_kept(now):
                active, bitrate_bps = True, layer.bitrate_bps
            if layer.rank > 0 and self._is_strained:
                active = False
            found.append(LayerFacts(layer.rank, layer.height, bitrate_bps, active))
        return found
