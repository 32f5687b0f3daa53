"""Builders: a small world to try things in, each line one thing that a test needs."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from mentorpitch.actors import Actor
from mentorpitch.announcements import Announcement
from mentorpitch.bots import bots, guests, tokens
from mentorpitch.bots.scopes import Scope
from mentorpitch.bots.shapes import NewBot
from mentorpitch.chat import direct, messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.growth import areas, goals
from mentorpitch.growth.areas import LevelSaid, NewArea
from mentorpitch.growth.goals import NewGoal
from mentorpitch.growth.shapes import Area, Goal
from mentorpitch.ids import hash_secret
from mentorpitch.limits import Limits
from mentorpitch.mentorships import agreements, pitches
from mentorpitch.mentorships.agreements import WriteAgreement
from mentorpitch.mentorships.pitches import NewPitch
from mentorpitch.mentorships.shapes import MentorProfile, Pitch
from mentorpitch.shapes import ConversationId, Event, MentorshipId, ProgrammeId, ProgrammeName, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import bots as bots_store
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import profiles as profiles_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Writer

PASSWORD = "a quiet long password"
# Argon2id of PASSWORD with the smallest parameters.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$MFseltOAgDhBAbyTTfN/gA$yJkwTJBucTXBBmFTXg7xkry3WtnNx3lhMG2VO7VQxJU"
)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """`advance(hours=1)`: the arguments of a timedelta."""
        self.now += timedelta(**by)


class WorldMentorship(msgspec.Struct, frozen=True, kw_only=True):
    mentorship_id: MentorshipId
    programme_id: ProgrammeId
    conversation_id: ConversationId
    mentor: Actor
    mentee: Actor
    manager: Actor


class World:
    """A database, a clock that stands still, and what was announced."""

    def __init__(self, path: Path) -> None:
        self.db = Database(path)
        self.clock = StillClock()
        self.announced: list[Announcement] = []
        self._numbers = itertools.count(1)

    def announce(self, announcement: Announcement) -> None:
        self.announced.append(announcement)

    async def user(
        self, name: str = "", *, email: str = "", time_zone: str = "Europe/Lisbon", is_admin: bool = False
    ) -> Actor:
        """Somebody who is signed in, whose password is PASSWORD."""
        async with self.db.write() as tx:
            return await self._add_user(tx, name, email=email, time_zone=time_zone, is_admin=is_admin)

    async def session(self, user_id: UserId, *, is_admin: bool = False) -> Actor:
        """One more device of theirs."""
        async with self.db.write() as tx:
            return await self._add_session(tx, user_id, is_admin=is_admin)

    def secret(self, actor: Actor) -> str:
        """What this actor's cookie holds; of a bot, its token."""
        if actor.is_bot:
            return f"{tokens.PREFIX}{actor.session_id}{'s' * 43}"
        return f"secret-of-{actor.session_id}"

    async def bot(
        self,
        owner: Actor,
        *scopes: Scope,
        within: WorldMentorship | None = None,
        confirmed: bool = True,
        programme_id: ProgrammeId | None = None,
        name: str = "Echo",
    ) -> Actor:
        """A bot with a token; a guest `within` a pair, invited by its owner, or a manager's by the mentee."""
        n = next(self._numbers)
        made = await bots.create(
            self.db,
            owner,
            NewBot(
                client_id=f"bot-{n}",
                name=name,
                purpose="It helps.",
                scopes=scopes,
                programme_id=programme_id,
            ),
            announce=self.announce,
            clock=self.clock,
        )
        bot = Actor(
            user_id=made.bot.bot_id,
            session_id=f"token-{n}".ljust(tokens.ID_LENGTH, "-"),
            scopes=frozenset(scopes),
        )
        async with self.db.write() as tx:
            await bots_store.set_token(
                tx,
                bot.user_id,
                token_id=bot.session_id,
                token_hash=hash_secret(self.secret(bot)),
                at=self.clock(),
            )
        if within:
            two = (within.mentor, within.mentee)
            inviter = owner if owner in two else within.mentee
            [other] = [actor for actor in two if actor != inviter]
            place = (within.mentorship_id, bot.user_id)
            effects = {"announce": self.announce, "clock": self.clock}
            await guests.invite(self.db, inviter, *place, **effects)
            if confirmed:
                await guests.confirm(self.db, other, *place, **effects)
        return bot

    async def programme(
        self, name: str = "Harbour Mentoring", *, manager: Actor | None = None
    ) -> ProgrammeId:
        programme_id = ProgrammeId(f"programme-{next(self._numbers)}")
        async with self.db.write() as tx:
            await programmes_store.add(
                tx, ProgrammeName(programme_id=programme_id, name=name), at=self.clock()
            )
        if manager:
            await self.member(programme_id, manager, "manager")
        return programme_id

    async def member(
        self,
        programme_id: ProgrammeId,
        actor: Actor,
        role: programmes_store.MemberRole,
        *,
        accepts_conduct: bool = True,
    ) -> None:
        async with self.db.write() as tx:
            await programmes_store.add_member(tx, programme_id, actor.user_id, role, at=self.clock())
            if accepts_conduct:
                await self._accept_conduct(tx, programme_id, actor)

    async def mentorship(
        self,
        *,
        mentor: Actor | None = None,
        mentee: Actor | None = None,
        manager: Actor | None = None,
        programme_id: ProgrammeId | None = None,
    ) -> WorldMentorship:
        """An active pair; whoever is not given is new."""
        programme_id = programme_id or await self.programme()
        async with self.db.write() as tx:  # one, because a test makes many
            mentor = mentor or await self._add_user(tx)
            mentee = mentee or await self._add_user(tx)
            manager = manager or await self._add_user(tx)
            for actor, role in ((mentor, "mentor"), (mentee, "mentee"), (manager, "manager")):
                await programmes_store.add_member(tx, programme_id, actor.user_id, role, at=self.clock())
                await self._accept_conduct(tx, programme_id, actor)
            n = next(self._numbers)
            made = WorldMentorship(
                mentorship_id=MentorshipId(f"mentorship-{n}"),
                programme_id=programme_id,
                conversation_id=ConversationId(f"conversation-{n}"),
                mentor=mentor,
                mentee=mentee,
                manager=manager,
            )
            await conversations_store.add(
                tx, made.conversation_id, (mentor.user_id, mentee.user_id), at=self.clock()
            )
            await mentorships_store.add(
                tx,
                made.mentorship_id,
                programme_id=programme_id,
                mentor_id=mentor.user_id,
                mentee_id=mentee.user_id,
                conversation_id=made.conversation_id,
                at=self.clock(),
            )
        return made

    async def direct(self, one: Actor, other: Actor) -> ConversationId:
        """The conversation of these two, which the first of them opens."""
        how = {"at": self.clock(), "limits": Limits(), "announce": self.announce}
        return (await direct.open_with(self.db, one, other.user_id, **how)).conversation.conversation_id

    async def say(self, actor: Actor, conversation_id: ConversationId, body: str) -> Event:
        said = SendMessage(
            conversation_id=conversation_id, client_id=f"said-{next(self._numbers)}", body=body
        )
        return await messages.write(self.db, actor, said, at=self.clock(), announce=self.announce)

    async def goal(self, mentorship: WorldMentorship, *, by: Actor | None = None, **fields: object) -> Goal:
        """A goal of the pair, set by the mentee unless somebody else is named."""
        usual = {"client_id": f"goal-{next(self._numbers)}", "what": "Lead a team of six"}
        return await goals.create(
            self.db,
            by or mentorship.mentee,
            mentorship.mentorship_id,
            NewGoal(**usual | fields),
            at=self.clock(),
            announce=self.announce,
        )

    async def area(self, mentorship: WorldMentorship, **fields: object) -> Area:
        """A development area of the mentee's, at the second level."""
        usual = {
            "client_id": f"area-{next(self._numbers)}",
            "name": "Systems design",
            "level": "practising",
        }
        return await areas.create(
            self.db,
            mentorship.mentee,
            mentorship.mentorship_id,
            NewArea(**usual | fields),
            at=self.clock(),
            announce=self.announce,
        )

    async def mentor(
        self, programme_id: ProgrammeId, *, actor: Actor | None = None, **profile: object
    ) -> Actor:
        """Somebody who takes mentees, three unless the profile says otherwise."""
        actor = actor or await self.user()
        await self.member(programme_id, actor, "mentor")
        usual = {"taking_mentees": True, "capacity": 3}
        async with self.db.write() as tx:
            await profiles_store.put(tx, programme_id, actor.user_id, MentorProfile(**usual | profile))
        return actor

    async def mentee(self, programme_id: ProgrammeId, *, actor: Actor | None = None) -> Actor:
        actor = actor or await self.user()
        await self.member(programme_id, actor, "mentee")
        return actor

    async def pitch(
        self, programme_id: ProgrammeId, *, mentee: Actor, mentor: Actor, **fields: object
    ) -> Pitch:
        usual = {
            "client_id": f"pitch-{next(self._numbers)}",
            "want": "To lead without answering everything",
            "why": "You ran a harbour",
        }
        return await pitches.create(
            self.db,
            mentee,
            programme_id,
            NewPitch(mentor_id=mentor.user_id, **usual | fields),
            at=self.clock(),
            announce=self.announce,
        )

    async def growth(self, mentorship: WorldMentorship) -> dict[str, str]:
        """One of each thing that grows in a pair; the ids that a path needs, by the name of the thing."""
        goal = await self.goal(mentorship, by=mentorship.mentor, checklist=("Ask the team",))
        await goals.propose_removal(
            self.db, mentorship.mentor, goal.goal_id, at=self.clock(), announce=self.announce
        )
        area = await self.area(mentorship)
        said = LevelSaid(client_id="suggested", level="on_my_own", note="You led the last three")
        await areas.suggest_level(
            self.db, mentorship.mentor, area.area_id, said, at=self.clock(), announce=self.announce
        )
        await agreements.write(
            self.db,
            mentorship.mentor,
            mentorship.mentorship_id,
            WriteAgreement(revision=0, text="We both prepare"),
            at=self.clock(),
            announce=self.announce,
        )
        elsewhere = await self.programme("Another programme", manager=mentorship.manager)
        await self.mentor(elsewhere, actor=mentorship.mentor)
        await self.mentee(elsewhere, actor=mentorship.mentee)
        pitch = await self.pitch(elsewhere, mentee=mentorship.mentee, mentor=mentorship.mentor)
        spare_mentor = await self.mentor(mentorship.programme_id)
        earlier = await self.mentorship(mentee=mentorship.mentee)
        await self.area(earlier)
        await self.end(earlier)
        return {
            "pitch": pitch.pitch_id,
            "spare_mentor": spare_mentor.user_id,
            "earlier": earlier.mentorship_id,
            "goal": goal.goal_id,
            "item": goal.checklist[0].item_id,
            "area": area.area_id,
        }

    async def end(self, mentorship: WorldMentorship) -> None:
        async with self.db.write() as tx:
            await mentorships_store.end(tx, mentorship.mentorship_id, at=self.clock())

    async def ban(self, actor: Actor) -> None:
        async with self.db.write() as tx:
            await accounts_store.set_banned(tx, actor.user_id, self.clock())

    async def _accept_conduct(self, tx: Writer, programme_id: ProgrammeId, actor: Actor) -> None:
        _, revision = await programmes_store.get_conduct(tx, programme_id)
        await programmes_store.accept_conduct(
            tx, programme_id, actor.user_id, revision=revision, at=self.clock()
        )

    async def _add_user(
        self,
        tx: Writer,
        name: str = "",
        *,
        email: str = "",
        time_zone: str = "Europe/Lisbon",
        is_admin: bool = False,
    ) -> Actor:
        n = next(self._numbers)
        user_id = UserId(f"user-{n}")
        user = accounts_store.User(
            user_id=user_id,
            email=email or f"user-{n}@world.example",
            name=name or f"Person {n}",
            time_zone=time_zone,
            password_hash=PASSWORD_HASH,
            is_admin=is_admin,
            created_at=self.clock(),
        )
        await accounts_store.add(tx, user)
        return await self._add_session(tx, user_id, is_admin=is_admin)

    async def _add_session(self, tx: Writer, user_id: UserId, *, is_admin: bool) -> Actor:
        actor = Actor(user_id=user_id, session_id=f"session-{next(self._numbers)}", is_admin=is_admin)
        session = accounts_store.Session(
            secret_hash=hash_secret(self.secret(actor)),
            session_id=actor.session_id,
            user_id=user_id,
            created_at=self.clock(),
            last_used_at=self.clock(),
            expires_at=self.clock() + timedelta(days=30),
        )
        await accounts_store.add_session(tx, session)
        return actor
