"""What happens, told to whom it concerns: announcements in, events out. One place wires the wire."""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Mapping
from datetime import datetime

import structlog
from aiohttp import web

from mentorpitch.announcements import (
    Announcement,
    BotReachChanged,
    ConversationEvent,
    FellowsChanged,
    JobsWait,
    MentorshipCreated,
    MentorshipEnded,
    MentorshipPaused,
    MentorshipResumed,
    PeopleBlocked,
    PeopleUnblocked,
    ReadMoved,
    SessionsEnded,
    TalkAgreed,
    Told,
    UserBanned,
)
from mentorpitch.chat.conversations import list_states
from mentorpitch.clock import Clock
from mentorpitch.jobs import Worker
from mentorpitch.meetings.attendance import record_presence
from mentorpitch.meetings.turning import Turning
from mentorpitch.mentorships.relays import NO_RELAYS, Relays
from mentorpitch.programmes.telling import changed_by_pair
from mentorpitch.push.ringing import Ringing
from mentorpitch.search.indexing import Indexing
from mentorpitch.shapes import DirectChanged, MentorshipId, MessageSent, UserId
from mentorpitch.store.database import Database
from mentorpitch.store.facts import get_fact
from mentorpitch.talk.balance import record as record_talk
from rooms.interface import RoomEvent, Rooms
from signalling.asyncapi import describe
from signalling.calls import Calls
from signalling.chat import Chat
from signalling.contract import (
    AskClock,
    MentorshipChanged,
    ReadChanged,
    ServerClock,
    SignedOut,
    Welcome,
)
from signalling.gateway import Authenticate, Gateway
from signalling.guests import Guests
from signalling.line import Outgoing, encode, encode_event
from signalling.notes import SharedNotes
from signalling.presence import Presence
from signalling.session import Directory, Session

log = structlog.get_logger()


