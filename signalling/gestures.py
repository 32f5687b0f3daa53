"""What people in a call show each other besides sound and picture: a reaction, a raised hand, how well they
are connected. Nothing of it is stored, and all of it ends with their place in the call."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

import msgspec

from mentorpitch.errors import Problem
from mentorpitch.shapes import Nothing
from signalling.contract import (
    HandsChanged,
    QualityChanged,
    QualityLevel,
    RaiseHand,
    ReactionShown,
    ReportQuality,
    ShowReaction,
)
from signalling.gateway import Handler
from signalling.pace import Pace
from signalling.session import Session

GESTURES_PER_S, GESTURES_AT_ONCE = 2.0, 12  # of one peer: applause, not a flood

PlaceOf = Callable[[Session], tuple[str, str]]
"""The room and the peer of a session; raises `conflict` when it is in no call."""

TellRoom = Callable[[str, msgspec.Struct], None]


class Gestures:
    """Of all rooms. A room is forgotten with its last peer."""

    def __init__(
        self, place_of: PlaceOf, tell: TellRoom, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._place_of = place_of
        self._tell = tell
        self._now = now
        self._hands: defaultdict[str, list[str]] = defaultdict(list)  # who raised first stands first
        self._levels: defaultdict[str, dict[str, QualityLevel]] = defaultdict(dict)
        self._paces: dict[str, Pace] = {}

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "show_reaction": self.react,
            "raise_hand": self.raise_hand,
            "report_quality": self.report_quality,
        }

    def hands(self, room_id: str) -> tuple[str, ...]:
        """The peers whose hand is up, in the order in which they raised it."""
        return tuple(self._hands.get(room_id, ()))

    def levels(self, room_id: str) -> dict[str, QualityLevel]:
        """How well connected each peer says it is."""
        return dict(self._levels.get(room_id, {}))

    async def react(self, session: Session, request: ShowReaction) -> Nothing:
        room_id, peer_id = self._take_turn(session)
        self._tell(room_id, ReactionShown(room_id=room_id, peer_id=peer_id, emoji=request.emoji))
        return Nothing()

    async def raise_hand(self, session: Session, request: RaiseHand) -> Nothing:
        room_id, peer_id = self._take_turn(session)
        hands = self._hands[room_id]
        if request.raised != (peer_id in hands):
            if request.raised:
                hands.append(peer_id)
            else:
                hands.remove(peer_id)
            self._tell(room_id, HandsChanged(room_id=room_id, peer_ids=tuple(hands)))
        return Nothing()

    async def report_quality(self, session: Session, request: ReportQuality) -> Nothing:
        room_id, peer_id = self._take_turn(session)
        if self._levels[room_id].get(peer_id) != request.level:
            self._levels[room_id][peer_id] = request.level
            self._tell(room_id, QualityChanged(room_id=room_id, peer_id=peer_id, level=request.level))
        return Nothing()

    def left(self, room_id: str, peer_id: str) -> None:
        """A peer is gone, which its room hears anyway."""
        self._paces.pop(peer_id, None)
        if peer_id in (hands := self._hands[room_id]):
            hands.remove(peer_id)
        self._levels[room_id].pop(peer_id, None)
        if not hands:
            del self._hands[room_id]
        if not self._levels[room_id]:
            del self._levels[room_id]

    def _take_turn(self, session: Session) -> tuple[str, str]:
        room_id, peer_id = self._place_of(session)
        now = self._now()
        if peer_id not in self._paces:
            self._paces[peer_id] = Pace(rate=GESTURES_PER_S, burst=GESTURES_AT_ONCE, now=now)
        if wait_s := self._paces[peer_id].wait_s(now):
            raise Problem("rate_limited", "Too many at once.", retry_after_ms=int(wait_s * 1000) + 1)
        return room_id, peer_id
