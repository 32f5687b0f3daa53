"""Taking somebody out of a programme, as promised: at once, with everything that they had in it."""

import pytest

from mentorpitch.announcements import MentorshipEnded
from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.mentorships import mentorships
from mentorpitch.people import accounts
from mentorpitch.programmes import concerns, members, programmes


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def remove(world, pair):
    async def remove(actor, *, by=None):
        how = {"announce": world.announce, "clock": world.clock}
        await members.remove(world.db, by or pair.manager, pair.programme_id, actor.user_id, **how)

    return remove


async def people(world, pair):
    seen = await programmes.get(world.db, pair.manager, pair.programme_id, clock=world.clock)
    return {member.person.user_id for member in seen.members}


async def test_their_pairs_end_and_both_are_told(world, pair, remove):
    await remove(pair.mentor)
    assert await people(world, pair) == {pair.mentee.user_id, pair.manager.user_id}
    seen = await mentorships.get(world.db, pair.mentee, pair.mentorship_id)
    assert seen.status == "ended"
    [ended] = [said for said in world.announced if isinstance(said, MentorshipEnded)]
    assert set(ended.user_ids) == {pair.mentor.user_id, pair.mentee.user_id}
    [entry] = await concerns.list_log(world.db, pair.mentee, pair.mentorship_id)
    assert (entry.who.user_id, entry.did) == (pair.manager.user_id, "ended")
    [told] = [said for said in world.announced if getattr(said, "event", "") == "programme_changed"]
    assert set(told.user_ids) == {pair.manager.user_id, pair.mentor.user_id}


async def test_what_waits_for_an_answer_is_withdrawn_and_what_they_have_elsewhere_stays(world, pair, remove):
    mentee = await world.mentee(pair.programme_id)
    here = await world.mentor(pair.programme_id)
    await world.pitch(pair.programme_id, mentee=mentee, mentor=here)
    elsewhere = await world.mentorship(mentor=here)
    await remove(here)
    [told] = [said for said in world.announced if getattr(said, "event", "") == "pitch_changed"][-1:]
    assert told.payload.pitch.status == "withdrawn"
    assert (await mentorships.get(world.db, here, elsewhere.mentorship_id)).status == "active"


async def test_the_last_manager_stays_and_who_is_no_member_is_not_found(world, pair, remove):
    with pytest.raises(Conflict):
        await remove(pair.manager)
    with pytest.raises(NotFound):
        await remove(await world.user())
    with pytest.raises(Forbidden):
        await remove(pair.mentee, by=pair.mentor)
    second = await world.user()
    await world.member(pair.programme_id, second, "manager")
    await remove(pair.manager)
    with pytest.raises(NotFound):
        await remove(pair.mentee)


async def test_closing_and_opening_an_account_is_in_the_log_of_its_pairs(world, pair):
    admin = await world.user(is_admin=True)
    how = {"announce": world.announce, "clock": world.clock}
    for _ in range(2):
        await accounts.ban(world.db, admin, pair.mentor.user_id, **how)
    for _ in range(2):
        await accounts.unban(world.db, admin, pair.mentor.user_id, clock=world.clock)
    log = await concerns.list_log(world.db, pair.mentee, pair.mentorship_id)
    assert [(entry.acted_as, entry.did) for entry in log] == [
        ("admin", "closed_account"),
        ("admin", "opened_account"),
    ]
