"""Bots: clearly limited guests. Two yeses let one in, either takes it away, and the log says what it did."""

import hashlib

import pytest
from sqlalchemy import select

from mentorpitch.announcements import BotReachChanged, SessionsEnded
from mentorpitch.bots import bots, guests
from mentorpitch.bots.scopes import DEEDS, READS_TEXT, SCOPES
from mentorpitch.bots.shapes import NewBot
from mentorpitch.bots.withheld import withhold
from mentorpitch.errors import Invalid
from mentorpitch.mentorships import mentorships
from mentorpitch.people import accounts
from mentorpitch.people import blocks as people_blocks
from mentorpitch.programmes import members
from mentorpitch.store.tables.bots import bots as bots_table
from mentorpitch.store.tables.chat import conversations
from mentorpitch.web.endpoints import ENDPOINTS
from tests.mentorpitch.meeting_world import Meetings

HELLO = {"client_id": "c1", "body": "Hello"}


@pytest.fixture
async def pair(world):
    return await world.mentorship()


def chat(pair):
    return f"/api/conversations/{pair.conversation_id}/messages"


async def log(door, pair):
    return (await door.get(f"/api/mentorships/{pair.mentorship_id}/access-log", by=pair.mentor)).json[
        "entries"
    ]


async def test_a_token_is_shown_once_and_kept_only_as_a_hash(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    made = await door.post(f"/api/bots/{bot.user_id}/token", by=pair.mentee)
    token = made.json["token"]
    assert token.startswith("mpbot_")
    listed = await door.get("/api/bots", by=pair.mentee)
    assert token.encode() not in listed.raw
    async with world.db.read() as tx:
        [row] = (await tx.execute(select(bots_table).where(bots_table.c.bot_id == bot.user_id))).all()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in repr(row)
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await door.get("/api/bot", origin=None, headers=bearer)).json["bot_id"] == bot.user_id


