import asyncio
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from mentorpitch.announcements import SessionsEnded, UserBanned
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unauthenticated
from mentorpitch.ids import hash_secret
from mentorpitch.limits import Limits
from mentorpitch.people import accounts
from mentorpitch.people.accounts import UpdateMe
from mentorpitch.people.passwords import Passwords
from mentorpitch.shapes import UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store.tables.people import sessions
from tests.door import quick_passwords
from tests.world import PASSWORD


@pytest.fixture
def sign_in(world):
    limits, passwords = Limits(), quick_passwords()

    async def sign_in(email, password=PASSWORD, *, address="192.0.2.1", passwords=passwords):
        return await accounts.sign_in(
            world.db,
            email=email,
            password=password,
            address=address,
            passwords=passwords,
            limits=limits,
            clock=world.clock,
        )

    return sign_in


async def test_who_signs_in_is_known_by_the_secret_afterwards(world, sign_in):
    ines = await world.user("Inês", email="ines@world.example")
    signed_in = await sign_in("ines@world.example")
    assert signed_in.me.name == "Inês"
    actor = await accounts.find_session(world.db, signed_in.secret, clock=world.clock)
    assert actor.user_id == ines.user_id


async def test_an_email_is_the_same_in_capitals_and_with_spaces_around_it(world, sign_in):
    await world.user(email="ines@world.example")
    await sign_in(" Ines@World.Example ")


async def test_the_secret_itself_is_stored_nowhere(world, sign_in):
    await world.user(email="ines@world.example")
    secret = (await sign_in("ines@world.example")).secret
    async with world.db.read() as tx:
        stored = (await tx.execute(select(sessions))).all()
    assert secret not in repr(stored)
    assert hash_secret(secret) in repr(stored)


async def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(world, sign_in):
    await world.user(email="ines@world.example")
    said = []
    for email in ("ines@world.example", "nobody@world.example"):
        with pytest.raises(Unauthenticated) as refusal:
            await sign_in(email, "not the password")
        said.append(refusal.value.body)
    assert said[0] == said[1]


async def test_the_last_tries_are_counted_aloud_and_then_there_is_a_wait(world, sign_in):
    await world.user(email="ines@world.example")
    said = []
    for _ in range(11):
        with pytest.raises(Problem) as refusal:
            await sign_in("ines@world.example", "not the password")
        said.append(refusal.value)
    assert said[4].message == "That e-mail and password do not go together."
    assert said[5].message == "That e-mail and password do not go together. You have 4 more tries."
    assert said[8].message == "That e-mail and password do not go together. You have 1 more try."
    assert [problem.code for problem in said[9:]] == ["unauthenticated", "rate_limited"]
    assert 0 < said[10].retry_after_ms <= 15 * 60_000


async def test_the_right_password_does_not_help_while_one_has_to_wait(world, sign_in):
    await world.user(email="ines@world.example")
    for _ in range(10):
        with pytest.raises(Unauthenticated):
            await sign_in("ines@world.example", "not the password")
    with pytest.raises(Problem, match="Too many tries"):
        await sign_in("ines@world.example")


async def test_a_stranger_cannot_lock_somebody_out(world, sign_in):
    await world.user(email="ines@world.example")
    for _ in range(12):
        with pytest.raises(Problem):
            await sign_in("ines@world.example", "not the password", address="203.0.113.9")
    await sign_in("ines@world.example", address="192.0.2.1")


async def test_many_addresses_together_may_not_guess_for_ever(world, sign_in):
    await world.user(email="ines@world.example")
    for n in range(100):
        with pytest.raises(Unauthenticated):
            await sign_in("ines@world.example", "not the password", address=f"192.0.2.{n}")
    with pytest.raises(Problem, match="Too many tries"):
        await sign_in("ines@world.example", "not the password", address="192.0.2.200")


async def test_many_guesses_at_once_are_no_way_round_the_limit(world, sign_in):
    await world.user(email="ines@world.example")
    tries = [sign_in("ines@world.example", f"guess number {n}") for n in range(20)]
    said = await asyncio.gather(*tries, return_exceptions=True)
    assert [problem.code for problem in said].count("unauthenticated") == 10


