"""Nudges, as promised: after N quiet days, to one of the two in turn, three times and never again."""

import random
from datetime import date, timedelta

import pytest

from mentorpitch.announcements import ConversationEvent, MentorshipPaused, MentorshipResumed, Told
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.mentorships import mentorships, nudges, quiet
from mentorpitch.mentorships.nudges import Snooze
from mentorpitch.mentorships.quiet import Silence, Turn
from mentorpitch.mentorships.shapes import Nudge
from mentorpitch.people import blocks

MONDAY = date(2026, 11, 23)  # an even ordinal: the mentee is first
TUESDAY = MONDAY + timedelta(days=1)

# fmt: off
RULE = [
    # silent since, quiet days, days later: whose turn, and which
    (MONDAY, 14, 0, None),
    (MONDAY, 14, 13, None),
    (MONDAY, 14, 14, ("{first}", 1)),
    (MONDAY, 14, 27, ("{first}", 1)),
    (MONDAY, 14, 28, ("{second}", 2)),
    (MONDAY, 14, 41, ("{second}", 2)),
    (MONDAY, 14, 42, ("{first}", 3)),
    (MONDAY, 14, 55, ("{first}", 3)),
    (MONDAY, 14, 56, None),
    (MONDAY, 14, 1_000, None),
    (MONDAY, 1, 1, ("{first}", 1)),
    (MONDAY, 1, 2, ("{second}", 2)),
    (MONDAY, 1, 4, None),
    (MONDAY, 365, 364, None),
    (MONDAY, 14, -3, None),  # a clock that was put back
    (TUESDAY, 14, 14, ("{second}", 1)),  # not always the same one is first
    (TUESDAY, 14, 28, ("{first}", 2)),
]
# fmt: on


@pytest.mark.parametrize(("since", "quiet_days", "later", "expected"), RULE)
def test_whose_turn_it_is_follows_from_the_days(since, quiet_days, later, expected):
    first, second = ("mentor", "mentee") if (MONDAY.toordinal() + 1) % 2 == 0 else ("mentee", "mentor")
    found = quiet.find_turn(Silence(since=since, quiet_days=quiet_days), since + timedelta(days=later))
    whose = expected and expected[0].format(first=first, second=second)
    assert found == (expected and Turn(whose=whose, number=expected[1]))


@pytest.mark.parametrize(
    ("last", "resumed", "since"),
    [
        (None, None, MONDAY),
        ("2026-11-30", None, date(2026, 11, 30)),
        ("2026-11-01", None, MONDAY),
        ("2026-11-30", date(2027, 1, 4), date(2027, 1, 4)),
    ],
)
def test_silence_begins_with_the_last_word_or_a_new_beginning(last, resumed, since):
    assert quiet.since(last_active_day=last, began=MONDAY, resumed=resumed) == since


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def told(world, actor):
    return await nudges.list_mine(world.db, actor, clock=world.clock)


async def either(world, pair):
    """Who is nudged today, and with what."""
    return [(actor, nudge) for actor in (pair.mentor, pair.mentee) for nudge in await told(world, actor)]


async def test_one_of_the_two_is_nudged_and_then_the_other(world, pair):
    assert await either(world, pair) == []
    world.clock.advance(days=16)
    [(first, nudge)] = await either(world, pair)
    assert (nudge.quiet_days, nudge.number) == (16, 1)
    assert isinstance(nudge, Nudge)
    world.clock.advance(days=14)
    [(second, nudge)] = await either(world, pair)
    assert (nudge.number, {first, second}) == (2, {pair.mentor, pair.mentee})
    world.clock.advance(days=30)
    assert await either(world, pair) == []


async def test_a_word_ends_it(world, pair):
    world.clock.advance(days=16)
    said = SendMessage(conversation_id=pair.conversation_id, client_id="c", body="Hello")
    await messages.write(world.db, pair.mentor, said, at=world.clock(), announce=world.announce)
    assert await either(world, pair) == []


