"""What media did, in numbers: for whoever runs the server, and has its token."""

from collections.abc import Iterator

import msgspec

from rooms.interface import Rooms


class MediaMetrics:
    """Implements `mentorpitch.web.metrics.Metrics`: no name of a person or a room is in it."""

    def __init__(self) -> None:
        self.rooms: Rooms | None = None  # there are none before the server serves

    def totals(self) -> str:
        """In the text format of Prometheus."""
        return "".join(f"{line}\n" for line in self._lines())

    def peers(self) -> bytes:
        """Each connection as JSON, for finding out what is wrong with one."""
        return msgspec.json.encode(self.rooms.all_statistics() if self.rooms else ())

    def _lines(self) -> Iterator[str]:
        if self.rooms is None:
            return
        stats = self.rooms.stats()
        for name, kind, value in (
            ("rooms", "gauge", stats.rooms),
            ("peers", "gauge", stats.peers),
            ("packets_in_total", "counter", stats.packets_in),
            ("packets_out_total", "counter", stats.packets_out),
        ):
            yield f"# TYPE mentorpitch_media_{name} {kind}"
            yield f"mentorpitch_media_{name} {value}"
        yield "# TYPE mentorpitch_media_dropped_total counter"
        for reason, count in sorted(stats.dropped.items()):
            yield f'mentorpitch_media_dropped_total{{reason="{reason}"}} {count}'
