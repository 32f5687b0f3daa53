"""Importing people, as promised: seen before it happens, all or nothing, and once."""

import pytest

from mentorpitch.errors import Invalid, Problem
from mentorpitch.limits import Limits
from mentorpitch.people import invitations
from mentorpitch.programmes import imports, programmes
from mentorpitch.programmes.imports import NewImport
from tests.door import ORIGIN

LIST = "email,name,role,time_zone\nana@world.example,Ana,mentor,Europe/Lisbon\nbo@world.example,Bo,mentee,\n"


@pytest.fixture
async def ruth(world):
    return await world.user("Ruth Abebe")


@pytest.fixture
async def programme_id(world, ruth):
    return await world.programme("Harbour", manager=ruth)


@pytest.fixture
def run(world, ruth, programme_id):
    limits = Limits()

    async def run(text=LIST, client_id="i", *, sends_mail=False):
        return await imports.run(
            world.db,
            ruth,
            programme_id,
            NewImport(client_id=client_id, text=text),
            public_url=ORIGIN,
            sends_mail=sends_mail,
            limits=limits,
            announce=world.announce,
            clock=world.clock,
        )

    return run


@pytest.fixture
def preview(world, ruth, programme_id):
    async def preview(text=LIST):
        return await imports.preview(world.db, ruth, programme_id, text, clock=world.clock)

    return preview


@pytest.fixture
def waiting(world, ruth, programme_id):
    async def waiting():
        seen = await programmes.get(world.db, ruth, programme_id, clock=world.clock)
        return {each.email: each.mail and each.mail.state for each in seen.invitations}

    return waiting


async def test_the_preview_says_what_would_happen_and_does_nothing(
    world, programme_id, preview, run, waiting
):
    await world.member(programme_id, await world.user(email="member@world.example"), "mentor")
    await run("email,role\ninvited@world.example,mentee\n")
    text = LIST + "member@world.example,,mentor,\ninvited@world.example,,mentee,\nnobody,,mentee,\n"
    seen = await preview(text)
    assert [line.status for line in seen.lines] == ["new", "new", "member", "invited", "error"]
    assert (seen.new, seen.errors) == (2, 1)
    assert set(await waiting()) == {"invited@world.example"}


async def test_one_wrong_line_and_nobody_is_invited(run, waiting):
    with pytest.raises(Invalid, match=r"^Line 4: "):
        await run(LIST + "nobody,,mentee,\n")
    assert await waiting() == {}


async def test_who_is_invited_finds_their_name_and_zone_filled_in(world, run):
    imported = await run()
    ana = imported.invited[0].url.removeprefix(f"{ORIGIN}/invite/")
    shown = await invitations.show(world.db, ana, clock=world.clock)
    assert (shown.name, shown.time_zone, shown.role) == ("Ana", "Europe/Lisbon", "mentor")


async def test_the_same_again_invites_nobody_twice_and_every_link_is_good(world, run, waiting):
    first, second = await run(), await run()
    ids = [[each.invitation_id for each in answer.invited] for answer in (first, second)]
    assert ids[0] == ids[1]
    for answer in (first, second):
        for each in answer.invited:
            assert await invitations.show(world.db, each.url.rpartition("/")[2], clock=world.clock)
    assert len(await waiting()) == 2
    with pytest.raises(Problem) as refused:
        await run(LIST + "cy@world.example,,mentee,\n")
    assert refused.value.code == "id_reused"


async def test_another_import_leaves_who_is_invited(run):
    await run()
    again = await run(LIST + "cy@world.example,,mentee,\n", "j")
    assert ([each.email for each in again.invited], again.left) == (["cy@world.example"], 2)


async def test_where_mail_is_sent_letters_wait_and_no_link_is_shown(run, waiting):
    imported = await run(sends_mail=True)
    assert [each.url for each in imported.invited] == [None, None]
    assert set((await waiting()).values()) == {"waiting"}


async def test_a_large_list_comes_through_the_door_and_one_too_large_is_refused(door, ruth, programme_id):
    place = f"/api/programmes/{programme_id}/import/preview"
    lines = [f"person-{n}@{'long-' * 4}world.example,mentee\n" for n in range(2_000)]
    answer = await door.post(place, {"text": "email,role\n" + "".join(lines)}, by=ruth)
    assert (answer.status, answer.json["new"]) == (200, 2_000)
    answer = await door.post(place, {"text": "x" * 1_000_001}, by=ruth)
    assert (answer.status, answer.error["field"]) == (400, "text")
