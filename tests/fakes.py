"""Stand-ins for what a test does not want to run: here, media rooms that only keep count of who is in."""

import itertools

from rooms.interface import (
    Grant,
    Join,
    Joined,
    LeaveReason,
    OnEvent,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerState,
    PeerStatistics,
    Refused,
    RoomSnapshot,
    RoomsStats,
    Source,
    TalkCounted,
    View,
)


class FakeRooms:
    """Keeps the promises of rooms.interface.Rooms, without media."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._peers: dict[str, tuple[Grant, PeerState]] = {}
        self.views: list[tuple[View, ...]] = []
        self.counting: set[str] = set()

    async def join(self, request: Join) -> Joined:
        if not request.offer.startswith("v=0"):
            raise Refused("bad_offer", "no v= line")
        for peer_id, (grant, _) in list(self._peers.items()):
            if (grant.room_id, grant.subject) == (request.grant.room_id, request.grant.subject):
                await self.leave(peer_id, reason="replaced")
        peer = PeerState(
            peer_id=f"peer-{next(self._numbers)}",
            subject=request.grant.subject,
            on=request.on,
            status="connecting",
        )
        self._peers[peer.peer_id] = request.grant, peer
        self._on_event(PeerJoined(room_id=request.grant.room_id, peer=peer))
        return Joined(answer="v=0\r\n", snapshot=self.snapshot(peer.peer_id))

    async def leave(self, peer_id: str, *, reason: LeaveReason = "left") -> None:
        if peer_id in self._peers:
            grant, peer = self._peers.pop(peer_id)
            self._on_event(
                PeerLeft(room_id=grant.room_id, peer_id=peer_id, subject=peer.subject, reason=reason)
            )

    async def switch(self, peer_id: str, on: frozenset[Source]) -> None:
        grant, peer = self._get(peer_id)
        changed = PeerState(peer_id=peer_id, subject=peer.subject, on=on, status=peer.status)
        self._peers[peer_id] = grant, changed
        self._on_event(PeerChanged(room_id=grant.room_id, peer=changed))

    async def view(self, peer_id: str, views: tuple[View, ...]) -> None:
        self._get(peer_id)
        self.views.append(views)

    async def count_talk(self, room_id: str, *, counting: bool) -> None:
        (self.counting.add if counting else self.counting.discard)(room_id)

    def count(self, room_id: str, **spoken_ms: int) -> None:
        """What a room that counts would say."""
        if room_id in self.counting:
            self._on_event(TalkCounted(room_id=room_id, spoken_ms=spoken_ms))

    async def restart(self, peer_id: str, offer: str) -> str:
        self._get(peer_id)
        return "v=0\r\n"

    def snapshot(self, peer_id: str) -> RoomSnapshot:
        grant, _ = self._get(peer_id)
        return RoomSnapshot(room_id=grant.room_id, peer_id=peer_id, peers=self.peers(grant.room_id), slots=())

    def peers(self, room_id: str) -> tuple[PeerState, ...]:
        return tuple(peer for grant, peer in self._peers.values() if grant.room_id == room_id)

    async def revoke(self, room_id: str, subject: str) -> None:
        for peer_id, (grant, _) in list(self._peers.items()):
            if (grant.room_id, grant.subject) == (room_id, subject):
                await self.leave(peer_id, reason="revoked")

    def statistics(self, peer_id: str) -> PeerStatistics:
        _, state = self._get(peer_id)
        return PeerStatistics(
            peer_id=peer_id,
            status=state.status,
            rtt_ms=12.0,
            video_budget_bps=None,
            up=(),
            down=(),
            packets_in=1,
            packets_out=2,
            dropped={},
        )

    def all_statistics(self) -> tuple[PeerStatistics, ...]:
        return ()

    def stats(self) -> RoomsStats:
        return RoomsStats(rooms=0, peers=len(self._peers), packets_in=0, packets_out=0, dropped={})

    async def close(self) -> None:
        for peer_id in list(self._peers):
            await self.leave(peer_id, reason="closed")

    def _get(self, peer_id: str) -> tuple[Grant, PeerState]:
        try:
            return self._peers[peer_id]
        except KeyError:
            raise Refused("not_found", "There is no such peer.") from None
