"""What is wished for from a picture's sender: the layers that somebody watches, in a codec that all have.

What nobody watches costs its sender's battery and uplink for nothing. A layer is paused a while after the
last one looked away, and wanted again at once. Those below it stay: a downlink that narrows cannot wait.
Pure.
"""

import math
from collections.abc import Callable, Collection, Sequence

from rooms.interface import Source

_PAUSE_AFTER_S = 5.0  # a layout that changes twice must not cost two keyframes
_PATIENCE_S = 3.0  # for an encoder that begins again; then the layer counts as switched off by its sender
# Camera: cheap encoders with layers everywhere. Screen: still, and full of letters.
_CODECS = {
    Source.CAMERA: ("vp8", "h264", "vp9", "av1"),
    Source.SCREEN: ("av1", "vp9", "vp8", "h264"),
}


class Wish:
    """Whether one layer is to be sent, as far as its receivers are concerned."""

    def __init__(self) -> None:
        self.is_paused = False
        self._wanted_at: float | None = None
        self._awaited_until = 0.0

    def renew(self) -> bool:
        """Somebody needs it now; returns whether the sender is to be told."""
        was_paused = self.is_paused
        if was_paused or self._wanted_at is None:
            self.is_paused, self._awaited_until = False, math.inf
        return was_paused

    def hold(self) -> bool:
        """It would only be lost; returns whether the sender is to be told."""
        was_paused, self.is_paused = self.is_paused, True
        return not was_paused

    def look(self, now: float, *, is_wanted: bool, flows: bool) -> bool:
        """What time brings, a few times a second; returns whether the sender is to be told."""
        if self._awaited_until == math.inf:
            self._awaited_until = now + _PATIENCE_S
            is_wanted = True
        if is_wanted or self._wanted_at is None:
            self._wanted_at = now
        elif flows and not self.is_paused and now - self._wanted_at >= _PAUSE_AFTER_S:
            self.is_paused = True
            return True
        return False

    def is_kept(self, now: float) -> bool:
        """Whether its silence is our wish, or was until a moment ago: it would flow when asked for."""
        return self.is_paused or now < self._awaited_until


def common_codec(
    source: Source, sent: Collection[str], received: Sequence[Callable[[str], bool]]
) -> str | None:
    """The codec by name that its sender has and all its receivers; None: there is none."""
    common = (name for name in _CODECS[source] if name in sent and all(takes(name) for takes in received))
    return next(common, None)