async def test_a_nudge_can_be_put_off_and_only_ones_own_devices_hear_of_it(world, pair):
    world.clock.advance(days=14)
    [(actor, _)] = await either(world, pair)
    left = await nudges.snooze(
        world.db, actor, pair.mentorship_id, Snooze(days=7), announce=world.announce, clock=world.clock
    )
    assert left == ()
    assert [(said.event, said.user_ids) for said in world.announced] == [("nudge_changed", (actor.user_id,))]
    world.clock.advance(days=6)
    assert await either(world, pair) == []
    world.clock.advance(days=1)
    assert [who for who, _ in await either(world, pair)] == [actor]


async def test_a_nudge_that_is_dismissed_never_comes_back_and_the_next_is_the_others(world, pair):
    world.clock.advance(days=16)
    [(actor, _)] = await either(world, pair)
    how = {"announce": world.announce, "clock": world.clock}
    await nudges.snooze(world.db, actor, pair.mentorship_id, Snooze(days=None), **how)
    for _ in range(12):
        assert await either(world, pair) == []
        world.clock.advance(days=1)
    [(second, nudge)] = await either(world, pair)
    assert (second != actor, nudge.number) == (True, 2)


@pytest.mark.parametrize("seed", range(3))
async def test_who_asks_again_when_told_or_when_a_day_begins_is_never_out_of_date(world, pair, seed):
    """What a screen shows, loaded anew by its events and by its calendar, is what a fresh one would."""
    chance = random.Random(seed)
    how = {"announce": world.announce, "clock": world.clock}
    shown = {actor.user_id: await told(world, actor) for actor in (pair.mentor, pair.mentee)}
    for step in range(60):
        actor = chance.choice((pair.mentor, pair.mentee))
        day, heard = world.clock().date(), len(world.announced)
        match chance.choice(("wait", "wait", "wait", "write", "snooze", "rest", "block")):
            case "wait":
                world.clock.advance(days=chance.choice((0.2, 3, 9)))
            case "write" if chance.random() < 0.3:
                said = SendMessage(conversation_id=pair.conversation_id, client_id=f"c{step}", body="Hello")
                await messages.write(world.db, actor, said, at=world.clock(), announce=world.announce)
            case "snooze":
                days = Snooze(days=chance.choice((3, 7, 30, None)))
                await nudges.snooze(world.db, actor, pair.mentorship_id, days, **how)
            case "rest":
                at = {"at": world.clock(), "announce": world.announce}
                await mentorships.pause(world.db, actor, pair.mentorship_id, reason="", **at)
                await mentorships.resume(world.db, actor, pair.mentorship_id, **at)
            case "block":
                other = pair.mentee if actor is pair.mentor else pair.mentor
                await blocks.block(world.db, actor, other.user_id, at=world.clock(), announce=world.announce)
                await blocks.unblock(world.db, actor, other.user_id, announce=world.announce)
        for who in (pair.mentor, pair.mentee):
            if world.clock().date() != day or any(hears(said, who) for said in world.announced[heard:]):
                shown[who.user_id] = await told(world, who)
            assert shown[who.user_id] == await told(world, who)


def hears(said, who):
    """Whether this reaches them as an event after which a screen asks for nudges again."""
    if isinstance(said, Told):
        return said.event in ("nudge_changed", "blocks_changed") and who.user_id in said.user_ids
    return isinstance(said, ConversationEvent | MentorshipPaused | MentorshipResumed)


@pytest.mark.parametrize("status", ["paused", "ended"])
async def test_nobody_is_nudged_about_a_pair_that_rests_or_is_over(world, pair, status):
    if status == "ended":
        await world.end(pair)
    else:
        how = {"at": world.clock(), "announce": world.announce}
        await mentorships.pause(world.db, pair.mentor, pair.mentorship_id, reason="", **how)
    world.clock.advance(days=16)
    assert await either(world, pair) == []
