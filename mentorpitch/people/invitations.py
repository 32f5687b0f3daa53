"""Invitations: a link that lets one person into one programme, once."""

from datetime import datetime, timedelta
from typing import Literal

from mentorpitch.access import access_invitation, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, JobsWait
from mentorpitch.chat.direct import fellows_changed
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound, Problem
from mentorpitch.ids import hash_secret, new_id, new_secret
from mentorpitch.limits import INVITE, Limits
from mentorpitch.people.accounts import SESSION_LASTS, SignedIn, begin_session, prove_password
from mentorpitch.people.invitation_mail import post_invitation
from mentorpitch.people.particulars import normal_email, normal_name, valid_password, valid_time_zone
from mentorpitch.people.passwords import Passwords
from mentorpitch.programmes import conduct
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.shapes import Id, ProgrammeId, ProgrammeName, Shape, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.accounts import User
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.invitations import Invitation, NewInvitation
from mentorpitch.store.programmes import MemberRole

LASTS = timedelta(days=14)


class Invited(Shape, frozen=True):
    """An invitation, with its link: shown this once, because only the hash of its secret is kept."""

    invitation_id: str
    url: str | None  # None: it goes by mail
    email: str
    role: MemberRole
    expires_at: datetime


class InvitationShown(Shape, frozen=True):
    """What whoever holds the link sees before they accept."""

    programme: ProgrammeName
    role: MemberRole
    email: str
    invited_by: str  # name
    has_account: bool  # then the account's password is asked, else a name and a new password
    name: str  # as whoever invites wrote it; may be empty
    time_zone: str  # likewise
    conduct: str  # the programme's code of conduct
    conduct_revision: int  # who accepts the invitation accepts this


By = Literal["mail", "link"]
NO_MAIL = "This server sends no mail. Make a link, and pass it on."


class Invite(Shape, frozen=True):
    """The same again takes the place of the one before."""

    email: str
    role: MemberRole
    by: By = "link"


class Resend(Shape, frozen=True):
    """The same client_id again is one letter; a link more does no harm."""

    client_id: Id
    by: By


async def invite(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    wanted: Invite,
    *,
    public_url: str,
    sends_mail: bool,
    limits: Limits,
    announce: Announce,
    clock: Clock,
) -> Invited:
    """Invite; an open invitation of the same person to the same role is replaced by this one."""
    invitation_id, secret, now = new_id(), new_secret(), clock()
    email, role = normal_email(wanted.email), wanted.role
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        limits.take(INVITE, actor.user_id)
        _ensure_mail(wanted.by, sends_mail=sends_mail)
        user = await accounts_store.find_by_email(tx, email)
        if user and await programmes_store.has_role(tx, programme_id, user.user_id, role):
            raise Conflict(f"{user.name} is a {role} of this programme already.")
        await invitations_store.withdraw_same(tx, programme_id, email=email, role=role, at=now)
        new = NewInvitation(
            invitation_id=invitation_id, secret_hash=hash_secret(secret), email=email, role=role
        )
        await invitations_store.add(
            tx, programme_id, [new], invited_by=actor.user_id, at=now, expires_at=now + LASTS
        )
        if wanted.by == "mail":
            await post_invitation(tx, invitation_id, wish="first", at=now)
        told = await changed_for_managers(tx, programme_id)
    if wanted.by == "mail":
        announce(JobsWait())
    announce(told)
    return Invited(
        invitation_id=invitation_id,
        url=None if wanted.by == "mail" else link(public_url, secret),
        email=email,
        role=role,
        expires_at=now + LASTS,
    )


async def resend(
    db: Database,
    actor: Actor,
    invitation_id: str,
    wanted: Resend,
    *,
    public_url: str,
    sends_mail: bool,
    limits: Limits,
    announce: Announce,
    clock: Clock,
) -> Invited:
    """Send it once more, or make one more link; it lasts anew. Raises `gone` when it was used."""
    secret, now = new_secret(), clock()
    async with db.write() as tx:
        invitation = await access_invitation(tx, actor, invitation_id)
        limits.take(INVITE, actor.user_id)
        _ensure_mail(wanted.by, sends_mail=sends_mail)
        _ensure_unused(invitation)
        await invitations_store.renew(tx, invitation_id, expires_at=now + LASTS)
        if wanted.by == "mail":
            await post_invitation(tx, invitation_id, wish=wanted.client_id, at=now)
        else:
            await invitations_store.add_links(tx, {hash_secret(secret): invitation_id})
        told = await changed_for_managers(tx, invitation.programme.programme_id)
    if wanted.by == "mail":
        announce(JobsWait())
    announce(told)
    return Invited(
        invitation_id=invitation_id,
        url=None if wanted.by == "mail" else link(public_url, secret),
        email=invitation.email,
        role=invitation.role,
        expires_at=now + LASTS,
    )


