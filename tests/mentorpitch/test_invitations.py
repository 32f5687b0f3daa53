import asyncio

import pytest

from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unauthenticated
from mentorpitch.limits import Limits
from mentorpitch.people import accounts, invitations
from mentorpitch.people.invitations import Invite
from mentorpitch.programmes import conduct, programmes
from mentorpitch.programmes.conduct import WriteConduct
from tests.door import ORIGIN, quick_passwords
from tests.world import PASSWORD

NEW_PASSWORD = "a fresh long password"


@pytest.fixture
async def ruth(world):
    return await world.user("Ruth Abebe")


@pytest.fixture
async def programme_id(world, ruth):
    return await world.programme("Harbour", manager=ruth)


@pytest.fixture
def invite(world, ruth, programme_id):
    limits = Limits()

    async def invite(email="ines@world.example", role="mentee", *, by=ruth):
        wanted = Invite(email=email, role=role)
        return await invitations.invite(
            world.db,
            by,
            programme_id,
            wanted,
            public_url=ORIGIN,
            sends_mail=False,
            limits=limits,
            announce=world.announce,
            clock=world.clock,
        )

    return invite


@pytest.fixture
def accept(world):
    limits, passwords = Limits(), quick_passwords()

    async def accept(
        invited, *, name="Inês", password=NEW_PASSWORD, time_zone="Europe/Lisbon", conduct_revision=1
    ):
        return await invitations.accept(
            world.db,
            secret_of(invited),
            name=name,
            password=password,
            time_zone=time_zone,
            conduct_revision=conduct_revision,
            address="192.0.2.1",
            passwords=passwords,
            limits=limits,
            announce=world.announce,
            clock=world.clock,
        )

    return accept


def how(world):
    return {"announce": world.announce, "clock": world.clock}


def secret_of(invited):
    return invited.url.removeprefix(f"{ORIGIN}/invite/")


async def roles_in(world, ruth, programme_id):
    seen = await programmes.get(world.db, ruth, programme_id, clock=world.clock)
    return {(member.person.name, member.role) for member in seen.members}


async def show(world, invited):
    return await invitations.show(world.db, secret_of(invited), clock=world.clock)


async def test_the_link_says_who_invites_to_what_before_one_accepts(world, invite):
    shown = await show(world, await invite(" Ines@World.Example"))
    assert (shown.programme.name, shown.role, shown.invited_by) == ("Harbour", "mentee", "Ruth Abebe")
    assert (shown.email, shown.has_account) == ("ines@world.example", False)


async def test_who_accepts_has_an_account_is_a_member_and_is_signed_in(
    world, invite, accept, ruth, programme_id
):
    signed_in = await accept(await invite())
    assert (signed_in.me.name, signed_in.me.email) == ("Inês", "ines@world.example")
    assert await accounts.find_session(world.db, signed_in.secret, clock=world.clock)
    assert ("Inês", "mentee") in await roles_in(world, ruth, programme_id)


async def test_who_joins_accepts_the_code_of_conduct_that_the_link_showed(
    world, invite, accept, ruth, programme_id
):
    invited = await invite()
    with pytest.raises(Problem) as refusal:
        await accept(invited, conduct_revision=None)
    assert (refusal.value.code, refusal.value.field) == ("conduct_not_accepted", "conduct")
    new = WriteConduct(revision=1, text="We are kind")
    await conduct.write(world.db, ruth, programme_id, new, announce=world.announce)
    with pytest.raises(Conflict):
        await accept(invited)  # who read the words before
    assert await roles_in(world, ruth, programme_id) == {("Ruth Abebe", "manager")}
    shown = await show(world, invited)
    assert (shown.conduct, shown.conduct_revision) == ("We are kind", 2)
    await accept(invited, conduct_revision=2)
    assert ("Inês", "mentee") in await roles_in(world, ruth, programme_id)


async def test_an_invitation_is_good_once(world, invite, accept):
    invited = await invite()
    await accept(invited)
    for again in (accept(invited), show(world, invited)):
        with pytest.raises(Problem) as refusal:
            await again
        assert refusal.value.code == "gone"


async def test_two_who_accept_at_once_are_one_account(invite, accept):
    invited = await invite()
    both = await asyncio.gather(accept(invited), accept(invited), return_exceptions=True)
    assert sorted(isinstance(one, Problem) for one in both) == [False, True]


