"""Bots on the wire: told what their scopes permit where both have let them in, and not a moment longer."""

from typing import get_args

import pytest
import socketio

from mentorpitch.bots import bots, guests
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.mentorships import mentorships
from mentorpitch.shapes import Event
from signalling.contract import ASKED, ASKED_BY_BOTS, TOLD, TOLD_TO_BOTS
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def pair(world):
    return await world.mentorship()


def effects(world):
    return {"announce": world.announce, "clock": world.clock}


async def say(world, pair, body, *, by=None):
    said = SendMessage(conversation_id=pair.conversation_id, client_id=body, body=body)
    return await messages.write(world.db, by or pair.mentor, said, at=world.clock(), announce=world.announce)


async def test_a_bot_is_greeted_with_where_it_is_a_guest(world, connect, pair):
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    welcome = await bot.heard("bot_welcome")
    [place] = welcome["bot"]["places"]
    assert place == {
        "mentorship_id": pair.mentorship_id,
        "conversation_id": pair.conversation_id,
        "last_seq": 0,
        "user_ids": [pair.mentor.user_id, pair.mentee.user_id],
    }


async def test_a_bot_that_cannot_read_the_chat_is_told_of_no_message(world, live, connect, pair):
    writer = await connect(await world.bot(pair.mentee, "chat:write", within=pair))
    [place] = (await writer.heard("bot_welcome"))["bot"]["places"]
    assert place["last_seq"] is None
    reader = await connect(await world.bot(pair.mentor, "chat:read", within=pair))
    mentee = await connect(pair.mentee)
    sent = await writer.do(
        "send_message", conversation_id=pair.conversation_id, client_id="c1", body="Hello, both"
    )
    assert (await mentee.heard("message_sent"))["sender_id"] == sent["sender_id"]
    await reader.heard("message_sent", body="Hello, both")
    assert "message_sent" not in writer.heard_names()


async def test_nothing_is_heard_of_other_pairs(world, connect, pair):
    elsewhere = await world.mentorship()
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    await say(world, elsewhere, "Private")
    await say(world, pair, "Ours")
    await bot.heard("message_sent", body="Ours")
    assert [payload["body"] for name, payload in bot.told if name == "message_sent"] == ["Ours"]


async def test_what_is_said_after_a_withdrawal_is_never_told(world, connect, pair):
    made = await world.bot(pair.mentee, "chat:read", "chat:write", within=pair)
    bot = await connect(made)
    await say(world, pair, "before")
    await guests.withdraw(world.db, pair.mentor, pair.mentorship_id, made.user_id, **effects(world))
    await say(world, pair, "after")
    assert (await bot.heard("reach_changed"))["places"] == []
    refused = await bot.ask(
        "send_message", {"conversation_id": pair.conversation_id, "client_id": "c1", "body": "x"}
    )
    assert refused["error"]["code"] == "not_found"
    bodies = [payload["body"] for name, payload in bot.told if name == "message_sent"]
    assert bodies == ["before"]


async def test_a_withdrawal_in_one_pair_leaves_the_others(world, connect, pair):
    other = await world.mentorship(mentee=pair.mentee)
    made = await world.bot(pair.mentee, "chat:read", within=pair)
    await guests.invite(world.db, pair.mentee, other.mentorship_id, made.user_id, **effects(world))
    await guests.confirm(world.db, other.mentor, other.mentorship_id, made.user_id, **effects(world))
    bot = await connect(made)
    await guests.withdraw(world.db, pair.mentor, pair.mentorship_id, made.user_id, **effects(world))
    [place] = (await bot.heard("reach_changed"))["places"]
    assert place["mentorship_id"] == other.mentorship_id
    await say(world, other, "still here")
    await bot.heard("message_sent", body="still here")


async def test_a_confirmed_bot_hears_of_it_at_once(world, connect, pair):
    made = await world.bot(pair.mentee, "chat:read", within=pair, confirmed=False)
    bot = await connect(made)
    assert (await bot.heard("bot_welcome"))["bot"]["places"] == []
    await guests.confirm(world.db, pair.mentor, pair.mentorship_id, made.user_id, **effects(world))
    [place] = (await bot.heard("reach_changed"))["places"]
    assert place["mentorship_id"] == pair.mentorship_id


async def test_another_token_or_a_retirement_cuts_the_line(world, connect, pair):
    made = await world.bot(pair.mentee, "chat:read", within=pair)
    for cut in (bots.make_token, bots.retire):
        bot = await connect(made)
        await cut(world.db, pair.mentee, made.user_id, **effects(world))
        await bot.heard("signed_out")
        await bot.sio.wait()  # until the line is closed
        with pytest.raises(socketio.exceptions.ConnectionError):
            await connect(made)
        made = await world.bot(pair.mentee, "chat:read", within=pair)


async def test_a_pause_takes_the_reach_away_and_its_end_gives_it_back(world, connect, pair):
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    args = (world.db, pair.mentor, pair.mentorship_id)
    await mentorships.pause(*args, reason="", at=world.clock(), announce=world.announce)
    await say(world, pair, "while it rests")
    await bot.heard("reach_changed", places=[])
    await mentorships.resume(*args, at=world.clock(), announce=world.announce)
    await say(world, pair, "again")
    await bot.heard("message_sent", body="again")
    assert "while it rests" not in str(bot.told)


