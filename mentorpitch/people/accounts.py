"""Accounts: signing in and out, who somebody is, and closing an account."""

import contextlib
from datetime import datetime, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from mentorpitch.access import BANNED, access_admin
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, BotReachChanged, SessionsEnded, UserBanned
from mentorpitch.bots.bots import list_tokens
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unauthenticated
from mentorpitch.ids import hash_secret, new_id, new_secret
from mentorpitch.limits import PROVE_AGAIN, SIGN_IN_BY_ADDRESS, SIGN_IN_BY_EMAIL, SIGN_IN_HERE, Limits
from mentorpitch.mentorships.shapes import Deed
from mentorpitch.people.particulars import normal_email, normal_name, valid_password, valid_time_zone
from mentorpitch.people.passwords import Passwords
from mentorpitch.shapes import Me, Shape, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.accounts import Session, User
from mentorpitch.store.database import Database, Reader, Writer

SESSION_LASTS = timedelta(days=30)
NOTED_AGAIN_AFTER = timedelta(hours=1)  # a write on every request would cost more than it tells
FEW = 4  # tries left, from which on their number is told


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser keeps, once, and whom it is for."""

    secret: str
    me: Me


class UserRow(Shape, frozen=True):
    """What an administrator sees of an account."""

    user_id: UserId
    name: str
    email: str
    is_admin: bool
    banned: bool


# ── Signing in and out ───────────────────────────────────────────────────────


async def sign_in(
    db: Database,
    *,
    email: str,
    password: str,
    address: str,
    passwords: Passwords,
    limits: Limits,
    clock: Clock,
    lasting: timedelta = SESSION_LASTS,
) -> SignedIn:
    """Begin a session. `address` is where the request came from.

    An unknown e-mail and a wrong password get the same answer after the same time. Raises Problem
    `unauthenticated`, `rate_limited`, or, for the right password of a closed account, `forbidden`.
    """
    user = await prove_password(
        db, email=normal_email(email), password=password, address=address, passwords=passwords, limits=limits
    )
    rehashed = await passwords.hash(password) if passwords.is_outdated(user.password_hash) else None
    async with db.write() as tx:
        if rehashed:
            await accounts_store.set_password_hash(
                tx, user.user_id, new=rehashed, instead_of=user.password_hash
            )
        return await begin_session(tx, user.user_id, at=clock(), lasting=lasting)


async def prove_password(
    db: Database, *, email: str, password: str, address: str, passwords: Passwords, limits: Limits
) -> User:
    """Return whose e-mail and password these are; only failures count against the limits."""
    limits.take(SIGN_IN_BY_ADDRESS, address)
    left = min(limits.take(SIGN_IN_HERE, email, address), limits.take(SIGN_IN_BY_EMAIL, email))
    async with db.read() as tx:
        user = await accounts_store.find_by_email(tx, email)
    if not await passwords.verify(password, user.password_hash if user else None) or user is None:
        raise Unauthenticated(_mismatch(left))
    limits.give_back(SIGN_IN_BY_ADDRESS, address)
    limits.forget(SIGN_IN_HERE, email, address)
    limits.give_back(SIGN_IN_BY_EMAIL, email)
    if user.banned:
        raise Forbidden(BANNED)
    return user


async def begin_session(tx: Writer, user_id: UserId, *, at: datetime, lasting: timedelta) -> SignedIn:
    user = await accounts_store.find(tx, user_id)
    if user is None or user.banned:  # closed while the password was being verified
        raise Forbidden(BANNED)
    secret = new_secret()
    await accounts_store.forget_expired_sessions(tx, before=at)
    await accounts_store.add_session(
        tx,
        Session(
            secret_hash=hash_secret(secret),
            session_id=new_id(),
            user_id=user_id,
            created_at=at,
            last_used_at=at,
            expires_at=at + lasting,
        ),
    )
    return SignedIn(secret=secret, me=await _me(tx, user))


async def find_session(
    db: Database, secret: str, *, clock: Clock, lasting: timedelta = SESSION_LASTS
) -> Actor | None:
    """Who holds this secret; None when nobody does. Being asked prolongs the session."""
    now = clock()
    async with db.read() as tx:
        found = await accounts_store.find_signed_in(tx, hash_secret(secret))
    if found is None or found.expires_at <= now or found.banned_at is not None:
        return None
    if now - found.last_used_at >= NOTED_AGAIN_AFTER:
        with contextlib.suppress(Problem):  # a full disk must not sign anybody out
            async with db.write() as tx:
                await accounts_store.extend_session(tx, found.session_id, used_at=now, until=now + lasting)
    return Actor(user_id=found.user_id, session_id=found.session_id, is_admin=found.is_admin)


async def sign_out(db: Database, actor: Actor, *, announce: Announce) -> None:
    """End the session that asks."""
    async with db.write() as tx:
        await accounts_store.end_session(tx, actor.session_id)
    announce(SessionsEnded(user_id=actor.user_id, session_ids=(actor.session_id,)))


async def sign_out_everywhere(db: Database, actor: Actor, *, announce: Announce) -> None:
    """End every session of this person, the one that asks included."""
    async with db.write() as tx:
        session_ids = await accounts_store.end_sessions(tx, actor.user_id)
    announce(SessionsEnded(user_id=actor.user_id, session_ids=session_ids))


# ── Oneself ──────────────────────────────────────────────────────────────────


class UpdateMe(Shape, frozen=True):
    """Only what is named changes."""

    name: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET


async def get_me(db: Database, actor: Actor) -> Me:
    async with db.read() as tx:
        return await _me(tx, await _myself(tx, actor))


async def update_me(db: Database, actor: Actor, change: UpdateMe) -> Me:
    async with db.write() as tx:
        user = await _myself(tx, actor)
        name = user.name if change.name is UNSET else normal_name(change.name)
        time_zone = user.time_zone if change.time_zone is UNSET else valid_time_zone(change.time_zone)
        await accounts_store.rename(tx, actor.user_id, name=name, time_zone=time_zone)
        return await _me(tx, await _myself(tx, actor))


async def change_password(
    db: Database,
    actor: Actor,
    *,
    current: str,
    new: str,
    announce: Announce,
    passwords: Passwords,
    limits: Limits,
) -> None:
    """Every other session of this person ends: whoever knew the old password is out.

    Raises Invalid for a wrong current password, and `rate_limited` after many.
    """
    valid_password(new, field="new_password")
    async with db.read() as tx:
        before = await _myself(tx, actor)
    limits.take(PROVE_AGAIN, actor.user_id)
    if not await passwords.verify(current, before.password_hash):
        raise Invalid("That is not your password of now.", field="current_password")
    limits.forget(PROVE_AGAIN, actor.user_id)
    new_hash = await passwords.hash(new)
    async with db.write() as tx:
        if not await accounts_store.set_password_hash(
            tx, actor.user_id, new=new_hash, instead_of=before.password_hash
        ):
            raise Conflict("Your password was changed on another device just now.")
        ended = await accounts_store.end_sessions(tx, actor.user_id, but=actor.session_id)
    announce(SessionsEnded(user_id=actor.user_id, session_ids=ended))


async def _myself(tx: Reader, actor: Actor) -> User:
    user = await accounts_store.find(tx, actor.user_id)
    if user is None or user.banned:
        raise Unauthenticated()
    return user


async def _me(tx: Reader, user: User) -> Me:
    return Me(
        user_id=user.user_id,
        name=user.name,
        email=user.email,
        time_zone=user.time_zone,
        is_admin=user.is_admin,
        manages=await programmes_store.list_managed(tx, user.user_id),
    )


def _mismatch(left: int) -> str:
    sentence = "That e-mail and password do not go together."
    if left > FEW:
        return sentence
    if left == 0:
        return f"{sentence} That was the last try for now: wait a quarter of an hour."
    return f"{sentence} You have {left} more {'try' if left == 1 else 'tries'}."


# ── Everybody's accounts, for administrators ─────────────────────────────────


async def list_users(db: Database, actor: Actor) -> tuple[UserRow, ...]:
    async with db.read() as tx:
        await access_admin(tx, actor)
        return tuple(
            UserRow(
                user_id=user.user_id,
                name=user.name,
                email=user.email,
                is_admin=user.is_admin,
                banned=user.banned,
            )
            for user in await accounts_store.list_all(tx)
        )


async def ban(db: Database, actor: Actor, user_id: UserId, *, announce: Announce, clock: Clock) -> None:
    """Close an account: its sessions end, and the invitations that it sent are withdrawn."""
    async with db.write() as tx:
        await access_admin(tx, actor)
        user = await _get_user(tx, user_id)
        if user_id == actor.user_id:
            raise Conflict("You cannot close your own account: nobody might be left to open it again.")
        if not user.banned:
            await accounts_store.set_banned(tx, user_id, clock())
            await _log(tx, actor, user_id, "closed_account", at=clock())
        await accounts_store.end_sessions(tx, user_id)
        await invitations_store.withdraw_all_by(tx, user_id, at=clock())
        tokens = await list_tokens(tx, user_id)
    announce(UserBanned(user_id=user_id))
    for ended in tokens:
        announce(ended)
    announce(BotReachChanged())


async def unban(db: Database, actor: Actor, user_id: UserId, *, clock: Clock) -> None:
    """Open a closed account again; its person signs in anew."""
    async with db.write() as tx:
        await access_admin(tx, actor)
        user = await _get_user(tx, user_id)
        if user.banned:
            await accounts_store.set_banned(tx, user_id, None)
            await _log(tx, actor, user_id, "opened_account", at=clock())


async def _log(tx: Writer, actor: Actor, user_id: UserId, did: Deed, *, at: datetime) -> None:
    """For the other of each pair that lives: they see why nobody answers."""
    for pair in await mentorships_store.list_of_user(tx, user_id):
        if pair.status != "ended":
            await concerns_store.log(tx, pair.mentorship_id, actor.user_id, did, acted_as="admin", at=at)


async def _get_user(tx: Reader, user_id: UserId) -> User:
    user = await accounts_store.find(tx, user_id)
    if user is None or user.is_bot:
        raise NotFound("person")
    return user