async def test_an_invitation_expires(world, invite, accept):
    invited = await invite()
    world.clock.advance(days=14)
    with pytest.raises(Problem) as refusal:
        await accept(invited)
    assert refusal.value.code == "gone"


async def test_a_withdrawn_invitation_lets_nobody_in(world, invite, accept, ruth, programme_id):
    invited = await invite()
    await invitations.withdraw(world.db, ruth, invited.invitation_id, **how(world))
    with pytest.raises(Problem) as refusal:
        await accept(invited)
    assert refusal.value.code == "gone"
    assert await roles_in(world, ruth, programme_id) == {("Ruth Abebe", "manager")}


async def test_an_accepted_invitation_cannot_be_withdrawn(world, invite, accept, ruth):
    invited = await invite()
    await accept(invited)
    with pytest.raises(Problem) as refusal:
        await invitations.withdraw(world.db, ruth, invited.invitation_id, **how(world))
    assert refusal.value.code == "gone"


async def test_a_new_invitation_replaces_the_one_before_it(world, invite, ruth, programme_id):
    first, second = await invite(), await invite()
    with pytest.raises(Problem):
        await show(world, first)
    await show(world, second)
    seen = await programmes.get(world.db, ruth, programme_id, clock=world.clock)
    assert [each.invitation_id for each in seen.invitations] == [second.invitation_id]


async def test_the_invitations_of_somebody_who_is_banned_are_withdrawn(world, invite, accept, ruth):
    invited = await invite()
    admin = await world.user(is_admin=True)
    await accounts.ban(world.db, admin, ruth.user_id, announce=world.announce, clock=world.clock)
    with pytest.raises(Problem) as refusal:
        await accept(invited)
    assert refusal.value.code == "gone"


async def test_an_unknown_link_is_not_found(world):
    with pytest.raises(NotFound):
        await invitations.show(world.db, "nonsense", clock=world.clock)


async def test_who_has_an_account_proves_its_password_and_gains_the_role(
    world, invite, accept, ruth, programme_id
):
    await world.user("Inês Carvalho", email="ines@world.example")
    invited = await invite()
    assert (await show(world, invited)).has_account
    with pytest.raises(Unauthenticated):
        await accept(invited, password=NEW_PASSWORD)
    assert await roles_in(world, ruth, programme_id) == {("Ruth Abebe", "manager")}
    signed_in = await accept(invited, name="Somebody else", password=PASSWORD)
    assert signed_in.me.name == "Inês Carvalho"
    assert ("Inês Carvalho", "mentee") in await roles_in(world, ruth, programme_id)


async def test_a_member_may_be_invited_to_a_second_role_but_not_to_the_same(
    world, invite, accept, ruth, programme_id
):
    await accept(await invite(role="mentee"))
    with pytest.raises(Conflict):
        await invite(role="mentee")
    await accept(await invite(role="mentor"))
    assert {("Inês", "mentee"), ("Inês", "mentor")} <= await roles_in(world, ruth, programme_id)


async def test_a_short_password_is_refused_and_the_invitation_stays_good(invite, accept):
    invited = await invite()
    with pytest.raises(Invalid) as refusal:
        await accept(invited, password="too short")
    assert refusal.value.field == "password"
    await accept(invited)


async def test_only_managers_of_the_programme_invite_and_withdraw(world, invite, programme_id):
    invited = await invite()
    mentor, outsider, admin = await world.user(), await world.user(), await world.user(is_admin=True)
    elsewhere = await world.mentorship()
    await world.member(programme_id, mentor, "mentor")
    with pytest.raises(Forbidden):
        await invite(by=mentor)
    for actor in (outsider, admin, elsewhere.manager):
        with pytest.raises(NotFound):
            await invite(by=actor)
    for actor in (mentor, outsider, admin, elsewhere.manager):
        with pytest.raises(NotFound, match=r"^There is no such invitation\.$"):
            await invitations.withdraw(world.db, actor, invited.invitation_id, **how(world))
    await show(world, invited)


async def test_invitations_without_number_are_refused(invite):
    for n in range(60):
        await invite(f"guest-{n}@world.example")
    with pytest.raises(Problem, match="Too many tries"):
        await invite("one-more@world.example")