def link(public_url: str, secret: str) -> str:
    return f"{public_url}/invite/{secret}"


def _ensure_mail(by: By, *, sends_mail: bool) -> None:
    if by == "mail" and not sends_mail:
        raise Conflict(NO_MAIL)


def _ensure_unused(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Problem("gone", "This invitation was accepted or withdrawn before.")


async def withdraw(
    db: Database, actor: Actor, invitation_id: str, *, announce: Announce, clock: Clock
) -> None:
    """Make its link useless. Raises `gone` when it was accepted or withdrawn before."""
    async with db.write() as tx:
        invitation = await access_invitation(tx, actor, invitation_id)
        _ensure_unused(invitation)
        await invitations_store.withdraw(tx, invitation_id, at=clock())
        told = await changed_for_managers(tx, invitation.programme.programme_id)
    announce(told)


async def show(db: Database, secret: str, *, clock: Clock) -> InvitationShown:
    """Raises NotFound for a link that never was, `gone` for one that is no longer good."""
    async with db.read() as tx:
        invitation = await _get_open(tx, secret, now=clock())
        user = await accounts_store.find_by_email(tx, invitation.email)
        text, revision = await conduct.get_words(tx, invitation.programme.programme_id)
    return InvitationShown(
        programme=invitation.programme,
        role=invitation.role,
        email=invitation.email,
        invited_by=invitation.invited_by,
        has_account=user is not None,
        name=invitation.name,
        time_zone=invitation.time_zone,
        conduct=text,
        conduct_revision=revision,
    )


async def accept(
    db: Database,
    secret: str,
    *,
    name: str,
    password: str,
    time_zone: str,
    conduct_revision: int | None,
    address: str,
    passwords: Passwords,
    limits: Limits,
    announce: Announce,
    clock: Clock,
    lasting: timedelta = SESSION_LASTS,
) -> SignedIn:
    """Join the programme, accept its code of conduct and sign in.

    Whoever has an account proves its password, and their name and time zone stay; anybody else gets an
    account. Raises what `show` raises, Invalid for what cannot be, what signing in raises, and what
    accepting the code of conduct raises.
    """
    async with db.read() as tx:
        invitation = await _get_open(tx, secret, now=clock())
        known = await accounts_store.find_by_email(tx, invitation.email)
    if known:
        user = await prove_password(
            db,
            email=invitation.email,
            password=password,
            address=address,
            passwords=passwords,
            limits=limits,
        )
    else:
        user = User(
            user_id=UserId(new_id()),
            email=invitation.email,
            name=normal_name(name),
            time_zone=valid_time_zone(time_zone),
            password_hash=await passwords.hash(valid_password(password)),
            created_at=clock(),
        )
    now = clock()
    async with db.write() as tx:
        invitation = await _get_open(tx, secret, now=now)  # two may accept at once: one of them is first
        if not known:
            if await accounts_store.find_by_email(tx, invitation.email):  # made through another invitation
                raise Conflict("This e-mail has an account by now. Try again with its password.")
            await accounts_store.add(tx, user)
        await programmes_store.add_member(
            tx, invitation.programme.programme_id, user.user_id, invitation.role, at=now
        )
        await conduct.accept_on_joining(
            tx, invitation.programme.programme_id, user.user_id, revision=conduct_revision, at=now
        )
        await invitations_store.accept(tx, invitation.invitation_id, at=now)
        told = await changed_for_managers(tx, invitation.programme.programme_id)
        met = await fellows_changed(tx, user.user_id)
        signed_in = await begin_session(tx, user.user_id, at=now, lasting=lasting)
    announce(told)
    announce(met)
    return signed_in


async def _get_open(tx: Reader, secret: str, *, now: datetime) -> Invitation:
    invitation = await invitations_store.find_by_secret(tx, hash_secret(secret))
    if invitation is None:
        raise NotFound("invitation")
    if invitation.accepted_at:
        raise Problem("gone", "This invitation was accepted before. Sign in instead.")
    if invitation.withdrawn_at or not invitation.is_open(now):
        raise Problem(
            "gone", f"This invitation is no longer good. Ask {invitation.invited_by} for a new one."
        )
    return invitation
