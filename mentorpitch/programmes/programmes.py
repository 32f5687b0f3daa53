"""Programmes: making one, and what its managers see of it."""

from datetime import datetime

from mentorpitch.access import access_admin, access_programme
from mentorpitch.actors import Actor
from mentorpitch.clock import Clock
from mentorpitch.ids import new_id
from mentorpitch.mentorships.shapes import MyProgramme
from mentorpitch.people.particulars import normal_name
from mentorpitch.shapes import MentorshipOverview, Person, ProgrammeId, ProgrammeName, Shape, UserId
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.invitations import MailState
from mentorpitch.store.programmes import MemberRole


class Member(Shape, frozen=True):
    """One role of one person; who has two roles is there twice."""

    person: Person
    role: MemberRole


class OpenInvitation(Shape, frozen=True):
    invitation_id: str
    email: str
    name: str  # as a list had it; may be empty
    role: MemberRole
    expires_at: datetime
    mail: MailState | None


class Programme(Shape, frozen=True):
    """All that a mentoring manager gets to see. Nothing in it depends on what a pair writes."""

    programme: ProgrammeName
    members: tuple[Member, ...]
    mentorships: tuple[MentorshipOverview, ...]
    invitations: tuple[OpenInvitation, ...]
    sends_mail: bool  # or links are passed on by hand


async def create(db: Database, actor: Actor, *, name: str, clock: Clock) -> ProgrammeName:
    """Make a programme; the administrator who makes it is its first manager."""
    async with db.write() as tx:
        await access_admin(tx, actor)
        return await begin(tx, normal_name(name), manager_id=actor.user_id, at=clock())


async def begin(tx: Writer, name: str, *, manager_id: UserId, at: datetime) -> ProgrammeName:
    """Make a programme inside a transaction whose caller has asked for permission and checked the name."""
    programme = ProgrammeName(programme_id=ProgrammeId(new_id()), name=name)
    await programmes_store.add(tx, programme, at=at)
    await programmes_store.add_member(tx, programme.programme_id, manager_id, "manager", at=at)
    return programme


async def list_mine(db: Database, actor: Actor) -> tuple[MyProgramme, ...]:
    """The programmes that the actor belongs to, by name."""
    async with db.read() as tx:
        return await programmes_store.list_of_user(tx, actor.user_id)


async def get(
    db: Database, actor: Actor, programme_id: ProgrammeId, *, sends_mail: bool = False, clock: Clock
) -> Programme:
    async with db.read() as tx:
        programme = await access_programme(tx, actor, programme_id, to="manage")
        members = await programmes_store.list_members(tx, programme_id)
        invitations = await invitations_store.list_open(tx, programme_id, at=clock())
        return Programme(
            programme=programme,
            members=tuple(Member(person=person, role=role) for person, role in members),
            mentorships=await mentorships_store.list_overviews(tx, programme_id),
            invitations=tuple(
                OpenInvitation(
                    invitation_id=invitation.invitation_id,
                    email=invitation.email,
                    name=invitation.name,
                    role=invitation.role,
                    expires_at=invitation.expires_at,
                    mail=invitation.mail,
                )
                for invitation in invitations
            ),
            sends_mail=sends_mail,
        )
