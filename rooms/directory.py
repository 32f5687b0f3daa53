"""All rooms of this process behind the door of `interface.py`, on one UDP port and, if wanted, one of TCP.

What media touches changes within `_holding`. Events are told after it, in their order: whoever hears them may
take their time, and media must not wait for that.
"""

import asyncio
import os
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from rooms.interface import (
    Join,
    Joined,
    LeaveReason,
    OnEvent,
    PeerState,
    PeerStatistics,
    Refused,
    RoomEvent,
    Rooms,
    RoomSnapshot,
    RoomsStats,
    Sending,
    SendingChanged,
    Source,
    View,
)
from rooms.peer import Peer, Surroundings
from rooms.room import Room
from rooms.settings import MediaSettings
from rooms.tally import Tally
from rooms.tcp import TcpPort
from rooms.transport import Certificates
from rooms.udp import Port

_TICK_S = 0.02
_GOODBYE_S = 2.0  # whoever takes longer to be told hears it by our silence


async def open_rooms(
    settings: MediaSettings, on_event: OnEvent, *, clock: Callable[[], float] = time.monotonic
) -> "Directory":
    """Bind the ports and serve from the running loop. Raises OSError when one is taken."""
    directory = Directory(settings, on_event, clock=clock)
    if settings.tcp_port is not None:
        await directory.open_tcp(settings.tcp_port)
    return directory


class _Holding:
    """To change what media touches. `then` is called when the lock is free again, to tell what came of it."""

    def __init__(self, port: Port, then: Callable[[], None]) -> None:
        self._port, self._then = port, then
        self.depth = 0  # how often it was entered and not yet left

    def __enter__(self) -> None:
        self._port.lock.acquire()
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1
        self._port.flush()
        self._port.lock.release()
        self._then()