async def test_one_address_may_not_try_many_emails(sign_in):
    for n in range(60):
        with pytest.raises(Unauthenticated):
            await sign_in(f"guess-{n}@world.example", "not the password", address="192.0.2.7")
    with pytest.raises(Problem, match="Too many tries"):
        await sign_in("one-more@world.example", "not the password", address="192.0.2.7")
    with pytest.raises(Unauthenticated):
        await sign_in("one-more@world.example", "not the password", address="192.0.2.8")


async def test_signing_in_rightly_is_not_counted(world, sign_in):
    await world.user(email="ines@world.example")
    for _ in range(70):
        await sign_in("ines@world.example")


async def test_a_hash_of_old_parameters_is_made_anew_at_sign_in(world, sign_in):
    ines = await world.user(email="ines@world.example")
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    await sign_in("ines@world.example", passwords=stronger)
    async with world.db.read() as tx:
        stored = (await accounts_store.find(tx, ines.user_id)).password_hash
    assert not stronger.is_outdated(stored)
    await sign_in("ines@world.example", passwords=stronger)


# ── Sessions ─────────────────────────────────────────────────────────────────


async def test_a_session_ends_by_itself_when_it_is_not_used(world):
    ines = await world.user()
    world.clock.advance(days=30)
    assert await accounts.find_session(world.db, world.secret(ines), clock=world.clock) is None


async def test_a_session_that_is_used_goes_on(world):
    ines = await world.user()
    for _ in range(5):
        world.clock.advance(days=20)
        assert await accounts.find_session(world.db, world.secret(ines), clock=world.clock) == ines


async def test_using_a_session_is_written_down_at_most_once_an_hour(world):
    ines = await world.user()

    async def used_at():
        await accounts.find_session(world.db, world.secret(ines), clock=world.clock)
        async with world.db.read() as tx:
            return (await tx.execute(select(sessions.c.last_used_at))).scalar_one()

    began = world.clock()
    world.clock.advance(minutes=59)
    assert await used_at() == began
    world.clock.advance(minutes=1)
    assert await used_at() == began + timedelta(hours=1)


async def test_signing_out_ends_this_session_and_no_other(world):
    here = await world.user()
    there = await world.session(here.user_id)
    await accounts.sign_out(world.db, here, announce=world.announce)
    assert await accounts.find_session(world.db, world.secret(here), clock=world.clock) is None
    assert await accounts.find_session(world.db, world.secret(there), clock=world.clock) == there
    assert world.announced == [SessionsEnded(user_id=here.user_id, session_ids=(here.session_id,))]


async def test_signing_out_everywhere_ends_all_of_them(world):
    here = await world.user()
    there = await world.session(here.user_id)
    await accounts.sign_out_everywhere(world.db, here, announce=world.announce)
    assert await accounts.find_session(world.db, world.secret(there), clock=world.clock) is None
    assert set(world.announced[0].session_ids) == {here.session_id, there.session_id}


async def test_expired_sessions_are_forgotten_when_somebody_signs_in(world, sign_in):
    await world.user(email="ines@world.example")
    world.clock.advance(days=31)
    await sign_in("ines@world.example")
    async with world.db.read() as tx:
        assert (await tx.execute(select(func.count()).select_from(sessions))).scalar_one() == 1


# ── Oneself ──────────────────────────────────────────────────────────────────