async def test_a_blind_bot_hears_when_and_never_what(world, connect, pair):
    ours = Meetings(world, pair)
    blind = await world.bot(pair.mentee, "meetings:times", "agenda:times", within=pair)
    bot = await connect(blind)
    meeting = await ours.create(title="SECRETtitle")
    await ours.add(meeting, title="SECRETitem")
    heard = await bot.heard("meeting_changed", revision=meeting.revision + 1)
    assert (heard["title"], [item["title"] for item in heard["agenda"]]) == ("", [""])
    assert "SECRET" not in str(bot.told)


async def test_the_clock_of_an_agenda_is_told_without_a_word_and_to_nobody_without_its_scope(
    world, connect, pair
):
    ours = Meetings(world, pair)
    keeper = await connect(await world.bot(pair.mentee, "agenda:times", within=pair))
    other = await connect(await world.bot(pair.mentee, "meetings:times", within=pair))
    meeting = await ours.create(title="SECRETtitle")
    item = await ours.add(meeting, title="SECRETitem", minutes=10)
    world.clock.now = meeting.starts_at
    await ours.time(meeting, item)
    world.clock.advance(seconds=90)
    paused = await ours.time(meeting, item, running=False)
    for bot in (keeper, other):
        await bot.heard("meeting_changed", revision=paused.revision)
    told = [payload["agenda"] for name, payload in keeper.told if name == "meeting_changed"]
    clock = [(each["spent_ms"], each["running_since"] is not None) for [each] in told[-2:]]
    assert clock == [(0, True), (90_000, False)]
    assert "SECRET" not in str(keeper.told)
    assert all(payload["agenda"] == [] for name, payload in other.told if name == "meeting_changed")


async def test_who_is_in_the_room_is_told_to_a_bot_that_may_know(world, connect, pair):
    knows = await connect(await world.bot(pair.mentee, "attendance:read", within=pair))
    other = await connect(await world.bot(pair.mentee, "meetings:read", within=pair))
    mentee = await connect(pair.mentee)
    ticket = await mentee.do("request_ticket", mentorship_id=pair.mentorship_id)
    await mentee.do("join_call", ticket=ticket["ticket"], offer="v=0", uplinks={})
    await knows.heard("call_changed", user_ids=[pair.mentee.user_id])
    assert "call_changed" not in other.heard_names()
    late = await connect(await world.bot(pair.mentee, "attendance:read", within=pair))
    await late.heard("call_changed", user_ids=[pair.mentee.user_id])


async def test_being_told_is_in_the_log_once_a_day(world, door, connect, pair):
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    for n in range(3):
        await say(world, pair, f"n{n}")
    await bot.heard("message_sent", body="n2")
    path = f"/api/mentorships/{pair.mentorship_id}/access-log"
    entries = (await door.get(path, by=pair.mentee)).json["entries"]
    assert [(entry["as"], entry["did"]) for entry in entries] == [("bot", "read_chat")]


async def test_a_bot_is_not_seen_coming_and_going_and_does_not_see_it(world, live, connect, pair):
    mentee = await connect(pair.mentee)
    bot = await connect(await world.bot(pair.mentee, "chat:read", "attendance:read", within=pair))
    await say(world, pair, "settled")
    await bot.heard("message_sent")
    assert "presence_changed" not in mentee.heard_names() + bot.heard_names()


@pytest.mark.parametrize("token", ["", "mpbot_", "x" * 71, None, 7, {"a": 1}])
async def test_a_wrong_token_is_refused_whoever_else_is_known(world, live, pair, token):
    live.actors[pair.mentee.session_id] = pair.mentee
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            str(live.http.make_url("/")),
            auth={"token": token},
            headers={"X-Actor": pair.mentee.session_id},
            transports=["websocket"],
        )


async def test_a_bot_that_asks_too_often_is_told_to_wait(world, connect, pair):
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    question = {"conversation_id": pair.conversation_id, "since": 0}
    acks = [await bot.ask("sync", question) for _ in range(40)]
    assert acks[0]["ok"]
    assert acks[-1]["error"]["code"] == "rate_limited"


async def test_a_bot_has_five_connections_at_most(world, connect, pair):
    made = await world.bot(pair.mentee, "chat:read", within=pair)
    for _ in range(5):
        await connect(made)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await connect(made)


async def test_a_bots_snapshot_and_what_it_heard_since_are_what_there_is(world, connect, pair):
    bot = await connect(await world.bot(pair.mentee, "chat:read", within=pair))
    place = {"conversation_id": pair.conversation_id}
    await say(world, pair, "one")
    before = await bot.do("sync", **place, since=0)
    for body in ("two", "three"):
        last = await say(world, pair, body)
    await bot.heard("message_sent", seq=last.seq)
    heard = [payload for name, payload in bot.told if name == "message_sent"]
    known = {event["seq"]: event for event in [*before["events"], *heard]}
    now = await bot.do("sync", **place, since=0)
    assert [known[seq] for seq in sorted(known)] == now["events"]
    assert now["reads"] == []


def test_the_tables_of_bots_name_events_of_the_contract():
    assert set(ASKED_BY_BOTS) <= set(ASKED)
    assert set(TOLD_TO_BOTS) <= set(TOLD)


def test_who_reads_a_conversation_hears_every_event_of_it():
    """Or there would be gaps in the order that a bot counts on."""
    tags = {each.__struct_config__.tag for each in get_args(Event)}
    assert tags <= TOLD_TO_BOTS.keys()
