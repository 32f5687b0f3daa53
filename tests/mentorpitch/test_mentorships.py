import pytest

from mentorpitch.announcements import MentorshipCreated, MentorshipEnded, Told
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound
from mentorpitch.mentorships import mentorships
from mentorpitch.shapes import MentorshipId


@pytest.fixture
async def members(world):
    """A programme of one manager, one mentor and one mentee."""
    manager, mentor, mentee = [await world.user() for _ in range(3)]
    programme_id = await world.programme(manager=manager)
    await world.member(programme_id, mentor, "mentor")
    await world.member(programme_id, mentee, "mentee")
    return programme_id, manager, mentor, mentee


async def bring_together(world, actor, programme_id, mentor, mentee):
    return await mentorships.create(
        world.db,
        actor,
        programme_id,
        mentor_id=mentor.user_id,
        mentee_id=mentee.user_id,
        announce=world.announce,
        clock=world.clock,
    )


async def test_a_new_pair_has_a_conversation_of_their_own(world, members):
    programme_id, manager, mentor, mentee = members
    made = await bring_together(world, manager, programme_id, mentor, mentee)
    [seen] = await mentorships.list_mine(world.db, mentor)
    assert seen.mentorship_id == made.mentorship_id
    assert (seen.role, seen.other.user_id) == ("mentor", mentee.user_id)
    assert {read.user_id for read in seen.conversation.reads} == {mentor.user_id, mentee.user_id}
    assert seen.conversation.last_message is None
    assert [said for said in world.announced if not isinstance(said, Told)] == [
        MentorshipCreated(
            mentorship_id=made.mentorship_id,
            conversation_id=seen.conversation.conversation_id,
            user_ids=(mentor.user_id, mentee.user_id),
        )
    ]


async def test_the_manager_who_made_a_pair_is_not_in_it(world, members):
    programme_id, manager, mentor, mentee = members
    made = await bring_together(world, manager, programme_id, mentor, mentee)
    assert await mentorships.list_mine(world.db, manager) == ()
    with pytest.raises(Forbidden):
        await mentorships.get(world.db, manager, made.mentorship_id)


async def test_two_who_are_a_pair_do_not_become_one_again(world, members):
    programme_id, manager, mentor, mentee = members
    await bring_together(world, manager, programme_id, mentor, mentee)
    with pytest.raises(Conflict):
        await bring_together(world, manager, programme_id, mentor, mentee)
    assert len(await mentorships.list_mine(world.db, mentor)) == 1


async def test_two_whose_mentorship_ended_may_become_a_pair_again(world, members):
    programme_id, manager, mentor, mentee = members
    first = await bring_together(world, manager, programme_id, mentor, mentee)
    await mentorships.end(world.db, mentee, first.mentorship_id, announce=world.announce, clock=world.clock)
    world.clock.advance(days=1)
    await bring_together(world, manager, programme_id, mentor, mentee)
    assert [each.status for each in await mentorships.list_mine(world.db, mentor)] == ["ended", "active"]


async def test_only_members_in_their_roles_become_a_pair(world, members):
    programme_id, manager, mentor, mentee = members
    outsider = await world.user()
    for one, other in ((outsider, mentee), (mentor, outsider), (mentee, mentor), (mentor, mentor)):
        with pytest.raises(Invalid):
            await bring_together(world, manager, programme_id, one, other)
    assert world.announced == []


async def test_members_cannot_make_pairs_themselves(world, members):
    programme_id, _, mentor, mentee = members
    with pytest.raises(Forbidden):
        await bring_together(world, mentor, programme_id, mentor, mentee)
    with pytest.raises(NotFound):
        await bring_together(world, await world.user(), programme_id, mentor, mentee)


@pytest.mark.parametrize("who", ["mentor", "mentee", "manager"])
async def test_either_of_the_two_and_their_manager_may_end_it(world, who):
    pair = await world.mentorship()
    await mentorships.end(
        world.db, getattr(pair, who), pair.mentorship_id, announce=world.announce, clock=world.clock
    )
    assert (await mentorships.get(world.db, pair.mentor, pair.mentorship_id)).status == "ended"
    assert [said for said in world.announced if not isinstance(said, Told)] == [
        MentorshipEnded(
            mentorship_id=pair.mentorship_id,
            conversation_id=pair.conversation_id,
            user_ids=(pair.mentor.user_id, pair.mentee.user_id),
        )
    ]


async def test_a_mentorship_ends_once(world):
    pair = await world.mentorship()
    await mentorships.end(
        world.db, pair.mentor, pair.mentorship_id, announce=world.announce, clock=world.clock
    )
    with pytest.raises(Conflict):
        await mentorships.end(
            world.db, pair.mentee, pair.mentorship_id, announce=world.announce, clock=world.clock
        )
    assert [type(said) for said in world.announced].count(MentorshipEnded) == 1


async def test_nobody_else_may_end_it(world):
    pair = await world.mentorship()
    for actor in (await world.user(), await world.user(is_admin=True)):
        for mentorship_id in (pair.mentorship_id, MentorshipId("absent")):
            with pytest.raises(NotFound, match=r"^There is no such mentorship\.$"):
                await mentorships.end(
                    world.db, actor, mentorship_id, announce=world.announce, clock=world.clock
                )
    assert (await mentorships.get(world.db, pair.mentor, pair.mentorship_id)).status == "active"


async def test_unread_and_the_last_message_are_as_the_actor_sees_them(world):
    pair = await world.mentorship()
    sent = SendMessage(conversation_id=pair.conversation_id, client_id="c1", body="Hello")
    await messages.write(world.db, pair.mentor, sent, at=world.clock(), announce=world.announce)
    [for_mentee] = await mentorships.list_mine(world.db, pair.mentee)
    [for_mentor] = await mentorships.list_mine(world.db, pair.mentor)
    assert (for_mentee.conversation.unread, for_mentor.conversation.unread) == (1, 0)
    assert for_mentee.conversation.last_message.body == "Hello"
