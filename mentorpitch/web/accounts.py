"""Signing in, oneself, and everybody's accounts."""

from mentorpitch.people import accounts
from mentorpitch.shapes import Me, Nothing, Shape
from mentorpitch.web.ask import Ask


class SignIn(Shape, frozen=True):
    email: str
    password: str


class ChangePassword(Shape, frozen=True):
    current_password: str
    new_password: str


class Users(Shape, frozen=True):
    users: tuple[accounts.UserRow, ...]


async def sign_in(ask: Ask) -> Me:
    form, services = ask.body(SignIn), ask.services
    signed_in = await accounts.sign_in(
        services.db,
        email=form.email,
        password=form.password,
        address=ask.address,
        passwords=services.passwords,
        limits=services.limits,
        clock=services.clock,
        lasting=services.settings.session_lasts,
    )
    ask.secret = signed_in.secret
    return signed_in.me


async def sign_out(ask: Ask) -> Nothing:
    await accounts.sign_out(ask.services.db, ask.actor, announce=ask.services.announce)
    ask.forget = True
    return Nothing()


async def sign_out_everywhere(ask: Ask) -> Nothing:
    await accounts.sign_out_everywhere(ask.services.db, ask.actor, announce=ask.services.announce)
    ask.forget = True
    return Nothing()


async def get_me(ask: Ask) -> Me:
    return await accounts.get_me(ask.services.db, ask.actor)


async def update_me(ask: Ask) -> Me:
    return await accounts.update_me(ask.services.db, ask.actor, ask.body(accounts.UpdateMe))


async def change_password(ask: Ask) -> Nothing:
    form, services = ask.body(ChangePassword), ask.services
    await accounts.change_password(
        services.db,
        ask.actor,
        current=form.current_password,
        new=form.new_password,
        announce=services.announce,
        passwords=services.passwords,
        limits=services.limits,
    )
    return Nothing()


async def list_users(ask: Ask) -> Users:
    return Users(users=await accounts.list_users(ask.services.db, ask.actor))


async def ban(ask: Ask) -> Nothing:
    services = ask.services
    await accounts.ban(
        services.db, ask.actor, ask.path("user_id"), announce=services.announce, clock=services.clock
    )
    return Nothing()


async def unban(ask: Ask) -> Nothing:
    await accounts.unban(ask.services.db, ask.actor, ask.path("user_id"), clock=ask.services.clock)
    return Nothing()
