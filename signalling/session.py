"""Who is connected: one Session for each socket, and the Directory of them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import structlog

from mentorpitch.actors import Actor
from mentorpitch.shapes import UserId
from signalling.contract import EPHEMERAL, Resync
from signalling.line import Outgoing, encode_event
from signalling.outlet import Outlet
from signalling.pace import Pace

log = structlog.get_logger()

STALLED_FOR_S = 30  # then the connection is given up: its client will come back and sync


class Session:
    """One connected socket of one person, or of a bot."""

    __slots__ = ("_stalled_at", "actor", "outlet", "pace", "peer_id", "sid")

    def __init__(self, sid: str, actor: Actor, outlet: Outlet, *, now: float) -> None:
        self.sid = sid
        self.actor = actor
        self.outlet = outlet
        self.pace = Pace(rate=1, burst=30, now=now) if actor.is_bot else Pace(rate=30, burst=120, now=now)
        self.peer_id: str | None = None  # in a call
        self._stalled_at: float | None = None

    def tell(self, name: str, packet: Outgoing, *, now: float) -> None:
        """Push an encoded event, unless this client cannot follow: then it is left out until `tend`."""
        if self._stalled_at is None and not self.outlet.is_full:
            self.outlet.put(packet)
        elif name not in EPHEMERAL and self._stalled_at is None:
            self._stalled_at = now

    def tend(self, now: float) -> bool:
        """Let a client that has caught up sync; False when it should be given up."""
        if self._stalled_at is None:
            return True
        if self.outlet.is_empty:
            self._stalled_at = None
            self.outlet.put(encode_event("resync", Resync()))
            return True
        return now - self._stalled_at < STALLED_FOR_S


class Directory:
    """Every connected session, by socket and by person."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Session] = {}
        self._by_user: defaultdict[UserId, set[Session]] = defaultdict(set)

    def add(self, session: Session) -> None:
        self._by_sid[session.sid] = session
        self._by_user[session.actor.user_id].add(session)

    def remove(self, session: Session) -> None:
        self._by_sid.pop(session.sid, None)
        theirs = self._by_user[session.actor.user_id]
        theirs.discard(session)
        if not theirs:
            del self._by_user[session.actor.user_id]

    def find(self, sid: str) -> Session | None:
        return self._by_sid.get(sid)

    def of(self, user_ids: Iterable[UserId]) -> Iterator[Session]:
        """The sessions of these people."""
        for user_id in user_ids:
            yield from self._by_user.get(user_id, ())

    def is_online(self, user_id: UserId) -> bool:
        return user_id in self._by_user

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)

    def tell(self, sessions: Iterable[Session], name: str, payload: msgspec.Struct, *, now: float) -> None:
        """Encode once, push to each."""
        packet = encode_event(name, payload)
        for session in sessions:
            session.tell(name, packet, now=now)
