"""When somebody is told of a message: the rule, and the settings it goes by."""

import json
import random
from datetime import datetime
from pathlib import Path

import pytest

from mentorpitch.announcements import Told
from mentorpitch.chat import notifications
from mentorpitch.chat.notifying import notifies
from mentorpitch.errors import Invalid
from mentorpitch.shapes import MessageSent, NotificationSettings, QuietHours

CASES = json.loads((Path(__file__).parents[1] / "notifying.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["claim"] for case in CASES])
def test_the_rule(case):
    at = datetime.fromisoformat(case.get("at", "2026-11-24T12:00:00Z"))
    message = MessageSent(
        conversation_id="c",
        seq=1,
        sender_id=case.get("sender", "samuel"),
        client_id="x",
        at=at,
        body=case.get("body", "Hello"),
        mentions=tuple(case.get("mentions", ())),
    )
    quiet = QuietHours(begins=case["quiet"][0], ends=case["quiet"][1]) if "quiet" in case else None
    settings = NotificationSettings(
        quiet_hours=quiet, levels={"c": case["level"]} if "level" in case else {}, revision=1
    )
    zone = case.get("zone", "UTC")
    assert notifies(message, "ines", settings, time_zone=zone, at=at) == case["told"]


@pytest.fixture
async def pair(world):
    return await world.mentorship()


NIGHT = QuietHours(begins="22:00", ends="07:00")


async def put_level(world, actor, pair, level):
    return await notifications.put_level(
        world.db, actor, pair.conversation_id, level, announce=world.announce
    )


async def put_quiet(world, actor, quiet):
    return await notifications.put_quiet_hours(world.db, actor, quiet, announce=world.announce)


async def test_who_has_said_nothing_is_told_of_everything(world, pair):
    mine = await notifications.get_mine(world.db, pair.mentee)
    assert mine == NotificationSettings(quiet_hours=None, levels={}, revision=0)


async def test_settings_are_ones_own_and_told_to_ones_own_devices(world, pair):
    await put_quiet(world, pair.mentee, NIGHT)
    mine = await put_level(world, pair.mentee, pair, "mentions")
    assert mine == NotificationSettings(
        quiet_hours=NIGHT, levels={pair.conversation_id: "mentions"}, revision=2
    )
    assert await notifications.get_mine(world.db, pair.mentee) == mine
    assert (await notifications.get_mine(world.db, pair.mentor)).levels == {}
    told = Told(event="notifications_changed", payload=mine, user_ids=(pair.mentee.user_id,))
    assert world.announced[-1] == told


async def test_all_is_what_needs_no_row_and_no_quiet_hours_are_none(world, pair):
    await put_level(world, pair.mentee, pair, "none")
    await put_quiet(world, pair.mentee, NIGHT)
    await put_level(world, pair.mentee, pair, "all")
    mine = await put_quiet(world, pair.mentee, None)
    assert (mine.levels, mine.quiet_hours, mine.revision) == ({}, None, 4)


async def test_the_same_again_changes_nothing(world, pair):
    mine = await put_level(world, pair.mentee, pair, "none")
    assert await put_level(world, pair.mentee, pair, "none") == mine
    mine = await put_quiet(world, pair.mentee, NIGHT)
    assert await put_quiet(world, pair.mentee, NIGHT) == mine
    assert len(world.announced) == 2


async def test_hours_that_end_when_they_begin_are_refused(world, pair):
    with pytest.raises(Invalid) as refused:
        await put_quiet(world, pair.mentee, QuietHours(begins="22:00", ends="22:00"))
    assert refused.value.field == "ends"


@pytest.mark.parametrize("begins", ["24:00", "7:00", "22:60", "22:00\n", "", "٢٢:٠٠"])
async def test_what_no_clock_shows_is_refused(door, pair, begins):
    answer = await door.ask("PUT", "/api/me/quiet-hours", {"begins": begins, "ends": "07:00"}, by=pair.mentee)
    assert (answer.status, answer.error["field"]) == (400, "begins")


@pytest.mark.parametrize("seed", range(3))
async def test_old_settings_and_what_was_told_since_equal_fresh_ones(world, pair, seed):
    chance = random.Random(seed)
    known = await notifications.get_mine(world.db, pair.mentee)
    for _ in range(30):
        who = chance.choice([pair.mentee, pair.mentee, pair.mentor])
        heard = len(world.announced)
        if chance.random() < 0.5:
            await put_level(world, who, pair, chance.choice(["all", "mentions", "none"]))
        else:
            await put_quiet(world, who, chance.choice([None, NIGHT]))
        for said in world.announced[heard:]:
            if pair.mentee.user_id in said.user_ids and said.payload.revision > known.revision:
                known = said.payload
        assert known == await notifications.get_mine(world.db, pair.mentee)
