import pytest

from mentorpitch import access
from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.shapes import ConversationId, MentorshipId


async def test_the_two_of_a_mentorship_may_write_to_each_other(world):
    pair = await world.mentorship()
    for actor in (pair.mentor, pair.mentee):
        async with world.db.read() as tx:
            member = await access.access_conversation(tx, actor, pair.conversation_id, to="post")
        assert set(member.participants) == {pair.mentor.user_id, pair.mentee.user_id}
        assert member.mentorship_id == pair.mentorship_id


async def test_an_outsider_gets_the_same_answer_as_for_a_conversation_that_does_not_exist(world):
    pair = await world.mentorship()
    outsider = await world.user()
    answers = []
    for conversation_id in (pair.conversation_id, ConversationId("absent")):
        async with world.db.read() as tx:
            with pytest.raises(NotFound) as refusal:
                await access.access_conversation(tx, outsider, conversation_id, to="read")
        answers.append(refusal.value.body)
    assert answers[0] == answers[1]


async def test_neither_manager_nor_admin_may_read_a_pairs_conversation(world):
    pair = await world.mentorship()
    for actor in (pair.manager, await world.user(is_admin=True)):
        async with world.db.read() as tx:
            with pytest.raises(NotFound):
                await access.access_conversation(tx, actor, pair.conversation_id, to="read")


async def test_an_ended_mentorship_can_be_read_but_not_written_to(world):
    pair = await world.mentorship()
    await world.end(pair)
    async with world.db.read() as tx:
        await access.access_conversation(tx, pair.mentor, pair.conversation_id, to="read")
        with pytest.raises(Conflict):
            await access.access_conversation(tx, pair.mentor, pair.conversation_id, to="post")


async def test_a_banned_person_may_not_even_read(world):
    pair = await world.mentorship()
    await world.ban(pair.mentor)
    async with world.db.read() as tx:
        with pytest.raises(Forbidden):
            await access.access_conversation(tx, pair.mentor, pair.conversation_id, to="read")
        with pytest.raises(Forbidden):
            await access.access_room(tx, pair.mentor, pair.mentorship_id)


async def test_the_two_may_enter_their_room(world):
    pair = await world.mentorship()
    for actor in (pair.mentor, pair.mentee):
        async with world.db.read() as tx:
            room = await access.access_room(tx, actor, pair.mentorship_id)
        assert room.mentorship_id == pair.mentorship_id


async def test_the_programmes_manager_knows_of_the_room_and_may_not_enter_it(world):
    pair = await world.mentorship()
    async with world.db.read() as tx:
        with pytest.raises(Forbidden):
            await access.access_room(tx, pair.manager, pair.mentorship_id)


async def test_outsider_admin_and_another_programmes_manager_do_not_learn_of_the_room(world):
    pair = await world.mentorship()
    elsewhere = await world.mentorship()
    admin = await world.user(is_admin=True)
    for actor in (await world.user(), admin, elsewhere.manager, elsewhere.mentor):
        for mentorship_id in (pair.mentorship_id, MentorshipId("absent")):
            async with world.db.read() as tx:
                with pytest.raises(NotFound, match=r"^There is no such mentorship\.$"):
                    await access.access_room(tx, actor, mentorship_id)


async def test_the_room_of_an_ended_mentorship_is_closed(world):
    pair = await world.mentorship()
    await world.end(pair)
    async with world.db.read() as tx:
        with pytest.raises(Conflict):
            await access.access_room(tx, pair.mentor, pair.mentorship_id)


async def test_only_a_manager_may_manage_a_programme(world):
    pair = await world.mentorship()
    async with world.db.read() as tx:
        programme = await access.access_programme(tx, pair.manager, pair.programme_id, to="manage")
        assert programme.programme_id == pair.programme_id
        with pytest.raises(Forbidden):  # a member knows that it exists
            await access.access_programme(tx, pair.mentor, pair.programme_id, to="manage")
        admin = await world.user(is_admin=True)
        with pytest.raises(NotFound):
            await access.access_programme(tx, admin, pair.programme_id, to="manage")


async def test_an_admin_is_one_by_the_database_not_by_what_the_session_remembers(world):
    admin = await world.user(is_admin=True)
    async with world.db.read() as tx:
        await access.access_admin(tx, admin)
    await world.ban(admin)
    async with world.db.read() as tx:
        with pytest.raises(Forbidden):
            await access.access_admin(tx, admin)