class Directory(Rooms):
    """Implements `interface.Rooms`. A room exists from its first peer to its last."""

    def __init__(self, settings: MediaSettings, on_event: OnEvent, *, clock: Callable[[], float]) -> None:
        """Use `open_rooms`."""
        self._tally = Tally()
        self._tallies: set[Tally] = set()  # of the peers that are here, or about to be gone
        self._loop = asyncio.get_running_loop()
        try:
            port = Port(settings.host, settings.port, self._tally, clock=clock, way=settings.way)
        except OSError as error:
            where = f"UDP {settings.host}:{settings.port}"
            raise OSError(error.errno, f"{where}: {error.strerror}") from error
        self._lock = port.lock
        self._shared = Surroundings(
            settings=settings,
            port=port,
            certificates=Certificates(),
            tally=self._tally,
            clock=clock,
            soon=self._loop.call_soon_threadsafe,
            unix_offset_s=time.time() - clock(),
            addresses=settings.addresses(),
        )
        self._tcp: TcpPort | None = None
        self._on_event = on_event
        self._untold: deque[RoomEvent] = deque()
        self._holding = _Holding(port, self._tell_all)
        self._rooms: dict[str, Room] = {}
        self._peers: dict[str, tuple[Peer, Room]] = {}
        self._ticking: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def open_tcp(self, number: int) -> None:
        """Serve by TCP, too, whoever joins from now on. Raises OSError, and then nothing is open any more."""
        tcp = TcpPort(self._shared.port, self._tally, clock=self._shared.clock)
        try:
            taken = await tcp.open(self._shared.settings.host, number)
        except OSError as error:
            self._shared.port.close()
            where = f"TCP {self._shared.settings.host}:{number}"
            raise OSError(error.errno, f"{where}: {os.strerror(error.errno or 0)}") from error
        self._tcp = tcp
        self._shared = replace(self._shared, tcp_port=taken)

    @property
    def port(self) -> int:
        """The UDP port in use."""
        return self._shared.port.number

    async def join(self, request: Join) -> Joined:
        grant = request.grant
        if not request.on <= grant.publish:
            raise Refused("forbidden", "not allowed to publish what is on")
        room = self._rooms.get(grant.room_id)
        earlier = _find(room, grant.subject) if room else None
        if room and not earlier and len(room.peers) >= self._shared.settings.max_peers_per_room:
            raise Refused("room_full", "the room is full")
        peer = Peer(
            secrets.token_urlsafe(12),
            request,
            self._shared,
            on_changed=self._changed,
            on_gone=self._gone,
            on_level=self._heard,
            on_wish=self._wished,
        )
        room = self._rooms.setdefault(grant.room_id, room or Room(grant.room_id, self._untold.append))
        self._peers[peer.id] = peer, room
        self._tallies.add(peer.tally)
        if earlier:
            self._remove(earlier, "replaced")
            self._rooms[room.id] = room
        peer.open()
        with self._holding:
            room.add(peer)
            for other in room.peers.values():  # a picture to begin with is on its way before the answer is
                other.press(self._shared.clock())
        self._tick_soon()
        return Joined(answer=peer.answer, snapshot=room.snapshot(peer))

    async def leave(self, peer_id: str, *, reason: LeaveReason = "left") -> None:
        if peer_id in self._peers:
            await self._remove(self._peers[peer_id][0], reason)

    async def switch(self, peer_id: str, on: frozenset[Source]) -> None:
        peer, room = self._find(peer_id)
        if not on <= peer.grant.publish:
            raise Refused("forbidden", "not allowed to publish what is on")
        with self._holding:
            room.switch(peer, on)

    async def view(self, peer_id: str, views: tuple[View, ...]) -> None:
        peer, _ = self._find(peer_id)
        heights = {view.mid: max(0, view.height) for view in views}
        with self._holding:
            for slot in peer.downlink.slots:
                if slot.mid in heights:
                    slot.height = heights[slot.mid]
            peer.downlink.choose_layers(self._shared.clock())
            peer.is_stirred = True

    async def count_talk(self, room_id: str, *, counting: bool) -> None:
        if room := self._rooms.get(room_id):
            room.count_talk(counting=counting)

    async def restart(self, peer_id: str, offer: str) -> str:
        return self._find(peer_id)[0].restart(offer)

    def snapshot(self, peer_id: str) -> RoomSnapshot:
        peer, room = self._find(peer_id)
        return room.snapshot(peer)

    def peers(self, room_id: str) -> tuple[PeerState, ...]:
        room = self._rooms.get(room_id)
        return tuple(peer.state() for peer in room.peers.values()) if room else ()

    async def revoke(self, room_id: str, subject: str) -> None:
        room = self._rooms.get(room_id)
        peer = _find(room, subject) if room else None
        if peer:
            await self._remove(peer, "revoked")

    def stats(self) -> RoomsStats:
        total = Tally()
        with self._lock:
            for peer, _ in self._peers.values():
                peer.uplink.settle()
            for tally in (self._tally, *self._tallies):
                total.add(tally)
        return RoomsStats(
            rooms=len(self._rooms),
            peers=len(self._peers),
            packets_in=total.packets_in,
            packets_out=total.packets_out,
            dropped=dict(total.dropped),
        )

    def statistics(self, peer_id: str) -> PeerStatistics:
        peer, _ = self._find(peer_id)
        with self._lock:
            return peer.statistics(self._shared.clock())

    def all_statistics(self) -> tuple[PeerStatistics, ...]:
        with self._lock:
            now = self._shared.clock()
            return tuple(peer.statistics(now) for peer, _ in self._peers.values())

    async def close(self) -> None:
        for peer, _ in list(self._peers.values()):
            self._remove(peer, "closed")
        if self._closing:
            _, late = await asyncio.wait(self._closing, timeout=_GOODBYE_S)
            for task in late:
                task.cancel()
        if self._ticking:
            self._ticking.cancel()
        if self._tcp:
            await self._tcp.close()
        self._shared.port.close()

    # ── Within ───────────────────────────────────────────────────────────────

    def _find(self, peer_id: str) -> tuple[Peer, Room]:
        found = self._peers.get(peer_id)
        if found is None:
            raise Refused("not_found", "no such peer")
        return found

    def _remove(self, peer: Peer, reason: LeaveReason) -> "asyncio.Task[None]":
        """Cut and forget at once; the task says goodbye to the client."""
        _, room = self._peers.pop(peer.id)
        with self._holding:
            try:
                peer.cut()
            except Exception:  # nobody may stay in a room as a ghost
                self._tally.failed("cut")
            room.remove(peer, reason)
            if not room.peers:
                self._rooms.pop(room.id, None)
        task = self._loop.create_task(self._say_goodbye(peer))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return task

    async def _say_goodbye(self, peer: Peer) -> None:
        try:
            await peer.close()
        finally:
            self._tally.add(peer.tally)
            self._tallies.discard(peer.tally)

    def _tell_all(self) -> None:
        """What came of a change, unless we are within another one."""
        while self._untold and not self._holding.depth:
            self._tell(self._untold.popleft())

    def _tell(self, event: RoomEvent) -> None:
        try:
            self._on_event(event)
        except Exception:  # whoever listens must not cost anybody their call
            self._tally.failed("event")

    def _changed(self, peer: Peer) -> None:
        with self._holding:
            self._peers[peer.id][1].changed(peer)

    def _gone(self, peer: Peer, reason: LeaveReason) -> None:
        if peer.id in self._peers:
            self._remove(peer, reason)

    def _heard(self, peer_id: str, level_dbov: int) -> None:
        """In the thread, too."""
        known = self._peers.get(peer_id)
        if known is not None:
            known[1].speakers.hear(peer_id, level_dbov)

    def _wished(self, peer: Peer, sending: Sending) -> None:
        """In the thread, too. Told at the next tick at the latest; who is not in yet, by the snapshot."""
        known = self._peers.get(peer.id)
        if known is not None:
            self._untold.append(SendingChanged(room_id=known[1].id, to=peer.id, sending=sending))

    def _tick_soon(self) -> None:
        if self._ticking is None:
            self._ticking = self._loop.call_later(_TICK_S, self._tick)

    def _tick(self) -> None:
        """One timer for everybody, and none while nobody is here."""
        self._ticking = None
        now = self._shared.clock()
        for room in list(self._rooms.values()):
            try:
                if room.is_due(now):
                    with self._holding:
                        room.tick(now)
            except Exception:  # one room's trouble is not the others'
                self._tally.failed("tick")
        self._tell_all()
        if self._rooms:
            self._tick_soon()


def _find(room: Room, subject: str) -> Peer | None:
    return next((peer for peer in room.peers.values() if peer.grant.subject == subject), None)