async def test_one_changes_what_one_names_and_nothing_else(world):
    ines = await world.user("Inês", time_zone="Europe/Lisbon")
    me = await accounts.update_me(world.db, ines, UpdateMe(time_zone="Africa/Nairobi"))
    assert (me.name, me.time_zone) == ("Inês", "Africa/Nairobi")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (UpdateMe(time_zone="Europe/Atlantis"), "time_zone"),
        (UpdateMe(time_zone="../etc/passwd"), "time_zone"),
        (UpdateMe(name="  "), "name"),
        (UpdateMe(name="a\x00b"), "name"),
        (UpdateMe(name="evil\u202egnp"), "name"),
        (UpdateMe(name="n" * 201), "name"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(world, change, field):
    ines = await world.user()
    with pytest.raises(Invalid) as refusal:
        await accounts.update_me(world.db, ines, change)
    assert refusal.value.field == field


@pytest.fixture
def change_password(world):
    limits, passwords = Limits(), quick_passwords()

    async def change_password(actor, *, current=PASSWORD, new="a fresh long password"):
        await accounts.change_password(
            world.db,
            actor,
            current=current,
            new=new,
            announce=world.announce,
            passwords=passwords,
            limits=limits,
        )

    return change_password


async def test_a_new_password_takes_the_place_of_the_old(world, sign_in, change_password):
    ines = await world.user(email="ines@world.example")
    await change_password(ines)
    await sign_in("ines@world.example", "a fresh long password")
    with pytest.raises(Unauthenticated):
        await sign_in("ines@world.example", PASSWORD)


async def test_a_new_password_signs_out_the_other_devices_and_not_this_one(world, change_password):
    here = await world.user()
    there = await world.session(here.user_id)
    await change_password(here)
    assert await accounts.find_session(world.db, world.secret(here), clock=world.clock) == here
    assert await accounts.find_session(world.db, world.secret(there), clock=world.clock) is None
    assert world.announced == [SessionsEnded(user_id=here.user_id, session_ids=(there.session_id,))]


async def test_a_new_password_needs_the_one_before_it(world, sign_in, change_password):
    ines = await world.user(email="ines@world.example")
    with pytest.raises(Invalid) as refusal:
        await change_password(ines, current="not the password")
    assert refusal.value.field == "current_password"
    with pytest.raises(Invalid) as refusal:
        await change_password(ines, new="short")
    assert refusal.value.field == "new_password"
    await sign_in("ines@world.example")
    assert world.announced == []


async def test_guessing_the_current_password_is_limited(world, change_password):
    ines = await world.user()
    for _ in range(10):
        with pytest.raises(Invalid):
            await change_password(ines, current="not the password")
    with pytest.raises(Problem, match="Too many tries"):
        await change_password(ines)


# ── Closing an account ───────────────────────────────────────────────────────


async def test_a_banned_person_is_signed_out_everywhere_and_cannot_sign_in(world, sign_in):
    admin = await world.user(is_admin=True)
    ines = await world.user(email="ines@world.example")
    await accounts.ban(world.db, admin, ines.user_id, announce=world.announce, clock=world.clock)
    assert await accounts.find_session(world.db, world.secret(ines), clock=world.clock) is None
    assert UserBanned(user_id=ines.user_id) in world.announced
    with pytest.raises(Forbidden):
        await sign_in("ines@world.example")
    with pytest.raises(Unauthenticated):  # that it is closed is told only to who has the password
        await sign_in("ines@world.example", "not the password")


async def test_an_account_that_is_opened_again_can_sign_in(world, sign_in):
    admin = await world.user(is_admin=True)
    ines = await world.user(email="ines@world.example")
    await accounts.ban(world.db, admin, ines.user_id, announce=world.announce, clock=world.clock)
    await accounts.unban(world.db, admin, ines.user_id, clock=world.clock)
    await sign_in("ines@world.example")


async def test_an_admin_cannot_close_their_own_account(world):
    admin = await world.user(is_admin=True)
    with pytest.raises(Conflict):
        await accounts.ban(world.db, admin, admin.user_id, announce=world.announce, clock=world.clock)
    assert world.announced == []


async def test_who_is_not_there_cannot_be_banned(world):
    admin = await world.user(is_admin=True)
    with pytest.raises(NotFound):
        await accounts.ban(world.db, admin, UserId("absent"), announce=world.announce, clock=world.clock)


async def test_only_an_admin_may_ban(world):
    pair = await world.mentorship()
    for actor in (pair.manager, pair.mentee):
        with pytest.raises(Forbidden):
            await accounts.ban(
                world.db, actor, pair.mentor.user_id, announce=world.announce, clock=world.clock
            )
    assert await accounts.find_session(world.db, world.secret(pair.mentor), clock=world.clock)
    assert world.announced == []
