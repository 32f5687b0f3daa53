"""Whose tracks go where slots are scarce: the last N who spoke. Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from rooms.interface import Source

# A shared screen before a face, a voice before a screen's sound.
_ORDER = (Source.SCREEN, Source.CAMERA, Source.MICROPHONE, Source.SCREEN_SOUND)

T = TypeVar("T")


def last_n(
    available: Sequence[T],
    places: int,
    *,
    source: Callable[[T], Source],
    heard_at: Callable[[T], float],
    shown: Collection[T],
) -> list[T]:
    """At most `places` of them, by their sources; `heard_at` is when its peer was heard last, 0 for never.

    Who spoke the longest time ago gives way. Of those who are equal, whoever is `shown` stays.
    """
    by_source = sorted(available, key=lambda one: _ORDER.index(source(one)))
    if len(by_source) <= places:
        return by_source
    by_source.sort(key=lambda one: (_ORDER.index(source(one)), -heard_at(one), one not in shown))
    return by_source[:places]
