"""Concerns and the access log, as promised: one manager, chosen words, and an open book of what was done."""

import pytest

from mentorpitch.chat import messages
from mentorpitch.chat.messages import DeleteMessage, SendMessage
from mentorpitch.errors import Invalid, NotFound, Problem
from mentorpitch.mentorships import mentorships, pitches
from mentorpitch.mentorships.pitches import NewSuggestion
from mentorpitch.programmes import concerns
from mentorpitch.programmes.concerns import Closing, NewConcern


@pytest.fixture
async def pair(world):
    pair = await world.mentorship()
    for n, body in enumerate(("Fine words", "Unkind words", "Private words")):
        said = SendMessage(conversation_id=pair.conversation_id, client_id=f"m{n}", body=body)
        await messages.write(world.db, pair.mentor, said, at=world.clock(), announce=world.announce)
    world.announced.clear()
    return pair


@pytest.fixture
def report(world, pair):
    async def report(**fields):
        usual = {"client_id": "c1", "manager_id": pair.manager.user_id, "text": "This was unkind"}
        new = NewConcern(**usual | fields)
        how = {"at": world.clock(), "announce": world.announce}
        return await concerns.report(world.db, pair.mentee, pair.mentorship_id, new, **how)

    return report


async def test_the_manager_reads_the_chosen_messages_and_no_others(world, pair, report):
    told = await report(excerpts=(2,))
    assert [excerpt.body for excerpt in told.excerpts] == ["Unkind words"]
    assert await concerns.list_sent_to(world.db, pair.manager, pair.programme_id) == (told,)
    assert "Private" not in repr(told)


async def test_the_other_never_learns_of_it(world, pair, report):
    await report(excerpts=(2,))
    assert all(pair.mentor.user_id not in said.user_ids for said in world.announced)
    seen = await concerns.list_mine(world.db, pair.mentor, pair.mentorship_id)
    assert seen.concerns == ()
    assert await concerns.list_log(world.db, pair.mentor, pair.mentorship_id) == ()


async def test_only_the_manager_who_was_told_reads_it(world, pair, report):
    second = await world.user()
    await world.member(pair.programme_id, second, "manager")
    await report()
    assert await concerns.list_sent_to(world.db, second, pair.programme_id) == ()


async def test_a_manager_who_is_one_of_the_two_cannot_be_told(world, pair, report):
    await world.member(pair.programme_id, pair.mentor, "manager")
    seen = await concerns.list_mine(world.db, pair.mentee, pair.mentorship_id)
    assert [manager.user_id for manager in seen.managers] == [pair.manager.user_id]
    with pytest.raises(Invalid):
        await report(manager_id=pair.mentor.user_id)


async def test_what_was_quoted_outlives_its_deletion(world, pair, report):
    await report(excerpts=(2,))
    gone = DeleteMessage(conversation_id=pair.conversation_id, client_id="d", target=2)
    await messages.write(world.db, pair.mentor, gone, at=world.clock(), announce=world.announce)
    [told] = await concerns.list_sent_to(world.db, pair.manager, pair.programme_id)
    assert told.excerpts[0].body == "Unkind words"
    with pytest.raises(Invalid):
        await report(client_id="c2", excerpts=(2,))


async def test_a_repeated_report_is_one_and_an_ended_pair_may_still_report(world, pair, report):
    first = await report()
    await world.end(pair)
    assert await report() == first
    assert (await report(client_id="c2", text="And this")).text == "And this"
    with pytest.raises(Problem) as refused:
        await report(text="Something else")
    assert refused.value.code == "id_reused"


@pytest.fixture
def close(world, pair):
    async def close(concern, note="", *, by=None):
        how = {"at": world.clock(), "announce": world.announce}
        return await concerns.close(
            world.db, by or pair.manager, concern.concern_id, Closing(note=note), **how
        )

    return close


async def test_the_one_who_told_it_sees_that_it_was_looked_after_and_not_the_note(world, pair, report, close):
    told = await report()
    closed = await close(told, "Spoke with both")
    assert (closed.closed_at, closed.note) == (world.clock(), "Spoke with both")
    [seen] = (await concerns.list_mine(world.db, pair.mentee, pair.mentorship_id)).concerns
    assert (seen.closed_at, seen.note) == (world.clock(), None)
    heard = {said.user_ids: said.payload.concern for said in world.announced}
    assert heard == {(pair.mentee.user_id,): seen, (pair.manager.user_id,): closed}


async def test_looking_after_it_again_changes_the_note_alone(world, report, close):
    told = await report()
    first = await close(told, "One")
    world.clock.advance(days=1)
    world.announced.clear()
    assert await close(told, "One") == first
    assert world.announced == []
    second = await close(told, "Two")
    assert (second.closed_at, second.note, second.revision) == (first.closed_at, "Two", 3)


async def test_only_the_manager_who_was_told_looks_after_it(world, pair, report, close):
    told = await report()
    second = await world.user()
    await world.member(pair.programme_id, second, "manager")
    for actor in (second, pair.mentee, pair.mentor):
        with pytest.raises(NotFound):
            await close(told, by=actor)


async def log_of(world, actor, mentorship_id):
    return [
        (entry.who.user_id, entry.did) for entry in await concerns.list_log(world.db, actor, mentorship_id)
    ]


async def test_both_read_what_a_manager_did(world, pair):
    other = await world.mentee(pair.programme_id)
    who = {"mentor_id": pair.mentor.user_id, "mentee_id": other.user_id}
    made = await mentorships.create(
        world.db, pair.manager, pair.programme_id, **who, announce=world.announce, clock=world.clock
    )
    how = {"announce": world.announce, "clock": world.clock}
    await mentorships.end(world.db, pair.manager, made.mentorship_id, **how)
    manager = pair.manager.user_id
    for actor in (pair.mentor, other):
        assert await log_of(world, actor, made.mentorship_id) == [(manager, "paired"), (manager, "ended")]


async def test_what_the_two_do_themselves_is_not_in_it(world, pair):
    how = {"announce": world.announce, "clock": world.clock}
    await mentorships.end(world.db, pair.mentee, pair.mentorship_id, **how)
    assert await log_of(world, pair.mentor, pair.mentorship_id) == []


async def test_a_pair_that_was_suggested_says_by_whom(world, pair):
    mentor, mentee = await world.mentor(pair.programme_id), await world.mentee(pair.programme_id)
    new = NewSuggestion(client_id="s", mentor_id=mentor.user_id, mentee_id=mentee.user_id)
    how = {"at": world.clock(), "announce": world.announce}
    suggested = await pitches.suggest(world.db, pair.manager, pair.programme_id, new, **how)
    await pitches.accept(world.db, mentee, suggested.pitch_id, **how)
    accepted = await pitches.accept(world.db, mentor, suggested.pitch_id, **how)
    assert await log_of(world, mentee, accepted.mentorship_id) == [(pair.manager.user_id, "suggested")]
