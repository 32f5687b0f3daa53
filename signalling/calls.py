"""Calls: joins people to rooms. Users are known here, packets are not."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from mentorpitch.access import access_room
from mentorpitch.clock import Clock
from mentorpitch.errors import Code, NotFound, Problem
from mentorpitch.mentorships import tickets
from mentorpitch.mentorships.relays import Relays
from mentorpitch.mentorships.tickets import Ticket
from mentorpitch.shapes import MentorshipId, Nothing, UserId
from mentorpitch.store.database import Database
from mentorpitch.store.mentorships import Pair
from rooms.interface import (
    Grant,
    Join,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerStatistics,
    Refused,
    RoomEvent,
    Rooms,
    RoomSnapshot,
    SendingChanged,
    SlotChanged,
    SpeakersChanged,
    TalkCounted,
)
from signalling.contract import (
    TOLD,
    AskStatistics,
    CallChanged,
    CallEnded,
    CallJoined,
    CallRestarted,
    CallState,
    JoinCall,
    LeaveCall,
    RequestTicket,
    RestartCall,
    ResumeCall,
    SwitchMedia,
    ViewSlots,
)
from signalling.gateway import Handler
from signalling.gestures import Gestures
from signalling.pace import Pace
from signalling.session import Directory, Session
from signalling.talk import Spoken, Talk

# Of one person, on all their devices: an offer and its keys cost more than anything else one may ask for.
ENTRIES_PER_S, ENTRIES_AT_ONCE = 1.0, 20
WITHOUT_SOCKET_S = 20.0  # a peer whose person lost the socket is kept that long

REFUSED: dict[str, Code] = {
    "bad_offer": "invalid",
    "not_found": "not_found",
    "room_full": "conflict",
    "forbidden": "forbidden",
}


NAMES = {shape: name for name, shape in TOLD.items()}


class Peer(msgspec.Struct):
    """Somebody's place in a call, and the socket through which they hear of it."""

    peer_id: str
    mentorship_id: MentorshipId
    user_id: UserId
    session_id: str  # of the sign-in that let them in: when it ends, so does this
    session: Session | None
    joined_at: datetime
    giving_up: asyncio.TimerHandle | None = None


class Entry(msgspec.Struct, eq=False):
    """Somebody on the way in. What is taken from them meanwhile must not come too early to be noticed."""

    user_id: UserId
    session_id: str
    mentorship_id: MentorshipId | None = None  # not known before the ticket was read
    is_revoked: bool = False


class Present(Protocol):
    """Called when somebody has left a room, with how long they were in it; returns at once."""

    def __call__(
        self, mentorship_id: MentorshipId, user_id: UserId, *, joined_at: datetime, left_at: datetime
    ) -> None: ...


class Call(msgspec.Struct):
    """A room with somebody in it, or about to be."""

    pair: tuple[UserId, ...]  # who may know of it
    peers: dict[str, Peer] = {}


