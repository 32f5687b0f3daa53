"""Which simulcast layer goes to whom: as sharp as the tile shows, as much as the downlink carries. Pure."""

import math
from collections.abc import Sequence
from typing import NamedTuple

_ENOUGH = 0.9  # of a tile's height: nobody sees the last tenth
_MARGIN = 1.2  # to rise takes more room than to stay, or bitrates that wander would make layers flap


class LayerFacts(NamedTuple):
    """What is known of a layer. `height` in pixels, 0 while unknown."""

    rank: int  # 0 is the lowest
    height: int
    bitrate_bps: float
    active: bool


class Demand(NamedTuple):
    """A video slot that wants a picture. `height` in device pixels, None: never told, so the best."""

    layers: Sequence[LayerFacts]
    height: int | None
    is_screen: bool = False
    current: int | None = None  # the rank that flows now


def desired(layers: Sequence[LayerFacts], height: int | None) -> int | None:
    """The rank of the lowest active layer that fills the height, else of the highest; None: not shown."""
    active = [layer for layer in layers if layer.active]
    if height == 0 or not active:
        return None
    if height is not None:
        for layer in active:
            if _height(layer, layers) >= height * _ENOUGH:
                return layer.rank
    return active[-1].rank


def _height(layer: LayerFacts, layers: Sequence[LayerFacts]) -> float:
    """Each layer has twice the height of the one below it, until a keyframe told better."""
    if layer.height:
        return layer.height
    for known in layers:
        if known.height:
            return known.height * 2.0 ** (layer.rank - known.rank)
    return 720 * 2.0 ** (layer.rank - len(layers) + 1) if len(layers) > 1 else math.inf


def allocate(demands: Sequence[Demand], budget_bps: float) -> list[int | None]:
    """A rank for each demand: everybody's lowest layer, then sharper ones round by round, screens first.

    Where not even a lowest layer fits there is no picture: it would stutter, and take the sound with it.
    """
    wanted = [desired(demand.layers, demand.height) for demand in demands]
    if budget_bps == math.inf:
        return wanted
    chosen: list[int | None] = [None] * len(demands)
    left = budget_bps
    order = sorted(range(len(demands)), key=lambda at: not demands[at].is_screen)
    for at in order:
        if wanted[at] is None:
            continue
        lowest = next(layer for layer in demands[at].layers if layer.active)
        if lowest.bitrate_bps <= left:
            chosen[at] = lowest.rank
            left -= lowest.bitrate_bps
    raised = True
    while raised:
        raised = False
        for at in order:
            step = _next_layer(demands[at], chosen[at], wanted[at])
            if step is not None and step[1] <= left:
                chosen[at], left, raised = step[0], left - step[1], True
    return chosen


def _next_layer(demand: Demand, chosen: int | None, wanted: int | None) -> tuple[int, float] | None:
    """The rank above the chosen one and what it costs more."""
    if chosen is None or wanted is None or chosen >= wanted:
        return None
    now = next(layer for layer in demand.layers if layer.rank == chosen)
    above = next(layer for layer in demand.layers if layer.active and layer.rank > chosen)
    holds = demand.current is not None and above.rank <= demand.current
    return above.rank, max(0.0, above.bitrate_bps * (1 if holds else _MARGIN) - now.bitrate_bps)
