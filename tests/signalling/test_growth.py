"""What grows, on the wire: both members hear of it at once, nobody else does."""

import pytest

from mentorpitch.mentorships import mentorships
from mentorpitch.people import blocks
from signalling.contract import TOLD


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def test_both_hear_of_a_goal_and_an_area_as_they_stand(world, pair, connect):
    mentor, mentee, manager = [await connect(who) for who in (pair.mentor, pair.mentee, pair.manager)]
    goal, area = await world.goal(pair), await world.area(pair)
    for client in (mentor, mentee):
        assert (await client.heard("goal_changed"))["goal"]["goal_id"] == goal.goal_id
        assert (await client.heard("area_changed"))["area"]["area_id"] == area.area_id
    assert manager.heard_names() == ["welcome"]


async def test_a_pause_is_told_and_ends_the_call(world, pair, connect, live):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    ticket = (await mentor.do("request_ticket", mentorship_id=pair.mentorship_id))["ticket"]
    await mentor.do("join_call", ticket=ticket, offer="v=0", uplinks={})
    how = {"at": world.clock(), "announce": world.announce}
    await mentorships.pause(world.db, pair.mentee, pair.mentorship_id, reason="", **how)
    await mentor.heard("call_ended", reason="revoked")
    await mentee.heard("mentorship_changed", mentorship_id=pair.mentorship_id)
    assert live.calls.rooms.peers(pair.mentorship_id) == ()


async def test_going_on_is_told(world, pair, connect):
    how = {"at": world.clock(), "announce": world.announce}
    await mentorships.pause(world.db, pair.mentee, pair.mentorship_id, reason="", **how)
    mentee = await connect(pair.mentee)
    await mentorships.resume(world.db, pair.mentor, pair.mentorship_id, **how)
    await mentee.heard("mentorship_changed", mentorship_id=pair.mentorship_id)


async def test_what_is_announced_is_of_the_contract(world, pair):
    await world.growth(pair)
    for told in world.announced:
        assert isinstance(told.payload, TOLD[told.event])


async def test_a_block_ends_the_call_and_says_nothing_of_itself(world, pair, connect, live):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    ticket = (await mentor.do("request_ticket", mentorship_id=pair.mentorship_id))["ticket"]
    await mentor.do("join_call", ticket=ticket, offer="v=0", uplinks={})
    await blocks.block(world.db, pair.mentee, pair.mentor.user_id, at=world.clock(), announce=world.announce)
    await mentee.heard("blocks_changed")
    await mentor.heard("call_ended", reason="revoked")
    await mentor.heard("presence_changed", user_id=pair.mentee.user_id, online=False)
    assert live.calls.rooms.peers(pair.mentorship_id) == ()
    assert {"blocks_changed", "mentorship_changed"}.isdisjoint(mentor.heard_names())
    for client, question in (
        (mentor, ("set_typing", {"conversation_id": pair.conversation_id, "typing": True})),
        (mentor, ("request_ticket", {"mentorship_id": pair.mentorship_id})),
        (mentee, ("request_ticket", {"mentorship_id": pair.mentorship_id})),
    ):
        assert (await client.ask(*question))["error"]["code"] == "conflict"
    await blocks.unblock(world.db, pair.mentee, pair.mentor.user_id, announce=world.announce)
    await mentor.heard("presence_changed", user_id=pair.mentee.user_id, online=True)
