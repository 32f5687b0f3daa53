"""What a peer's connection is like, in numbers: for the person in the call, and for whoever runs the server.

Nothing here is counted for it: the rules of forwarding know all of it anyway.
"""

from rooms.downlink import Downlink
from rooms.interface import LayerStatistics, SlotStatistics
from rooms.publication import Layer, Publication
from rooms.slot import Slot
from rooms.uplink import Uplink


def of_layers(uplink: Uplink, now: float) -> tuple[LayerStatistics, ...]:
    """Of every stream that came. Flows must have settled."""
    return tuple(
        _of_layer(publication, layer, now)
        for publication in uplink.publications.values()
        for layer in publication.known_layers()
        if layer.last_at
    )


def of_slots(downlink: Downlink) -> tuple[SlotStatistics, ...]:
    """Of every slot that something feeds."""
    return tuple(_of_slot(downlink, slot) for slot in downlink.slots if downlink.fed_by(slot))


def _of_layer(publication: Publication, layer: Layer, now: float) -> LayerStatistics:
    reception = layer.reception
    return LayerStatistics(
        source=publication.source,
        rid=layer.rid,
        codec=layer.codec.name,
        packets=reception.packets,
        lost=max(0, reception.expected - reception.packets),
        jitter_ms=round(1000 * reception.jitter / reception.clock_rate, 1),
        bitrate_bps=round(layer.meter.update(now)),
        flows=layer.flows(now),
        paused=layer.wish.is_paused,
    )


def _of_slot(downlink: Downlink, slot: Slot) -> SlotStatistics:
    publication, layer = downlink.fed_by(slot), downlink.layer_on(slot)
    report = slot.reported
    return SlotStatistics(
        mid=slot.mid,
        source=publication.source if publication else None,
        codec=slot.codec.name,
        rid=layer.rid if layer else None,
        height=slot.height,
        packets=slot.sent.packets,
        octets=slot.sent.octets,
        lost=report.lost if report and report.lost < 0x80_0000 else 0,
        loss_percent=round(report.fraction_lost / 2.56, 1) if report else 0.0,
        jitter_ms=round(1000 * report.jitter / slot.codec.clock_rate, 1) if report else 0.0,
    )
