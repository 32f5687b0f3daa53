"""Bots that are connected: where each of them reaches, and what of all that happens it is told.

Everything that bots hear goes through one queue, in the order in which it was announced: what came after a
withdrawal is never told to the bot that was withdrawn, however slow the disk. People are told directly, and
wait for none of this.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import date

import structlog

from mentorpitch.announcements import (
    Announcement,
    BotReachChanged,
    ConversationEvent,
    MentorshipEnded,
    MentorshipPaused,
    MentorshipResumed,
    PeopleBlocked,
    PeopleUnblocked,
    Told,
)
from mentorpitch.bots.admission import admit, get_self, note
from mentorpitch.bots.scopes import Scopes
from mentorpitch.bots.shapes import BotSelf, Place, ReachChanged
from mentorpitch.bots.withheld import withhold
from mentorpitch.clock import Clock
from mentorpitch.meetings.shapes import Meeting
from mentorpitch.shapes import MentorshipId, Shape
from mentorpitch.store.database import Database
from mentorpitch.store.facts import get_fact
from signalling.contract import ASKED_BY_BOTS, TOLD_TO_BOTS, BotWelcome, CallChanged
from signalling.line import encode_event
from signalling.session import Session

log = structlog.get_logger()

# Whatever else may change where a bot reaches; who it is about is asked of the database.
IN_DOUBT = MentorshipEnded | MentorshipPaused | MentorshipResumed | PeopleBlocked | PeopleUnblocked


class Heard(Shape, frozen=True):
    """Something that happened somewhere, which some bots may be told."""

    event: str
    payload: Shape
    where: str  # id of the mentorship or of its conversation


class Guests:
    """Every connected bot."""

    def __init__(
        self, db: Database, *, clock: Clock, version: str, call_of: Callable[[MentorshipId], CallChanged]
    ) -> None:
        self._db = db
        self._clock = clock
        self._version = version
        self._call_of = call_of
        self._places: dict[Session, dict[str, Place]] = {}  # by ids of mentorships and of conversations
        self._queue: asyncio.Queue[Session | BotReachChanged | Heard | None] = asyncio.Queue()
        self._noted: set[tuple[str, MentorshipId, Scopes]] = set()  # today, so that most events ask no disk
        self._today: date | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="guests")

    async def close(self) -> None:
        self._queue.put_nowait(None)
        if self._task:
            await self._task

    def arrive(self, session: Session) -> None:
        """From now on whatever happens comes into the queue behind its welcome."""
        self._places[session] = {}
        self._queue.put_nowait(session)

    def leave(self, session: Session) -> None:
        self._places.pop(session, None)

    async def admit(self, session: Session, event: str, request: object) -> None:
        """Raises Forbidden or NotFound unless the bot may ask this; what it does is in the log then."""
        conversation_id = getattr(request, "conversation_id", None)
        await admit(
            self._db,
            session.actor,
            ASKED_BY_BOTS.get(event, frozenset()),
            kind="conversation",
            thing_id=str(conversation_id),
            at=self._clock(),
        )

    def hear(self, said: Announcement) -> None:
        """Called after commit, in order; returns at once."""
        if not self._places:
            return
        match said:
            case ConversationEvent(event=event):
                self._hear(str(event.__struct_config__.tag), event, event.conversation_id)
            case Told(event=name, payload=payload):
                inside = getattr(payload, "goal", payload)
                self._hear(name, payload, getattr(inside, "mentorship_id", ""))
            case BotReachChanged():
                self._queue.put_nowait(said)
            case _ if isinstance(said, IN_DOUBT):
                self._queue.put_nowait(BotReachChanged())

    def hear_call(self, changed: CallChanged) -> None:
        """Who is in a room now."""
        if self._places:
            self._hear("call_changed", changed, changed.mentorship_id)

    def _hear(self, event: str, payload: Shape, where: str) -> None:
        if event in TOLD_TO_BOTS and where:
            self._queue.put_nowait(Heard(event=event, payload=payload, where=where))

    async def _run(self) -> None:
        while item := await self._queue.get():
            try:
                await self._act(item)
            except Exception:
                log.exception("bots not told")

    async def _act(self, item: Session | BotReachChanged | Heard) -> None:
        match item:
            case Session():
                await self._greet(item)
            case BotReachChanged():
                for session in list(self._places):
                    if item.bot_id in (None, session.actor.user_id):
                        await self._refresh(session)
            case Heard():
                for session, places in list(self._places.items()):
                    if place := places.get(item.where):
                        await self._tell(session, place, item)

    async def _greet(self, session: Session) -> None:
        me = await get_self(self._db, session.actor)
        async with self._db.read() as tx:
            epoch = await get_fact(tx, "epoch")
        self._remember(session, me)
        packet = BotWelcome(bot=me, epoch=epoch, version=self._version)
        self._put(session, "bot_welcome", packet)
        for place in me.places:
            call = self._call_of(place.mentorship_id)
            if call.user_ids:
                await self._tell(
                    session, place, Heard(event="call_changed", payload=call, where=call.mentorship_id)
                )

    async def _refresh(self, session: Session) -> None:
        me = await get_self(self._db, session.actor)
        before = self._places.get(session, {})
        if before.keys() != _index(me).keys():
            self._remember(session, me)
            self._put(session, "reach_changed", ReachChanged(places=me.places))

    def _remember(self, session: Session, me: BotSelf) -> None:
        if session in self._places:  # else it has gone meanwhile
            self._places[session] = _index(me)

    async def _tell(self, session: Session, place: Place, heard: Heard) -> None:
        scopes = (session.actor.scopes or frozenset()) & TOLD_TO_BOTS[heard.event]
        if not scopes:
            return
        await self._note(session, place.mentorship_id, scopes)
        payload = heard.payload
        if isinstance(payload, Meeting):
            payload = withhold(payload, session.actor.scopes or frozenset())
        self._put(session, heard.event, payload)

    async def _note(self, session: Session, mentorship_id: MentorshipId, scopes: Scopes) -> None:
        """To be told is to read: it is written down before."""
        at = self._clock()
        if self._today != at.date():
            self._today = at.date()
            self._noted.clear()
        key = (session.actor.user_id, mentorship_id, scopes)
        if key not in self._noted:
            await note(self._db, session.actor, mentorship_id, scopes, at=at)
            self._noted.add(key)

    def _put(self, session: Session, event: str, payload: Shape) -> None:
        session.tell(event, encode_event(event, payload), now=time.monotonic())


def _index(me: BotSelf) -> dict[str, Place]:
    return {
        where: place for place in me.places for where in (place.mentorship_id, place.conversation_id) if where
    }
