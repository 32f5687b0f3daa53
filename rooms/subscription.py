"""One peer's view of one publication: a single stream out of whichever layer feeds it."""

from typing import TYPE_CHECKING

from rooms.packet import Packet
from rooms.slot import Slot

if TYPE_CHECKING:
    from rooms.publication import Layer, Publication


class Subscription:
    """Joins a slot and a publication from bind to unbind. Video begins and switches at keyframes only."""

    def __init__(self, slot: Slot, publication: "Publication") -> None:
        self.slot = slot
        self.publication = publication
        self._current: Layer | None = None
        self.target: int | None = len(publication.rids) - 1  # rank; None: nothing is to be sent

    def forward(self, packet: Packet, layer: "Layer", *, in_place: bool) -> None:
        """Called for every packet of every layer. In place: nobody else needs the packet."""
        if layer is not self._current:
            if not self._may_begin(packet, layer):
                return
            self.publication.changed()  # first: the munger is to know what went out so far
            self.slot.begin(packet, layer.codec)
            self._current = layer
        self.slot.write(packet, in_place=in_place)

    def choose(self, rank: int | None, *, at_once: bool = False) -> None:
        """Follow this layer from its next keyframe on; None pauses at once.

        `at_once`: what flows is too much, and would keep the keyframe of a lower one from getting through.
        """
        self.target = rank
        current = self._current
        if current is not None and (rank is None or (at_once and rank < current.rank)):
            self.publication.changed()
            if rank is not None:
                self.slot.recent.forget()  # with a keyframe all that was lost is past
            self._current = None
        if rank is not None and not self.is_settled:
            self.ask_keyframe()

    def interrupt(self, layer: "Layer") -> None:
        """What comes of this layer cannot be decoded like what came before."""
        if self._current is layer:
            self._current = None

    @property
    def is_settled(self) -> bool:
        """Whether what flows is what is wanted."""
        return (
            self._current is not None and self._current.rank == self.target and self._is_alive(self._current)
        )

    @property
    def current(self) -> "Layer | None":
        return self._current

    def ask_keyframe(self) -> None:
        """For the layer that is wanted, and for whatever can show a picture sooner."""
        if self.publication.kind == "video" and self.target is not None:
            self.publication.need(self.target)
            for layer in self.publication.known_layers():
                if self.may_take(layer.rank):
                    layer.keyframes.ask()

    def may_take(self, rank: int) -> bool:
        """Whether the next keyframe of that layer is of use: it is the wanted one, or better than nothing."""
        if self.target is None:
            return False
        return rank == self.target or (self._current is None and rank < self.target)

    def refresh(self) -> None:
        """The receiver lost the thread (PLI, FIR)."""
        if self._current is None or not self.is_settled:
            self.ask_keyframe()
        else:
            self._current.keyframes.ask()

    def _may_begin(self, packet: Packet, layer: "Layer") -> bool:
        if self.publication.kind == "audio":
            return not packet.is_padding
        # Only a keyframe can be decoded without the layer we leave behind.
        if self.target is None or not packet.keyframe or not self.slot.takes(layer.codec.name):
            return False
        if layer.rank == self.target:
            return True
        # To begin with, any smaller picture is better than none.
        return layer.rank < self.target and (self._current is None or not self._is_alive(self._current))

    def _is_alive(self, layer: "Layer") -> bool:
        return self.publication.layers[layer.rank] is layer
