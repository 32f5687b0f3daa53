"""First run: a link on the console, good once, that makes the first administrator and programme."""

import secrets
from datetime import timedelta

from mentorpitch.clock import Clock
from mentorpitch.demo import load as demo
from mentorpitch.errors import Forbidden, Invalid, Problem
from mentorpitch.ids import hash_secret, new_id, new_secret
from mentorpitch.limits import SET_UP, Limits
from mentorpitch.people.accounts import SESSION_LASTS, SignedIn, begin_session
from mentorpitch.people.particulars import normal_email, normal_name, valid_password, valid_time_zone
from mentorpitch.people.passwords import Passwords
from mentorpitch.programmes import programmes
from mentorpitch.shapes import Shape, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store.accounts import User
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.facts import drop_fact, find_fact, put_fact
from mentorpitch.store.files import Files


class SetUp(Shape, frozen=True):
    """What the set-up page asks."""

    token: str
    name: str
    email: str
    password: str
    time_zone: str
    programme_name: str
    with_demo: bool = False


async def open_setup(db: Database, *, public_url: str) -> str | None:
    """The address to print on the console; None when there is an administrator already.

    Each call makes the address before it useless: only the hash of its secret is kept.
    """
    secret = new_secret()
    async with db.write() as tx:
        if await accounts_store.is_there_an_admin(tx):
            await drop_fact(tx, "setup_secret")
            return None
        await put_fact(tx, "setup_secret", hash_secret(secret))
    return f"{public_url}/setup?token={secret}"


async def is_open(db: Database) -> bool:
    async with db.read() as tx:
        return await _is_open(tx)


async def set_up(
    db: Database,
    form: SetUp,
    *,
    address: str,
    demo_allowed: bool,
    passwords: Passwords,
    limits: Limits,
    clock: Clock,
    lasting: timedelta = SESSION_LASTS,
    files: Files | None = None,  # for what the example people share
) -> SignedIn:
    """Make the first administrator, who also manages the first programme, and sign them in.

    Raises `gone` once somebody has done it, NotFound for another token than the console's newest.
    """
    async with db.read() as tx:
        await _ensure_open(tx, form.token)
    limits.take(SET_UP, address)  # after: who has no token must not use up the tries of who has
    if form.with_demo and not demo_allowed:
        raise Forbidden(demo.NOT_HERE)
    now = clock()
    admin = User(
        user_id=UserId(new_id()),
        name=normal_name(form.name),
        email=normal_email(form.email),
        time_zone=valid_time_zone(form.time_zone),
        password_hash=await passwords.hash(valid_password(form.password)),
        is_admin=True,
        created_at=now,
    )
    programme_name = normal_name(form.programme_name, field="programme_name")
    demo_hash = await passwords.hash(demo.PASSWORD) if form.with_demo else None
    async with db.write() as tx:
        await _ensure_open(tx, form.token)
        if admin.email in demo.EMAILS or await accounts_store.find_by_email(tx, admin.email):
            raise Invalid("There is an account with this e-mail already.", field="email")
        await drop_fact(tx, "setup_secret")
        await accounts_store.add(tx, admin)
        await programmes.begin(tx, programme_name, manager_id=admin.user_id, at=now)
        if demo_hash:
            await demo.load_into(tx, password_hash=demo_hash, manager_id=admin.user_id, now=now, files=files)
        return await begin_session(tx, admin.user_id, at=now, lasting=lasting)


async def _ensure_open(tx: Reader, token: str) -> None:
    stored = await find_fact(tx, "setup_secret")
    if stored is None or not await _is_open(tx):
        raise Problem("gone", "MentorPitch is set up already. Sign in instead.")
    if not secrets.compare_digest(stored, hash_secret(token)):
        raise Problem("not_found", "This set-up link is not the newest. The server's console shows that one.")


async def _is_open(tx: Reader) -> bool:
    return not await accounts_store.is_there_an_admin(tx)
