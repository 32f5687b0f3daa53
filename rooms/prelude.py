"""How a picture began, for somebody who is on the way in: its lowest layer, from a keyframe on.

Between the answer and the first packet lie the checks of a path and a handshake. A keyframe that is asked for
only after them takes a round trip more and its encoder's time; one that comes before them would be lost. So
it is asked for at once, and what follows it is kept until there are keys. The lowest layer is small enough to
be sent in one go; sharper ones begin with keyframes of their own. Pure.
"""

from typing import TYPE_CHECKING

from rooms.packet import Packet

if TYPE_CHECKING:
    from rooms.publication import Layer

_MOST_OCTETS = 48_000  # two seconds of a lowest layer; more would be a burst that narrow paths drop


class Prelude:
    """The packets of a layer since its newest keyframe; none while it has none, or once they are too many."""

    def __init__(self) -> None:
        self.layer: Layer | None = None
        self.packets: list[Packet] = []
        self._octets = 0

    def add(self, packet: Packet, layer: "Layer") -> None:
        """A packet of the lowest layer, before it is overwritten."""
        is_same = layer is self.layer and bool(self.packets)
        if packet.keyframe and not (is_same and packet.timestamp == self.packets[0].timestamp):
            self.layer, self.packets, self._octets = layer, [], 0
        elif not is_same:
            return
        self._octets += packet.size
        if self._octets > _MOST_OCTETS:
            self.packets = []
        else:
            self.packets.append(packet.kept())
