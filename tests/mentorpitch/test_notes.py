"""Notes: one text of the two, one of each alone; nobody's words are written over unread."""

import pytest

from mentorpitch.errors import Conflict, Invalid
from mentorpitch.meetings import notes
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.meetings.shared_text import SharedText


@pytest.fixture
async def made(world, ours):
    made = await ours.create()
    world.announced.clear()
    return made


async def put(ours, made, text, revision, *, by=None, which=notes.put_shared):
    new = PutNotes(text=text, revision=revision)
    return await which(ours.world.db, by or ours.pair.mentee, made.meeting_id, new, **ours.how)


async def test_the_two_share_one_text_and_hear_of_its_changes(world, ours, made):
    await put(ours, made, "Agreed: one sentence.", 0)
    seen = await notes.get_shared(world.db, ours.pair.mentor, made.meeting_id)
    assert (seen.text, seen.revision, seen.changed_by) == (
        "Agreed: one sentence.",
        1,
        ours.pair.mentee.user_id,
    )
    [told] = ours.told("notes_changed")
    assert str(SharedText.load(told.payload.update)) == seen.text
    assert (told.payload.revision, told.payload.changed_by) == (1, ours.pair.mentee.user_id)
    assert set(told.user_ids) == {ours.pair.mentor.user_id, ours.pair.mentee.user_id}


async def test_who_has_not_read_the_newest_writes_nothing_over(world, ours, made):
    await put(ours, made, "First", 0)
    with pytest.raises(Conflict):
        await put(ours, made, "Mine", 0, by=ours.pair.mentor)
    assert (await put(ours, made, "Both", 1, by=ours.pair.mentor)).revision == 2


async def test_the_same_text_again_is_no_change(ours, made):
    first = await put(ours, made, "First", 0)
    assert await put(ours, made, "First", 0) == first
    assert len(ours.told("notes_changed")) == 1


async def test_private_notes_are_for_nobody_else(world, ours, made):
    await put(ours, made, "Do not defend version 2.", 0, which=notes.put_private)
    theirs = await notes.get_private(world.db, ours.pair.mentor, made.meeting_id)
    assert (theirs.text, theirs.revision) == ("", 0)
    [told] = ours.told("private_notes_changed")
    assert told.user_ids == (ours.pair.mentee.user_id,)
    await put(ours, made, "", 1, which=notes.put_private)
    async with world.db.read() as tx:
        kept = await tx.exec_driver_sql("SELECT count(*) FROM private_notes WHERE text <> ''")
        assert kept.scalar() == 0


async def test_notes_can_be_written_after_the_meeting_and_not_after_the_mentorship(world, ours, made):
    await ours.let_pass(made)
    await put(ours, made, "Afterwards", 0)
    await world.end(ours.pair)
    with pytest.raises(Conflict):
        await put(ours, made, "Too late", 1)


@pytest.mark.parametrize("text", ["a\0b", "x" * 20_001])
async def test_what_cannot_be_kept_is_refused(ours, made, text):
    with pytest.raises(Invalid):
        await put(ours, made, text, 0)
