"""How a picture began, for somebody who is on the way in: its lowest layer, from a keyframe on.

Between the answer and the first packet lie the checks of a path and a handshake. A keyframe that is asked for
only after them takes a round trip more and its encoder's time; one that comes before them would be lost. So
it is asked for at once, and what follows it is kept until there are keys. The lowest layer is small enough to
be sent in one go; sharper ones begin with keyframes of their own.
"""

from typing import TYPE_CHECKING

from rooms.packet import Packet
from rooms.subscription import Subscription

if TYPE_CHECKING:
    from rooms.publication import Layer

_MOST_OCTETS = 48_000  # two seconds of a lowest layer; more would be a burst that narrow paths drop


class Prelude:
    """The packets since the newest keyframe; none while there is none, or once they are too many."""

    def __init__(self) -> None:
        self._layer: Layer | None = None
        self._packets: list[Packet] = []
        self._octets = 0

    def add(self, packet: Packet, layer: "Layer") -> None:
        """A packet of the lowest layer, before it is overwritten."""
        is_same = layer is self._layer and bool(self._packets)
        if packet.keyframe and not (is_same and packet.timestamp == self._packets[0].timestamp):
            self._layer, self._packets, self._octets = layer, [], 0
        elif not is_same:
            return
        self._octets += packet.size
        if self._octets > _MOST_OCTETS:
            self._packets = []
        else:
            self._packets.append(packet.kept())

    def play(self, subscription: Subscription) -> None:
        """Send it to somebody whose keys are there now."""
        if self._layer is None:
            return
        for packet in self._packets:
            subscription.forward(packet, self._layer, in_place=False)
        subscription.slot.outbox.wire.flush()
