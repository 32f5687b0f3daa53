import asyncio

import msgspec
import pytest

from mentorpitch.errors import Forbidden, Invalid, Problem
from mentorpitch.limits import Limits
from mentorpitch.people import accounts, setup
from mentorpitch.people.setup import SetUp
from tests.door import ORIGIN, quick_passwords

FORM = SetUp(
    token="",
    name="Jonas",
    email="Jonas@world.example",
    password="a quiet long password",
    time_zone="Europe/Stockholm",
    programme_name="Harbour Mentoring",
)


@pytest.fixture
def set_up(world):
    passwords, limits = quick_passwords(), Limits()

    async def set_up(token, *, demo_allowed=True, **changes):
        return await setup.set_up(
            world.db,
            msgspec.structs.replace(FORM, token=token, **changes),
            address="192.0.2.1",
            demo_allowed=demo_allowed,
            passwords=passwords,
            limits=limits,
            clock=world.clock,
        )

    return set_up


async def a_token(world):
    url = await setup.open_setup(world.db, public_url=ORIGIN)
    return url.removeprefix(f"{ORIGIN}/setup?token=")


async def test_the_first_run_makes_an_admin_who_manages_the_first_programme(world, set_up):
    signed_in = await set_up(await a_token(world))
    assert signed_in.me.is_admin
    assert signed_in.me.email == "jonas@world.example"
    assert [programme.name for programme in signed_in.me.manages] == ["Harbour Mentoring"]
    assert (await accounts.find_session(world.db, signed_in.secret, clock=world.clock)).is_admin


async def test_the_link_is_good_once(world, set_up):
    token = await a_token(world)
    await set_up(token)
    with pytest.raises(Problem) as refusal:
        await set_up(token, email="second@world.example")
    assert refusal.value.code == "gone"
    assert not await setup.is_open(world.db)


async def test_two_who_use_the_link_at_once_make_one_admin(world, set_up):
    token = await a_token(world)
    both = await asyncio.gather(
        set_up(token), set_up(token, email="second@world.example"), return_exceptions=True
    )
    assert sorted(isinstance(one, Problem) for one in both) == [False, True]


async def test_once_there_is_an_admin_no_link_is_made(world):
    await world.user(is_admin=True)
    assert await setup.open_setup(world.db, public_url=ORIGIN) is None


async def test_a_new_link_makes_the_old_one_useless(world, set_up):
    old, new = await a_token(world), await a_token(world)
    with pytest.raises(Problem) as refusal:
        await set_up(old)
    assert refusal.value.code == "not_found"
    await set_up(new)


async def test_a_strangers_guesses_do_not_keep_out_who_has_the_link(world, set_up):
    token = await a_token(world)
    for _ in range(30):
        with pytest.raises(Problem, match="not the newest"):
            await set_up("a guess")
    await set_up(token)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"email": "nowhere"}, "email"),
        ({"name": " "}, "name"),
        ({"programme_name": " "}, "programme_name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"email": "mentor@demo.example", "with_demo": True}, "email"),
    ],
)
async def test_a_mistake_is_told_at_its_field_and_the_link_stays_good(world, set_up, change, field):
    token = await a_token(world)
    with pytest.raises(Invalid) as refusal:
        await set_up(token, **change)
    assert refusal.value.field == field
    await set_up(token)


async def test_with_example_people_the_admin_may_look_at_their_programme_too(world, set_up):
    signed_in = await set_up(await a_token(world), with_demo=True, programme_name="Our own")
    assert {programme.name for programme in signed_in.me.manages} == {"Our own", "Harbour Mentoring"}


async def test_there_are_no_example_people_where_others_could_sign_in_as_them(world, set_up):
    token = await a_token(world)
    with pytest.raises(Forbidden):
        await set_up(token, with_demo=True, demo_allowed=False)
    await set_up(token)


async def test_the_door_knows_whether_the_set_up_is_open(world, door):
    assert (await door.get("/api/setup")).json == {"open": True, "demo": False}
    form = msgspec.to_builtins(msgspec.structs.replace(FORM, token=await a_token(world)))
    answer = await door.post("/api/setup", form)
    assert (answer.status, answer.json["is_admin"]) == (201, True)
    secret = answer.cookies["mentorpitch"].value
    assert (await door.get("/api/session", secret=secret)).json["name"] == "Jonas"
    assert (await door.get("/api/setup")).json["open"] is False
    assert (await door.post("/api/setup", form)).status == 410
