"""The agreement and the pause, as promised: both say yes to the same words; a pause is kind and short."""

import contextlib
import random

import pytest

from mentorpitch.access import access_room
from mentorpitch.announcements import MentorshipPaused, MentorshipResumed
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.errors import Conflict
from mentorpitch.mentorships import agreements, mentorships
from mentorpitch.mentorships.agreements import WriteAgreement
from mentorpitch.mentorships.shapes import MANAGER_SEES
from mentorpitch.programmes import programmes


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def write(world, pair):
    async def write(actor, revision, text="We both prepare"):
        how = {"at": world.clock(), "announce": world.announce}
        new = WriteAgreement(revision=revision, text=text)
        return await agreements.write(world.db, actor, pair.mentorship_id, new, **how)

    return write


@pytest.fixture
def accept(world, pair):
    async def accept(actor, revision):
        how = {"at": world.clock(), "announce": world.announce}
        return await agreements.accept(world.db, actor, pair.mentorship_id, revision, **how)

    return accept


async def test_writing_is_accepting_and_the_other_says_yes_to_the_same_words(world, pair, write, accept):
    written = await write(pair.mentor, 0)
    assert written.accepted_by == (pair.mentor.user_id,)
    agreed = await accept(pair.mentee, written.revision)
    assert set(agreed.accepted_by) == {pair.mentor.user_id, pair.mentee.user_id}
    assert (agreed.text, agreed.manager_sees) == ("We both prepare", MANAGER_SEES)
    assert await accept(pair.mentee, written.revision) == agreed
    assert [told.event for told in world.announced] == ["agreement_changed"] * 2
    assert await agreements.get(world.db, pair.mentor, pair.mentorship_id) == agreed


async def test_other_words_need_the_others_yes_anew(pair, write, accept):
    await write(pair.mentor, 0)
    await accept(pair.mentee, 1)
    again = await write(pair.mentee, 2, "We both prepare, and begin on time")
    assert again.accepted_by == (pair.mentee.user_id,)


async def test_one_accepts_only_what_one_has_read(pair, write, accept):
    with pytest.raises(Conflict):
        await accept(pair.mentee, 0)
    await write(pair.mentor, 0)
    await write(pair.mentor, 1, "Something else")
    with pytest.raises(Conflict):
        await accept(pair.mentee, 1)
    with pytest.raises(Conflict):
        await write(pair.mentee, 1, "Over it")


async def test_every_version_stays(world, pair, write, accept):
    await write(pair.mentor, 0)
    await accept(pair.mentee, 1)
    await write(pair.mentor, 2, "Other")
    async with world.db.read() as tx:
        rows = await tx.exec_driver_sql("SELECT revision, text FROM agreements ORDER BY revision")
        assert rows.all() == [(1, "We both prepare"), (2, "We both prepare"), (3, "Other")]


@pytest.mark.parametrize("seed", range(4))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, pair, write, accept, seed):
    chance = random.Random(seed)
    revision, snapshots = 0, []
    for step in range(20):
        if step in (0, 6, 13):
            old = await agreements.get(world.db, pair.mentee, pair.mentorship_id)
            snapshots.append((old, len(world.announced)))
        who = chance.choice((pair.mentor, pair.mentee))
        with contextlib.suppress(Conflict):
            if chance.random() < 0.5:
                made = await write(who, revision, f"Words {chance.randint(1, 3)}")
            else:
                made = await accept(who, revision)
            revision = made.revision
    fresh = await agreements.get(world.db, pair.mentor, pair.mentorship_id)
    for known, heard in snapshots:
        events = [said.payload.agreement for said in world.announced[heard:]]
        chance.shuffle(events)  # the order in which they come is no promise; the revision is
        assert max([known, *events], key=lambda each: each.revision) == fresh


# ── Pausing ──────────────────────────────────────────────────────────────────


async def pause(world, actor, pair, reason=""):
    how = {"at": world.clock(), "announce": world.announce}
    await mentorships.pause(world.db, actor, pair.mentorship_id, reason=reason, **how)


async def resume(world, actor, pair):
    how = {"at": world.clock(), "announce": world.announce}
    await mentorships.resume(world.db, actor, pair.mentorship_id, **how)


async def test_a_pause_closes_the_room_and_leaves_the_chat(world, pair):
    await pause(world, pair.mentee, pair, "Exams until May")
    seen = await mentorships.get(world.db, pair.mentor, pair.mentorship_id)
    assert (seen.status, seen.pause.by, seen.pause.reason) == (
        "paused",
        pair.mentee.user_id,
        "Exams until May",
    )
    async with world.db.read() as tx:
        with pytest.raises(Conflict):
            await access_room(tx, pair.mentor, pair.mentorship_id)
    said = SendMessage(conversation_id=pair.conversation_id, client_id="m", body="Good luck")
    await messages.write(world.db, pair.mentor, said, at=world.clock(), announce=world.announce)
    assert isinstance(world.announced[0], MentorshipPaused)


async def test_the_other_may_go_on_and_the_reason_is_forgotten(world, pair):
    await pause(world, pair.mentee, pair, "A private reason")
    await resume(world, pair.mentor, pair)
    seen = await mentorships.get(world.db, pair.mentee, pair.mentorship_id)
    assert (seen.status, seen.pause) == ("active", None)
    assert isinstance(world.announced[-1], MentorshipResumed)
    async with world.db.read() as tx:
        assert "private" not in repr((await tx.exec_driver_sql("SELECT * FROM mentorships")).all())


async def test_only_what_goes_on_can_pause_and_only_what_rests_can_go_on(world, pair):
    with pytest.raises(Conflict):
        await resume(world, pair.mentee, pair)
    await pause(world, pair.mentee, pair)
    with pytest.raises(Conflict):
        await pause(world, pair.mentor, pair)
    await world.end(pair)
    with pytest.raises(Conflict):
        await resume(world, pair.mentee, pair)


async def test_the_manager_sees_that_a_pair_rests_and_not_why(world, pair):
    await pause(world, pair.mentee, pair, "A private reason")
    seen = await programmes.get(world.db, pair.manager, pair.programme_id, clock=world.clock)
    assert seen.mentorships[0].status == "paused"
    assert "private" not in repr(seen)
