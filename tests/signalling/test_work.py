"""What a pair works on, on the wire: both hear of it; managers only that something shared is another."""

import pytest

from signalling.contract import TOLD
from tests.mentorpitch.work_world import Works


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def test_both_hear_of_a_document_and_of_what_is_said_of_it(world, pair, connect):
    mentor, mentee, manager = [await connect(who) for who in (pair.mentor, pair.mentee, pair.manager)]
    works = Works(world, pair)
    item = await works.create()
    document = await works.upload(item)
    remark = await works.say(document.versions[0], "A good beginning")
    for client in (mentor, mentee):
        said = await client.heard("work_feedback_changed")
        assert said["remark"]["remark_id"] == remark.remark_id
        await client.heard("work_changed")
    assert manager.heard_names() == ["welcome"]
    await works.share(document)
    assert await manager.heard("shared_documents_changed") == {"programme_id": pair.programme_id}
    assert set(manager.heard_names()) == {"welcome", "shared_documents_changed"}


async def test_what_is_announced_is_of_the_contract(world, pair):
    works = Works(world, pair)
    document = await works.upload(await works.create())
    await works.say(document.versions[0], "A good beginning")
    await works.share(document)
    for told in world.announced:
        assert isinstance(told.payload, TOLD[told.event])