class Live:
    """Everything that is connected now."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        authenticate: Authenticate,
        version: str,
        cookie: str = "mentorpitch",
        relays: Relays = NO_RELAYS,
    ) -> None:
        self._db = db
        self._clock = clock
        self._version = version
        self._cookie = cookie  # its name, for the description
        self.directory = Directory()
        self.presence = Presence(db, self.directory)
        self.calls = Calls(
            db,
            self.directory,
            relays=relays,
            clock=clock,
            on_present=self._was_present,
            on_spoken=self._have_spoken,
        )
        self.guests = Guests(db, clock=clock, version=version, call_of=self.calls.get)
        self.calls.on_changed = self.guests.hear_call
        self.chat = Chat(db, self.directory, clock=clock, announce=self.announce)
        self.notes = SharedNotes(db, self.directory, clock=clock, announce=self.announce)
        self.gateway = Gateway(
            self.directory,
            {
                **self.chat.handlers,
                **self.notes.handlers,
                **self.calls.handlers,
                "clock": self._tell_time,
            },
            authenticate=authenticate,
            admit_bot=self.guests.admit,
            on_connect=self._connected,
            on_disconnect=self._disconnected,
        )
        self.turning = Turning(db, announce=self.announce, clock=clock)
        self.indexing = Indexing(db)
        self.ringing = Ringing(db, announce=self.announce, clock=clock)
        self._work: asyncio.Queue[Announcement | None] = asyncio.Queue()  # None: that was all
        self._worker: asyncio.Task[None] | None = None
        self._jobs: Worker | None = None
        self._recording: set[asyncio.Task[None]] = set()

    def start(self, app: web.Application, rooms: Rooms, jobs: Worker | None = None) -> None:
        self.calls.use(rooms)
        self._jobs = jobs
        self.gateway.attach(app)
        app.router.add_get("/api/asyncapi.json", self._describe)
        self.gateway.start()
        self.turning.start()
        self.guests.start()
        self.indexing.start()
        self.ringing.start()
        self._worker = asyncio.create_task(self._do_work(), name="live")

    async def close(self) -> None:
        """Let what is under way come to its end: a query that is cancelled leaves its connection behind."""
        await self.turning.close()
        await self.indexing.close()
        await self.ringing.close()
        self.presence.close()
        await self.gateway.close()
        await self.calls.close()
        await asyncio.gather(*self._recording)
        await self.guests.close()
        self._work.put_nowait(None)
        if self._worker:
            await self._worker

    def announce(self, said: Announcement) -> None:
        """Called after commit. What only tells is told now; what must act is done in order, soon."""
        self.indexing.look_again()
        if isinstance(said, (SessionsEnded, UserBanned)):
            self.gateway.note_endings()
        match said:
            case ConversationEvent():
                name = said.event.__struct_config__.tag
                self._tell(said.participants, encode_event(str(name), said.event), str(name))
                if isinstance(said.event, MessageSent):
                    self.ringing.hear(said.event.conversation_id)
                if said.event.seq == 1:
                    self._work.put_nowait(FellowsChanged(user_ids=said.participants))
            case ReadMoved():
                self._tell(
                    said.participants,
                    encode_event("read_changed", ReadChanged(read=said.read)),
                    "read_changed",
                )
            case Told():
                self._tell(said.user_ids, encode_event(said.event, said.payload), said.event)
                if said.event == "meeting_changed":
                    self.turning.look_again()
                    self._look_for_jobs()  # its reminders
            case JobsWait():
                self._look_for_jobs()
            case BotReachChanged():
                pass
            case _:
                self._work.put_nowait(said)
        self.guests.hear(said)

    def _look_for_jobs(self) -> None:
        if self._jobs:
            self._jobs.look_again()

    def on_room_event(self, event: RoomEvent) -> None:
        self.calls.on_room_event(event)

    def _was_present(
        self, mentorship_id: MentorshipId, user_id: UserId, *, joined_at: datetime, left_at: datetime
    ) -> None:
        self._record(
            record_presence(
                self._db,
                mentorship_id,
                user_id,
                joined_at=joined_at,
                left_at=left_at,
                announce=self.announce,
                clock=self._clock,
            )
        )

    def _have_spoken(
        self,
        mentorship_id: MentorshipId,
        spoken_ms: Mapping[UserId, int],
        *,
        during: tuple[datetime, datetime],
    ) -> None:
        self._record(record_talk(self._db, mentorship_id, spoken_ms, during=during, announce=self.announce))

    def _record(self, what: Coroutine[None, None, None]) -> None:
        """Write down what a call has seen; nobody waits for it but the end of the server."""

        async def record() -> None:
            try:
                await what
            except Exception:
                log.exception("a call not recorded")

        task = asyncio.create_task(record(), name="recording")
        self._recording.add(task)
        task.add_done_callback(self._recording.discard)

    async def _describe(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=encode(describe(cookie=self._cookie, version=self._version)), content_type="application/json"
        )

    async def _connected(self, session: Session) -> None:
        # The session is in the directory already: whatever happens from now on is pushed to it. Only then
        # is the database read, so nothing can fall between; what comes twice, the client drops.
        if session.actor.is_bot:
            self.guests.arrive(session)
            return
        user_id = session.actor.user_id
        online = await self.presence.arrive(user_id)
        async with self._db.read() as tx:
            welcome = Welcome(
                user_id=user_id,
                epoch=await get_fact(tx, "epoch"),
                version=self._version,
                conversations=await list_states(tx, user_id),
                online=online,
                calls=self.calls.live(user_id),
            )
        session.outlet.put(encode_event("welcome", welcome))

    async def _disconnected(self, session: Session) -> None:
        if session.actor.is_bot:
            self.guests.leave(session)
            return
        self.calls.forget(session)
        self.presence.leave(session.actor.user_id)

    async def _do_work(self) -> None:
        while said := await self._work.get():
            try:
                await self._act(said)
            except Exception:
                log.exception("announcement not acted on", announcement=type(said).__name__)

    async def _act(self, said: Announcement) -> None:
        match said:
            case SessionsEnded():
                ended = set(said.session_ids)
                await self.calls.revoke_sessions(ended)
                await self._end(s for s in self.directory.of([said.user_id]) if s.actor.session_id in ended)
                await self.calls.revoke_sessions(ended)  # who came in before their socket was closed
            case UserBanned():
                await self.calls.revoke_user(said.user_id)
                await self._end(self.directory.of([said.user_id]))
            case MentorshipCreated():
                await self.presence.meet(said.user_ids)
                await self._tell_mentorship(said.mentorship_id, said.user_ids)
            case MentorshipResumed():
                await self._tell_mentorship(said.mentorship_id, said.user_ids)
            case MentorshipPaused() | MentorshipEnded():
                await self.calls.revoke(said.mentorship_id, said.user_ids)
                await self.presence.part(said.user_ids)
                await self._tell_mentorship(said.mentorship_id, said.user_ids)
            case TalkAgreed():
                await self.calls.talk.look(said.mentorship_id)
            case PeopleBlocked():
                for mentorship_id in said.mentorship_ids:
                    await self.calls.revoke(mentorship_id, said.user_ids)
                await self.presence.part(said.user_ids)
            case PeopleUnblocked():
                await self.presence.meet(said.user_ids)
            case FellowsChanged():
                await self.presence.part(said.user_ids)
                await self.presence.meet(said.user_ids)
                self._tell(said.user_ids, encode_event("direct_changed", DirectChanged()), "direct_changed")

    async def _tell_time(self, _session: Session, _question: AskClock) -> ServerClock:
        return ServerClock(at=self._clock())

    async def _end(self, sessions: Iterable[Session]) -> None:
        sessions = list(sessions)
        for session in sessions:
            session.outlet.put(encode_event("signed_out", SignedOut()))
        await asyncio.gather(*(self.gateway.end(session) for session in sessions))

    async def _tell_mentorship(self, mentorship_id: MentorshipId, user_ids: tuple[UserId, ...]) -> None:
        self._look_for_jobs()  # webhooks may be told of it
        packet = encode_event("mentorship_changed", MentorshipChanged(mentorship_id=mentorship_id))
        self._tell(user_ids, packet, "mentorship_changed")
        async with self._db.read() as tx:
            for_managers = await changed_by_pair(tx, mentorship_id)
        if for_managers:
            self.announce(for_managers)

    def _tell(self, user_ids: Iterable[UserId], packet: Outgoing, name: str) -> None:
        now = time.monotonic()
        for session in self.directory.of(user_ids):
            session.tell(name, packet, now=now)
