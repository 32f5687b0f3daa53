"""What one peer sends: packets to their subscribers, and feedback to the sender."""

from collections.abc import Callable, Sequence
from functools import partial

from rooms import red
from rooms.arrivals import Arrivals
from rooms.codecs import VIDEO
from rooms.demux import Demultiplexer
from rooms.door import Door
from rooms.feedback import WallClock
from rooms.flow import Flow, Layout, Route, is_usual
from rooms.interface import Source
from rooms.limit import Limit
from rooms.packet import Malformed, Packet
from rooms.publication import Layer, Publication
from rooms.rtcp import SenderReport, write_nack, write_pli, write_receiver_report
from rooms.sdp import Kind, Section
from rooms.tally import Tally

_MAX_BPS: dict[Kind, int] = {"video": 12_000_000, "audio": 2_000_000}
_MAX_BLOCKS = 31


class Uplink:
    """The receiving side of a peer."""

    def __init__(
        self,
        publications: Sequence[Publication],
        sections: Sequence[Section],
        *,
        ssrc: int,
        tally: Tally,
        memory: bytearray,
        door: Door,
        unprotect: Callable[[int, int], int],
        on_level: Callable[[int], None],
    ) -> None:
        """`ssrc` signs our reports; `on_level` hears the microphone's levels in dBov.

        `unprotect` decrypts what lies in `memory`, once there are keys.
        """
        self.publications = {publication.source: publication for publication in publications}
        self._demultiplexer = Demultiplexer(publications, sections)
        self._arrivals = Arrivals(door)
        self._wall_clock = WallClock()
        self._ssrc = ssrc
        self._tally = tally
        self._on_level = on_level
        self._memory, self._door, self._unprotect = memory, door, unprotect
        self.heard_at = 0.0  # of what flows took, as far as that is settled
        self._packet = Packet()  # what is being received
        self.flows: dict[int, Flow] = {}  # by SSRC: to be tried before `receive`
        for publication in publications:
            publication.changed = partial(self._end, publication)
        self._limits = {kind: Limit(bitrate_bps) for kind, bitrate_bps in _MAX_BPS.items()}

    def receive(self, data: bytearray, at: int, size: int, now: float) -> None:
        """One RTP packet in the clear, which lies there and is overwritten. Raises Malformed.

        This is the way for whatever is no steady flow, see `flows`.
        """
        packet = self._packet
        packet.read(data, at, size, now)
        transport_sequence = self._demultiplexer.labels.read(packet)
        stream = self._demultiplexer.find(packet)
        if transport_sequence >= 0:
            self._arrivals.ssrc = packet.ssrc
            self._arrivals.record(transport_sequence, now)
        if stream is None:
            self._tally.dropped["unknown_stream"] += 1
            return
        publication, layer, is_retransmission = stream
        flow = self.flows.get(layer.ssrc)
        if flow is not None and not self._settled(flow):
            self._drop(layer.ssrc)
        try:
            layout = self._receive(packet, publication, layer, is_retransmission=is_retransmission)
        finally:
            if flow is not None and self.flows.get(layer.ssrc) is flow and not flow.resume():
                self._drop(layer.ssrc)
        if layout is not None and layer.ssrc not in self.flows:
            self._begin(packet, publication, layer, layout)

    def settle(self) -> None:
        """Make the rules know what the flows took."""
        for ssrc, flow in list(self.flows.items()):
            if not self._settled(flow):
                self._drop(ssrc)

    def close(self) -> None:
        """Nothing flows any more."""
        for publication in self.publications.values():
            self._end(publication)

    def _receive(
        self, packet: Packet, publication: Publication, layer: Layer, *, is_retransmission: bool
    ) -> Layout | None:
        """By all the rules; returns what a flow needs to know when more packets like this one may follow."""
        if self._limits[publication.kind].is_over(packet.size, packet.arrived):
            self._tally.dropped["policed"] += 1
            self._drop(layer.ssrc)  # it would look away
            return None
        if is_retransmission:
            codec = publication.originals.get(packet.payload_type)
            if codec is None:
                raise Malformed("not a retransmission")
            if packet.payload_end - packet.payload_at < 2:
                return None  # a bandwidth probe
            original = packet.unwrapped(layer.ssrc, codec.payload_type)
            original.level, original.orientation = packet.level, packet.orientation
            original.structured = packet.structured
            packet = original
        else:
            codec = publication.by_type.get(packet.payload_type)
            if codec is None:
                self._tally.dropped["unknown_payload"] += 1
                return None
        if packet.payload_type == codec.red:
            red.describe(packet)
        video = VIDEO.get(codec.name)
        if video is not None:
            video.describe(packet)
        if codec is not layer.codec and (packet.keyframe or not layer.last_at):
            publication.recode(layer, codec)
        is_new = layer.receive(packet, repaired=is_retransmission)
        if codec is not layer.codec:  # late, from before it changed
            return None
        layout = None
        if packet is self._packet and layer.ssrc not in self.flows and is_usual(packet):
            # Now, because what is forwarded is overwritten.
            layout = Layout(packet, self._demultiplexer.labels, video)
        if is_new and publication.on:
            if publication.prelude is not None and publication.keeps(layer):
                publication.prelude.add(packet, layer)
            self._forward(packet, publication, layer)
        return layout

    def _begin(self, packet: Packet, publication: Publication, layer: Layer, layout: Layout) -> None:
        """A flow, if everybody who gets this stream is served alike and nobody waits for its next packet."""
        subscriptions = publication.subscriptions if publication.on else []
        if publication.kind == "audio" and any(s.current is not layer for s in subscriptions):
            return
        if publication.keeps(layer):
            return
        slots = [subscription.slot for subscription in subscriptions if subscription.current is layer]
        is_redundant = bool(packet.primary_at)
        if is_redundant and not all(slot.takes_redundant(packet) for slot in slots):
            return
        routes = [Route(slot, has_level=bool(layout.level_at), is_redundant=is_redundant) for slot in slots]
        is_heard = publication.source is Source.MICROPHONE and publication.on
        limit = self._limits[publication.kind]

        def enter(flow: Flow) -> None:
            layer.followed(flow)
            self.heard_at = flow.arrived
            self._tally.packets_in += flow.packets
            self._tally.packets_out += flow.packets * len(flow.routes)
            limit.is_over(flow.octets, flow.arrived)
            if is_heard and layout.level_at:
                self._on_level(flow.loudest)

        flow = self._door.flow(
            layer,
            packet,
            layout,
            routes,
            most_octets=limit.window_octets >> 2,
            memory=self._memory,
            unprotect=self._unprotect,
            record=self._arrivals.record,
            enter=enter,
            tally=self._tally,
        )
        if flow.resume():
            self.flows[layer.ssrc] = flow
            self._door.open(layer.ssrc, flow)

    def _end(self, publication: Publication) -> None:
        for layer in publication.known_layers():
            flow = self._drop(layer.ssrc)
            if flow is not None:
                self._settled(flow)

    def _drop(self, ssrc: int) -> Flow | None:
        self._door.shut(ssrc)
        return self.flows.pop(ssrc, None)

    def _settled(self, flow: Flow) -> bool:
        """Whether that went well. If not, its numbers are lost, and the rules go on as after a gap."""
        try:
            flow.settle()
        except Exception:  # a flow must be able to end, whatever befell it
            self._tally.failed("settle")
            return False
        return True

    def report_received(self, report: SenderReport, now: float, unix_s: float) -> None:
        """The sender's clock: for its round trip times, and for lip sync further on."""
        layer = self._demultiplexer.layer(report.ssrc)
        if layer is not None:
            layer.reception.sender_report(report.ntp, now)
            layer.reference = self._wall_clock.ours(report.ntp, unix_s), report.rtp

    @property
    def is_pressing(self) -> bool:
        """Whether something is to be asked for, now or soon."""
        for publication in self.publications.values():
            for layer in publication.known_layers():
                if layer.keyframes.wanted or layer.losses.is_open:
                    return True
        return False

    def urgent(self, now: float, *, rtt_s: float) -> list[bytes]:
        """NACKs and keyframe requests that are due now."""
        due: list[bytes] = []
        for publication in self.publications.values():
            # Most senders make a keyframe of each layer when asked for one.
            comes = any(layer.keyframes.is_on_its_way(now) for layer in publication.known_layers())
            if publication.resends is not None:
                publication.resends.came(publication.came)
            for layer in publication.known_layers():
                if not layer.last_at:
                    continue  # announced, but silent so far
                if layer.keyframes.wanted and not publication.awaits(layer):
                    layer.keyframes.withdraw()
                if not comes and layer.keyframes.due(now):
                    due.append(write_pli(self._ssrc, layer.ssrc))
                if "nack" in layer.codec.feedback and publication.is_wanted(layer):
                    missing = layer.losses.due(now, rtt_s=rtt_s, allowance=publication.resends)
                    if missing:
                        due.append(write_nack(self._ssrc, layer.ssrc, missing))
                    if layer.losses.gave_up() and publication.kind == "video":
                        layer.keyframes.ask()
        return due

    def arrivals(self, now: float) -> bytes | None:
        """Transport-wide feedback on what came since the last call, unless the door tells of it."""
        return self._arrivals.write(self._ssrc, now)

    def receiver_report(self, now: float) -> bytes | None:
        layers = (layer for publication in self.publications.values() for layer in publication.known_layers())
        blocks = [block for layer in layers if (block := layer.reception.block(layer.ssrc, now))]
        return write_receiver_report(self._ssrc, blocks[:_MAX_BLOCKS]) if blocks else None

    def _forward(self, packet: Packet, publication: Publication, layer: Layer) -> None:
        if packet.level >= 0 and publication.source is Source.MICROPHONE:
            self._on_level(-(packet.level & 0x7F))
        last = publication.subscriptions[-1] if packet is self._packet and publication.subscriptions else None
        for subscription in publication.subscriptions:
            try:
                subscription.forward(packet, layer, in_place=subscription is last)
            except Exception:  # whatever fails for one must not reach the others
                subscription.slot.outbox.failed("forward")
