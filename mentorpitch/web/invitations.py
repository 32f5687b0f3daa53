"""Invitations: made and withdrawn by managers, opened by whoever holds the link."""

from mentorpitch.limits import Limits
from mentorpitch.people import invitations
from mentorpitch.people.invitations import Invite, Invited, Resend
from mentorpitch.programmes import imports
from mentorpitch.programmes.imports import Imported, ImportText, NewImport, Preview
from mentorpitch.shapes import Me, Nothing, Revision, Shape
from mentorpitch.web.ask import Ask, Effects


class Accept(Shape, frozen=True):
    """Which code of conduct one has read; for a new account all of it, for one that exists its password."""

    password: str
    name: str = ""
    time_zone: str = ""
    conduct_revision: Revision | None = None


async def invite(ask: Ask) -> Invited:
    return await invitations.invite(
        ask.services.db, ask.actor, ask.path("programme_id"), ask.body(Invite), **_means(ask)
    )


async def resend(ask: Ask) -> Invited:
    return await invitations.resend(
        ask.services.db, ask.actor, ask.path("invitation_id"), ask.body(Resend), **_means(ask)
    )


async def preview_import(ask: Ask) -> Preview:
    return await imports.preview(
        ask.services.db,
        ask.actor,
        ask.path("programme_id"),
        ask.body(ImportText).text,
        clock=ask.services.clock,
    )


async def run_import(ask: Ask) -> Imported:
    return await imports.run(
        ask.services.db, ask.actor, ask.path("programme_id"), ask.body(NewImport), **_means(ask)
    )


async def withdraw(ask: Ask) -> Nothing:
    await invitations.withdraw(ask.services.db, ask.actor, ask.path("invitation_id"), **ask.effects)
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
        announce=services.announce,
        clock=services.clock,
        lasting=services.settings.session_lasts,
    )
    ask.secret = signed_in.secret
    return signed_in.me


class Means(Effects):
    """What inviting needs besides."""

    public_url: str
    sends_mail: bool
    limits: Limits


def _means(ask: Ask) -> Means:
    settings = ask.services.settings
    return {
        **ask.effects,
        "public_url": settings.public_url,
        "sends_mail": settings.sends_mail,
        "limits": ask.services.limits,
    }