class Calls:
    def __init__(
        self,
        db: Database,
        directory: Directory,
        *,
        relays: Relays,
        clock: Clock,
        on_present: Present,
        on_spoken: Spoken,
    ) -> None:
        self._db = db
        self._relays = relays
        self._directory = directory
        self._clock = clock
        self._on_present = on_present
        self._peers: dict[str, Peer] = {}
        self._calls: dict[MentorshipId, Call] = {}
        self._calls_of: defaultdict[UserId, set[MentorshipId]] = defaultdict(set)
        self._entries: set[Entry] = set()
        self._paces: dict[UserId, Pace] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_changed: Callable[[CallChanged], None] = lambda _changed: (
            None
        )  # for who is not one of the two
        self._gestures = Gestures(self._place_of, self._tell_room)
        self.talk = Talk(db, clock=clock, on_spoken=on_spoken)

    def use(self, rooms: Rooms) -> None:
        """Rooms and calls call each other: the composition root joins them."""
        self.rooms = self.talk.rooms = rooms

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "request_ticket": self.request_ticket,
            "join_call": self.join,
            "resume_call": self.resume,
            "restart_call": self.restart,
            "switch_media": self.switch,
            "view_slots": self.view,
            "call_statistics": self.statistics,
            "leave_call": self.leave,
            **self._gestures.handlers,
        }

    # ── Questions ────────────────────────────────────────────────────────────

    async def request_ticket(self, session: Session, request: RequestTicket) -> Ticket:
        return await tickets.issue(
            self._db, session.actor, request.mentorship_id, relays=self._relays, at=self._clock()
        )

    async def join(self, session: Session, request: JoinCall) -> CallJoined:
        self._take_turn(session.actor.user_id)
        entry = Entry(user_id=session.actor.user_id, session_id=session.actor.session_id)
        self._entries.add(entry)
        try:
            return await self._join(session, request, entry)
        finally:
            self._entries.discard(entry)

    async def _join(self, session: Session, request: JoinCall, entry: Entry) -> CallJoined:
        # What is announced from here on finds the entry; what was before, the question after it.
        entry.mentorship_id = await tickets.redeem(self._db, session.actor, request.ticket, at=self._clock())
        async with self._db.read() as tx:
            pair = await access_room(tx, session.actor, entry.mentorship_id)
        await self._leave_other_call(session)
        call = self._open(pair)
        try:
            joined = await _asked(
                self.rooms.join(
                    Join(
                        grant=Grant(room_id=pair.mentorship_id, subject=session.actor.user_id),
                        offer=request.offer,
                        uplinks=request.uplinks,
                        on=request.on,
                    )
                )
            )
        except BaseException:
            self._close_if_empty(pair.mentorship_id)
            raise
        snapshot = joined.snapshot
        if entry.is_revoked:
            await self.rooms.leave(snapshot.peer_id, reason="revoked")
            raise Problem("gone", "This was ended meanwhile.")
        # Nothing is awaited from here to the ack, so no event can overtake the snapshot.
        peer = Peer(
            peer_id=snapshot.peer_id,
            mentorship_id=pair.mentorship_id,
            user_id=session.actor.user_id,
            session_id=session.actor.session_id,
            session=session,
            joined_at=self._clock(),
        )
        self._peers[peer.peer_id] = call.peers[peer.peer_id] = peer
        session.peer_id = peer.peer_id
        if self._directory.find(session.sid) is None:  # the socket went away meanwhile
            self.forget(session)
        self._do(self.talk.look(pair.mentorship_id))
        return CallJoined(answer=joined.answer, call=self._state(peer, snapshot))

    async def resume(self, session: Session, request: ResumeCall) -> CallState:
        peer = self._peers.get(request.peer_id)
        if peer is None or peer.user_id != session.actor.user_id:
            raise NotFound("call of yours")
        async with self._db.read() as tx:
            await access_room(tx, session.actor, peer.mentorship_id)
        room = self._snapshot(peer)
        if session.peer_id != peer.peer_id:
            await self._leave_other_call(session)
            room = self._snapshot(peer)
        if self._directory.find(session.sid) is None:
            raise NotFound("connection any more")  # it went away meanwhile, and would never let go
        if peer.session and peer.session is not session:
            peer.session.peer_id = None
        if peer.giving_up:
            peer.giving_up.cancel()
        peer.session, peer.giving_up, session.peer_id = session, None, peer.peer_id
        peer.session_id = session.actor.session_id
        return self._state(peer, room)

    async def restart(self, session: Session, request: RestartCall) -> CallRestarted:
        peer_id = self._in_call(session)
        self._take_turn(session.actor.user_id)
        return CallRestarted(answer=await _asked(self.rooms.restart(peer_id, request.offer)))

    async def switch(self, session: Session, request: SwitchMedia) -> Nothing:
        await _asked(self.rooms.switch(self._in_call(session), request.on))
        return Nothing()

    async def view(self, session: Session, request: ViewSlots) -> Nothing:
        await _asked(self.rooms.view(self._in_call(session), request.views))
        return Nothing()

    async def statistics(self, session: Session, _request: AskStatistics) -> PeerStatistics:
        try:
            return self.rooms.statistics(self._in_call(session))
        except Refused as refused:
            raise _problem(refused) from refused

    async def leave(self, session: Session, _request: LeaveCall) -> Nothing:
        await self._leave_other_call(session)
        return Nothing()

    def live(self, user_id: UserId) -> tuple[CallChanged, ...]:
        """The calls that this person may know of."""
        return tuple(self.get(mentorship_id) for mentorship_id in self._calls_of.get(user_id, ()))

    def get(self, mentorship_id: MentorshipId) -> CallChanged:
        """Who is in that room now."""
        present = {peer.subject for peer in self.rooms.peers(mentorship_id)}
        return CallChanged(
            mentorship_id=mentorship_id, user_ids=tuple(UserId(subject) for subject in sorted(present))
        )

    # ── What happens ─────────────────────────────────────────────────────────

    def forget(self, session: Session) -> None:
        """The socket is gone. The media may still flow: the peer waits for its person to come back."""
        peer = self._peers.get(session.peer_id or "")
        if peer is None or peer.session is not session:
            return
        peer.session = None
        loop = asyncio.get_running_loop()
        peer.giving_up = loop.call_later(WITHOUT_SOCKET_S, self._give_up, peer)

    async def revoke(self, mentorship_id: MentorshipId, user_ids: Iterable[UserId]) -> None:
        """These people may no longer be in this room: their media ends now."""
        user_ids = frozenset(user_ids)
        await self._revoke(lambda who: who.mentorship_id == mentorship_id and who.user_id in user_ids)

    async def revoke_user(self, user_id: UserId) -> None:
        await self._revoke(lambda who: who.user_id == user_id)

    async def revoke_sessions(self, session_ids: Iterable[str]) -> None:
        """These sign-ins are over: so is every call that they let in, its socket there or not."""
        ended = frozenset(session_ids)
        await self._revoke(lambda who: who.session_id in ended)

    async def close(self) -> None:
        """Let what is under way come to its end."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _revoke(self, is_meant: Callable[[Peer | Entry], bool]) -> None:
        for entry in self._entries:
            entry.is_revoked = entry.is_revoked or is_meant(entry)
        peers = [peer for peer in self._peers.values() if is_meant(peer)]
        # At once: a client to whom the goodbye is slow must not keep the others in.
        await asyncio.gather(*(self.rooms.revoke(peer.mentorship_id, peer.user_id) for peer in peers))

    def on_room_event(self, event: RoomEvent) -> None:
        """Called by rooms, in order."""
        match event:
            case PeerJoined() | PeerChanged() | SpeakersChanged():
                self._tell_room(event.room_id, event)
            case TalkCounted():
                if self.talk.counted(event):
                    self._tell_room(event.room_id, event)
            case SlotChanged() | SendingChanged():
                peer = self._peers.get(event.to)
                self._tell([peer.session] if peer and peer.session else [], event)
            case PeerLeft():
                self._left(event)
        if isinstance(event, PeerJoined | PeerLeft):
            self._tell_pair(MentorshipId(event.room_id))

    def _left(self, event: PeerLeft) -> None:
        self._tell_room(event.room_id, event)
        self._gestures.left(event.room_id, event.peer_id)
        peer = self._peers.pop(event.peer_id, None)
        if peer is None:
            return
        self._calls[peer.mentorship_id].peers.pop(peer.peer_id, None)
        self.talk.left(peer.mentorship_id)
        self._on_present(peer.mentorship_id, peer.user_id, joined_at=peer.joined_at, left_at=self._clock())
        if peer.giving_up:
            peer.giving_up.cancel()
        if peer.session:
            if peer.session.peer_id == peer.peer_id:
                peer.session.peer_id = None
            if event.reason != "left":
                self._tell([peer.session], CallEnded(peer_id=peer.peer_id, reason=event.reason))

    # ── Parts ────────────────────────────────────────────────────────────────

    def _take_turn(self, user_id: UserId) -> None:
        now = time.monotonic()
        if user_id not in self._paces:
            self._paces[user_id] = Pace(rate=ENTRIES_PER_S, burst=ENTRIES_AT_ONCE, now=now)
        if wait_s := self._paces[user_id].wait_s(now):
            wait_ms = int(wait_s * 1000) + 1
            raise Problem("rate_limited", "Too many calls at once.", retry_after_ms=wait_ms)

    def _snapshot(self, peer: Peer) -> RoomSnapshot:
        try:
            return self.rooms.snapshot(peer.peer_id)
        except Refused as refused:
            raise _problem(refused) from refused

    def _in_call(self, session: Session) -> str:
        if session.peer_id is None:
            raise Problem("conflict", "You are in no call.")
        return session.peer_id

    def _place_of(self, session: Session) -> tuple[str, str]:
        peer = self._peers[self._in_call(session)]
        return peer.mentorship_id, peer.peer_id

    def _state(self, peer: Peer, room: RoomSnapshot) -> CallState:
        return CallState(
            mentorship_id=peer.mentorship_id,
            room=room,
            hands=self._gestures.hands(peer.mentorship_id),
            levels=self._gestures.levels(peer.mentorship_id),
        )

    async def _leave_other_call(self, session: Session) -> None:
        if session.peer_id is not None:
            await self.rooms.leave(session.peer_id)

    def _give_up(self, peer: Peer) -> None:
        self._do(self.rooms.leave(peer.peer_id, reason="lost"))

    def _do(self, what: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _open(self, pair: Pair) -> Call:
        for user_id in pair.user_ids:
            self._calls_of[user_id].add(pair.mentorship_id)
        return self._calls.setdefault(pair.mentorship_id, Call(pair=pair.user_ids))

    def _close_if_empty(self, mentorship_id: MentorshipId) -> None:
        if self.rooms.peers(mentorship_id) or mentorship_id not in self._calls:
            return
        for user_id in self._calls.pop(mentorship_id).pair:
            self._calls_of[user_id].discard(mentorship_id)
            if not self._calls_of[user_id]:
                del self._calls_of[user_id]

    def _sessions_in(self, room_id: str) -> list[Session]:
        call = self._calls.get(MentorshipId(room_id))
        return [peer.session for peer in call.peers.values() if peer.session] if call else []

    def _tell_room(self, room_id: str, payload: msgspec.Struct) -> None:
        self._tell(self._sessions_in(room_id), payload)

    def _tell_pair(self, mentorship_id: MentorshipId) -> None:
        if call := self._calls.get(mentorship_id):
            changed = self.get(mentorship_id)
            self._tell(self._directory.of(call.pair), changed)
            self.on_changed(changed)
            self._close_if_empty(mentorship_id)

    def _tell(self, sessions: Iterable[Session], payload: msgspec.Struct) -> None:
        self._directory.tell(sessions, NAMES[type(payload)], payload, now=time.monotonic())


T = TypeVar("T")


async def _asked(answer: Awaitable[T]) -> T:
    try:
        return await answer
    except Refused as refused:
        raise _problem(refused) from refused


def _problem(refused: Refused) -> Problem:
    return Problem(REFUSED[refused.code], refused.why)
