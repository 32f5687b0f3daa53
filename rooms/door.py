"""One client, as far as a wire deals with its packets by itself. This one leaves them all to the rules."""

from collections.abc import Sequence
from typing import Any

from rooms.flow import Flow
from rooms.wire import Source


class Door:
    """Where the client is, its keys, and its steady flows. Hold the wire's lock."""

    def move(self, source: Source | None) -> None:
        """The client's packets come from there from now on; None: not over the wire."""

    def unlock(self, incoming: Any, outgoing: Any) -> None:
        """Its keys are there: a `Cipher` for each direction."""

    def flow(self, *args: Any, **named: Any) -> Flow:
        """A flow of this client's, with what `Flow` takes. It begins with `resume`."""
        return Flow(*args, **named)

    def open(self, ssrc: int, flow: Flow) -> None:
        """What comes by this number is tried with that flow first."""

    def shut(self, ssrc: int) -> None:
        """It no longer is."""

    def tell(self, sender_ssrc: int, media_ssrc: int, first: int, reports: int) -> None:
        """Tell the client of arrivals from this number on, after so many reports, while that is simple."""

    def is_telling(self, now: float) -> bool:
        """Whether that goes on, and nothing waits for long."""
        return False

    def told(self) -> tuple[int, Sequence[int], int] | None:
        """It no longer does. How many were told of, when the last of them came in ticks, and reports in all.

        None: it did not.
        """

    def arrivals(self) -> Sequence[tuple[int, float]]:
        """What flows have noted since the last call: (transport-wide number, arrival)."""
        return ()