async def test_another_token_voids_the_one_before_and_ends_its_connections(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    world.announced.clear()
    await door.post(f"/api/bots/{bot.user_id}/token", by=pair.mentee)
    assert (await door.get("/api/bot", by=bot)).status == 401
    assert SessionsEnded(user_id=bot.user_id, session_ids=(bot.session_id,)) in world.announced


async def test_a_retired_bot_is_gone_but_what_it_wrote_keeps_its_name(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    await door.post(chat(pair), HELLO, by=bot)
    assert (await door.ask("DELETE", f"/api/bots/{bot.user_id}", by=pair.mentee)).status == 200
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 401
    mine = (await door.get(f"/api/mentorships/{pair.mentorship_id}", by=pair.mentor)).json
    assert mine["bots"] == [{"user_id": bot.user_id, "name": "Echo", "bot": True, "reads": []}]
    assert mine["conversation"]["last_message"]["sender_id"] == bot.user_id


@pytest.mark.parametrize(
    "token", ["", "mpbot_", "mpbot_" + "x" * 65, "mentorpitch", "mpbot_" + "\u00e9" * 65, "a" * 5_000]
)
async def test_a_token_that_is_none_lets_nobody_in_whatever_cookie_comes_with_it(world, door, token):
    someone = await world.user()
    answer = await door.get(
        "/api/session", by=someone, headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    )
    assert answer.status == 401


async def test_it_reaches_nothing_until_the_other_has_confirmed(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:read", "chat:write", within=pair, confirmed=False)
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 404
    assert (await door.get("/api/bot", by=bot)).json["places"] == []
    place = f"/api/mentorships/{pair.mentorship_id}/bots/{bot.user_id}"
    assert (await door.post(place + "/confirm", by=pair.mentee)).status == 403
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 404
    assert (await door.post(place + "/confirm", by=pair.mentor)).status == 200
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 201
    [reached] = (await door.get("/api/bot", by=bot)).json["places"]
    assert reached["conversation_id"] == pair.conversation_id


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_either_withdraws_it_at_any_moment(world, door, pair, who):
    bot = await world.bot(pair.mentee, "chat:read", within=pair)
    assert (await door.get(chat(pair), by=bot)).status == 200
    world.announced.clear()
    place = f"/api/mentorships/{pair.mentorship_id}/bots/{bot.user_id}"
    for _ in range(2):  # twice is once
        assert (await door.ask("DELETE", place, by=getattr(pair, who))).json["guests"] == []
    assert (await door.get(chat(pair), by=bot)).status == 404
    assert world.announced.count(BotReachChanged(bot_id=bot.user_id)) == 1


async def ended(world, pair):
    await mentorships.end(
        world.db, pair.mentor, pair.mentorship_id, announce=world.announce, clock=world.clock
    )


async def paused(world, pair):
    await mentorships.pause(
        world.db, pair.mentor, pair.mentorship_id, reason="", at=world.clock(), announce=world.announce
    )


async def blocked(world, pair):
    await people_blocks.block(
        world.db, pair.mentor, pair.mentee.user_id, at=world.clock(), announce=world.announce
    )


async def banned(world, pair):
    admin = await world.user(is_admin=True)
    await accounts.ban(world.db, admin, pair.mentee.user_id, announce=world.announce, clock=world.clock)


async def removed(world, pair):
    await members.remove(
        world.db,
        pair.manager,
        pair.programme_id,
        pair.mentee.user_id,
        announce=world.announce,
        clock=world.clock,
    )


@pytest.mark.parametrize("what", [ended, paused, blocked, banned, removed])
async def test_a_bot_never_exceeds_who_invited_it(world, door, pair, what):
    bot = await world.bot(pair.mentee, *SCOPES, within=pair)
    await what(world, pair)
    for asked in (door.get(chat(pair), by=bot), door.post(chat(pair), HELLO, by=bot)):
        assert (await asked).status in ((401,) if what is banned else (404,))


async def test_a_bot_with_all_scopes_but_the_one_for_it_is_refused_everywhere(world, door, pair):
    meeting = await Meetings(world, pair).create()
    ids = {
        "mentorship_id": pair.mentorship_id,
        "conversation_id": pair.conversation_id,
        "meeting_id": meeting.meeting_id,
        "goal_id": (await world.goal(pair)).goal_id,
        "item_id": "any",
    }
    for endpoint in ENDPOINTS:
        if not endpoint.bots or endpoint.who == "a bot":
            continue
        bot = await world.bot(pair.mentee, *(set(SCOPES) - endpoint.bots), within=pair)
        answer = await door.ask(endpoint.method, endpoint.path.format(**ids), {}, by=bot)
        assert answer.status == 403, endpoint.path
        await door.ask("DELETE", f"/api/bots/{bot.user_id}", by=pair.mentee)


async def test_what_a_manager_offers_cannot_read_what_pairs_write(world, pair):
    for scope in READS_TEXT:
        new = NewBot(client_id="b", name="Eyes", purpose="", scopes=(scope,), programme_id=pair.programme_id)
        with pytest.raises(Invalid):
            await bots.create(world.db, pair.manager, new, announce=world.announce, clock=world.clock)


async def test_a_managers_bot_is_gone_with_the_manager(world, door, pair):
    other = await world.user()
    await world.member(pair.programme_id, other, "manager")
    bot = await world.bot(pair.manager, "chat:write", within=pair, programme_id=pair.programme_id)
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 201
    await members.remove(
        world.db,
        other,
        pair.programme_id,
        pair.manager.user_id,
        announce=world.announce,
        clock=world.clock,
    )
    assert (await door.post(chat(pair), {**HELLO, "client_id": "c2"}, by=bot)).status == 404


async def test_nobody_invites_somebody_elses_own_bot(world, door, pair):
    theirs = await world.bot(await world.user(), "chat:read")
    place = f"/api/mentorships/{pair.mentorship_id}/bots/{theirs.user_id}"
    assert (await door.ask("PUT", place, by=pair.mentee)).status == 404


async def test_the_log_has_one_line_for_each_kind_of_use_and_day(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:read", "meetings:times", within=pair)
    for _ in range(3):
        await door.get(chat(pair), by=bot)
        await door.get(f"/api/mentorships/{pair.mentorship_id}/meetings", by=bot)
    world.clock.advance(days=1)
    await door.get(chat(pair), by=bot)
    entries = await log(door, pair)
    assert [(entry["as"], entry["did"]) for entry in entries] == [
        ("bot", "read_chat"),
        ("bot", "read_times"),
        ("bot", "read_chat"),
    ]
    assert {entry["who"]["name"] for entry in entries} == {"Echo"}


async def test_what_is_refused_is_not_in_the_log(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    await door.get(chat(pair), by=bot)
    assert await log(door, pair) == []


def test_every_scope_has_its_line_in_the_log():
    assert set(DEEDS) == set(SCOPES)


async def test_a_blind_bot_gets_ids_kinds_and_times_and_not_a_word(world, door, pair):
    ours = Meetings(world, pair)
    meeting = await ours.create(title="SECRETtitle")
    await ours.add(meeting, title="SECRETitem")
    await ours.act(meeting)
    blind = await world.bot(pair.mentee, "meetings:times", "agenda:times", "attendance:read", within=pair)
    for path in (f"/api/mentorships/{pair.mentorship_id}/meetings", f"/api/meetings/{meeting.meeting_id}"):
        answer = await door.get(path, by=blind)
        assert answer.status == 200
        assert b"SECRET" not in answer.raw
    [item] = answer.json["agenda"]
    assert (item["title"], item["state"], answer.json["kind"]) == ("", "open", "video")
    assert answer.json["actions"] == []


async def test_each_scope_shows_its_own_part_of_a_meeting(world, pair):
    ours = Meetings(world, pair)
    meeting = await ours.create()
    await ours.add(meeting)
    [meeting] = (await ours.page()).meetings
    shown = {
        scope: withhold(meeting, frozenset({scope}))
        for scope in ("meetings:read", "meetings:times", "agenda:read", "agenda:times", "attendance:read")
    }
    assert [scope for scope, seen in shown.items() if seen.title] == ["meetings:read"]
    assert [scope for scope, seen in shown.items() if seen.agenda] == ["agenda:read", "agenda:times"]
    assert [scope for scope, seen in shown.items() if seen.agenda and seen.agenda[0].title] == ["agenda:read"]
    assert [scope for scope, seen in shown.items() if seen.attendance] == ["attendance:read"]


async def test_a_bot_ticks_an_item_and_changes_nothing_else_of_it(world, door, pair):
    ours = Meetings(world, pair)
    meeting = await ours.create()
    item = await ours.add(meeting)
    bot = await world.bot(pair.mentee, "agenda:write", within=pair)
    path = f"/api/meetings/{meeting.meeting_id}/agenda/{item.item_id}"
    assert (await door.ask("PATCH", path, {"title": "Mine"}, by=bot)).status == 403
    assert (await door.ask("PATCH", path, {"state": "done", "position": 3}, by=bot)).status == 403
    ticked = await door.ask("PATCH", path, {"state": "done"}, by=bot)
    assert (ticked.status, ticked.json["agenda"], ticked.json["title"]) == (200, [], "")


async def test_what_a_bot_writes_is_no_sign_of_life_of_the_two(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    assert (await door.post(chat(pair), HELLO, by=bot)).status == 201
    async with world.db.read() as tx:
        assert (await tx.execute(select(conversations.c.last_active_day))).scalars().all() == [None]


async def test_a_message_of_a_bot_sent_again_happens_once(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:write", within=pair)
    first, again = [await door.post(chat(pair), HELLO, by=bot) for _ in range(2)]
    assert (first.status, first.json) == (again.status, again.json)
    other = await door.post(chat(pair), {**HELLO, "body": "Else"}, by=bot)
    assert other.error["code"] == "id_reused"


async def test_a_bot_that_asks_too_often_is_told_to_wait_and_nobody_else_is(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:read", within=pair)
    statuses = [(await door.get("/api/bot", by=bot)).status for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert (await door.get("/api/session", by=pair.mentee)).status == 200


async def test_a_bot_is_no_account(world, door, pair):
    bot = await world.bot(pair.mentee, "chat:read", within=pair)
    admin = await world.user(is_admin=True)
    users = (await door.get("/api/users", by=admin)).json["users"]
    assert bot.user_id not in {user["user_id"] for user in users}
    assert (await door.post(f"/api/users/{bot.user_id}/ban", by=admin)).status == 404
    people = (await door.get("/api/bots", by=pair.mentee)).raw
    assert b"bots.invalid" not in people


async def test_a_pair_has_room_for_ten_bots(world, pair):
    for _ in range(guests.MOST_GUESTS):
        await world.bot(pair.mentee, "chat:write", within=pair)
    with pytest.raises(Exception, match="room for 10"):
        await world.bot(pair.mentee, "chat:write", within=pair)
