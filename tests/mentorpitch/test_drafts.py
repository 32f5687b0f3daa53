"""Drafts, as promised: one's own, on all of one's devices, and nobody else's business."""

import random

import pytest

from mentorpitch.announcements import Told
from mentorpitch.chat import drafts
from mentorpitch.errors import Conflict, Invalid
from mentorpitch.mentorships import mentorships


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def put(world, actor, pair, text, *, over=0):
    return await drafts.put(
        world.db,
        actor,
        pair.conversation_id,
        text=text,
        revision=over,
        at=world.clock(),
        announce=world.announce,
    )


async def kept(world, actor, pair):
    return await drafts.get(world.db, actor, pair.conversation_id)


async def test_what_was_begun_is_kept_for_who_began_it(world, pair):
    draft = await put(world, pair.mentee, pair, "Half a thought")
    assert (draft.text, draft.revision, draft.changed_at) == ("Half a thought", 1, world.clock())
    phone = await world.session(pair.mentee.user_id)
    assert await kept(world, phone, pair) == draft
    other = await kept(world, pair.mentor, pair)
    assert (other.text, other.revision) == ("", 0)


async def test_it_is_told_to_ones_own_devices_alone(world, pair):
    draft = await put(world, pair.mentee, pair, "Half a thought")
    assert world.announced == [Told(event="draft_changed", payload=draft, user_ids=(pair.mentee.user_id,))]


async def test_the_same_text_again_changes_nothing_whatever_was_seen(world, pair):
    draft = await put(world, pair.mentee, pair, "Half a thought")
    for seen in (0, 1, 7):
        assert await put(world, pair.mentee, pair, "Half a thought", over=seen) == draft
    assert len(world.announced) == 1


async def test_who_was_overtaken_is_told_so_and_nothing_is_lost(world, pair):
    draft = await put(world, pair.mentee, pair, "On the phone")
    for text in ("At the desk", ""):
        with pytest.raises(Conflict):
            await put(world, pair.mentee, pair, text)
    assert await kept(world, pair.mentee, pair) == draft


async def test_an_erased_draft_leaves_no_text_and_its_revision_goes_on(world, pair):
    await put(world, pair.mentee, pair, "Half a thought")
    gone = await put(world, pair.mentee, pair, "", over=1)
    assert (gone.text, gone.revision) == ("", 2)
    assert (await put(world, pair.mentee, pair, "Another one", over=2)).revision == 3
    async with world.db.read() as tx:
        rows = await tx.exec_driver_sql("SELECT count(*) FROM drafts WHERE text LIKE '%Half%'")
        assert rows.scalar() == 0


async def test_a_draft_outlives_the_end_of_what_it_was_for(world, pair):
    await put(world, pair.mentee, pair, "Half a thought")
    how = {"announce": world.announce, "clock": world.clock}
    await mentorships.end(world.db, pair.mentor, pair.mentorship_id, **how)
    assert (await kept(world, pair.mentee, pair)).text == "Half a thought"


async def test_a_nul_is_refused_at_its_field(world, pair):
    with pytest.raises(Invalid) as refused:
        await put(world, pair.mentee, pair, "a\0b")
    assert refused.value.field == "text"


@pytest.mark.parametrize("seed", range(3))
async def test_an_old_draft_and_what_was_told_since_equal_a_fresh_one(world, pair, seed):
    chance = random.Random(seed)
    known = await kept(world, pair.mentee, pair)
    for n in range(30):
        heard = len(world.announced)
        text = chance.choice(["", "One", f"Number {n}"])
        over = chance.choice([known.revision, known.revision, 0])
        try:
            await put(world, chance.choice([pair.mentee, pair.mentor]), pair, text, over=over)
        except Conflict:
            assert world.announced[heard:] == []
        for said in world.announced[heard:]:
            if pair.mentee.user_id in said.user_ids and said.payload.revision > known.revision:
                known = said.payload
        assert known == await kept(world, pair.mentee, pair)
