"""Invitations: made and withdrawn by managers, opened by whoever holds the link."""

from mentorpitch.people import invitations
from mentorpitch.shapes import Me, Nothing, Revision, Shape
from mentorpitch.store.programmes import MemberRole
from mentorpitch.web.ask import Ask


class Invite(Shape, frozen=True):
    email: str
    role: MemberRole


class Accept(Shape, frozen=True):
    """Which code of conduct one has read; for a new account all of it, for one that exists its password."""

    password: str
    name: str = ""
    time_zone: str = ""
    conduct_revision: Revision | None = None


async def invite(ask: Ask) -> invitations.Invited:
    wanted, services = ask.body(Invite), ask.services
    return await invitations.invite(
        services.db,
        ask.actor,
        ask.path("programme_id"),
        email=wanted.email,
        role=wanted.role,
        public_url=services.settings.public_url,
        limits=services.limits,
        clock=services.clock,
    )


async def withdraw(ask: Ask) -> Nothing:
    await invitations.withdraw(
        ask.services.db, ask.actor, ask.path("invitation_id"), clock=ask.services.clock
    )
    return Nothing()


async def show(ask: Ask) -> invitations.InvitationShown:
    return await invitations.show(ask.services.db, ask.path("token"), clock=ask.services.clock)


async def accept(ask: Ask) -> Me:
    form, services = ask.body(Accept), ask.services
    signed_in = await invitations.accept(
        services.db,
        ask.path("token"),
        name=form.name,
        password=form.password,
        time_zone=form.time_zone,
        conduct_revision=form.conduct_revision,
        address=ask.address,
        passwords=services.passwords,
        limits=services.limits,
        clock=services.clock,
        lasting=services.settings.session_lasts,
    )
    ask.secret = signed_in.secret
    return signed_in.me
