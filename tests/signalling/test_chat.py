"""Chat on the wire, with real Socket.IO clients."""

import asyncio

import pytest
import socketio

import signalling.presence
from mentorpitch.announcements import SessionsEnded
from mentorpitch.mentorships import mentorships


@pytest.fixture
async def pair(world):
    return await world.mentorship()


def a_message(pair, client_id="c1", body="Hello"):
    return {"conversation_id": pair.conversation_id, "client_id": client_id, "body": body}


async def test_a_message_reaches_both_and_is_acked_with_its_place(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    ack = await mentee.do("send_message", **a_message(pair))
    assert (ack["seq"], ack["body"]) == (1, "Hello")
    assert await mentor.heard("message_sent", seq=1) == ack
    assert await mentee.heard("message_sent", seq=1) == ack


async def test_one_clients_messages_keep_the_order_in_which_they_were_sent(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await asyncio.gather(
        *(mentee.do("send_message", **a_message(pair, client_id=f"c{n}", body=str(n))) for n in range(40))
    )
    await mentor.heard("message_sent", seq=40)
    assert [p["body"] for name, p in mentor.told if name == "message_sent"] == [str(n) for n in range(40)]


async def test_an_outsider_and_the_manager_get_the_answer_of_an_id_that_does_not_exist(world, pair, connect):
    mentor = await connect(pair.mentor)
    for stranger in (await connect(await world.user()), await connect(pair.manager)):
        for event, extra in (
            ("send_message", {"client_id": "c", "body": "x"}),
            ("edit_message", {"client_id": "c", "target": 1, "body": "x"}),
            ("delete_message", {"client_id": "c", "target": 1}),
            ("sync", {"since": 0}),
            ("mark_read", {"seq": 0}),
            ("set_typing", {"typing": True}),
        ):
            private = await stranger.ask(event, {"conversation_id": pair.conversation_id, **extra})
            absent = await stranger.ask(event, {"conversation_id": "nowhere", **extra})
            assert private == absent
            assert private["error"]["code"] == "not_found"
        assert stranger.heard_names() == ["welcome"]
    await mentor.do("sync", conversation_id=pair.conversation_id, since=0)
    assert set(mentor.heard_names()) == {"welcome"}


async def test_what_was_missed_comes_with_sync(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await mentee.do("send_message", **a_message(pair))
    await mentor.heard("message_sent", seq=1)
    await mentor.sio.disconnect()
    for n in range(2, 5):
        await mentee.do("send_message", **a_message(pair, client_id=f"c{n}"))
    mentor = await connect(pair.mentor)
    synced = await mentor.do("sync", conversation_id=pair.conversation_id, since=1)
    assert [event["seq"] for event in synced["events"]] == [2, 3, 4]
    assert all(event["type"] == "message_sent" for event in synced["events"])


async def test_the_welcome_tells_what_is_unread(pair, connect):
    mentee = await connect(pair.mentee)
    await mentee.do("send_message", **a_message(pair))
    mentor = await connect(pair.mentor)
    welcome = await mentor.heard("welcome")
    assert [(c["last_seq"], c["unread"]) for c in welcome["conversations"]] == [(1, 1)]
    assert welcome["online"] == [pair.mentee.user_id]


async def test_reading_on_one_device_is_told_to_the_others(world, pair, connect):
    mentee = await connect(pair.mentee)
    await mentee.do("send_message", **a_message(pair))
    phone, desk = await connect(pair.mentor), await connect(await world.session(pair.mentor.user_id))
    await phone.do("mark_read", conversation_id=pair.conversation_id, seq=1)
    read = {"conversation_id": pair.conversation_id, "user_id": pair.mentor.user_id, "seq": 1}
    assert (await desk.heard("read_changed"))["read"] == read
    assert (await mentee.heard("read_changed"))["read"] == read


async def test_typing_is_told_to_the_other_only(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await mentee.do("set_typing", conversation_id=pair.conversation_id, typing=True)
    await mentor.heard("typing_changed", user_id=pair.mentee.user_id, typing=True)
    assert "typing_changed" not in mentee.heard_names()


async def test_presence_is_told_to_contacts_and_survives_a_reload(world, pair, connect):
    mentor, outsider = await connect(pair.mentor), await connect(await world.user())
    mentee = await connect(pair.mentee)
    await mentor.heard("presence_changed", user_id=pair.mentee.user_id, online=True)
    again = await connect(pair.mentee)
    await mentee.sio.disconnect()
    await again.sio.disconnect()
    await mentor.heard("presence_changed", user_id=pair.mentee.user_id, online=False)
    assert "presence_changed" not in outsider.heard_names()
    changes = [p["online"] for name, p in mentor.told if name == "presence_changed"]
    assert changes == [True, False]


async def test_polling_works_where_websockets_do_not(pair, connect):
    mentee = await connect(pair.mentee, transports=("polling",))
    assert (await mentee.do("send_message", **a_message(pair)))["seq"] == 1


async def test_after_the_end_of_a_mentorship_nobody_sees_the_other_come_or_go(world, pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await mentorships.end(
        world.db, pair.mentee, pair.mentorship_id, announce=world.announce, clock=world.clock
    )
    await mentor.heard("presence_changed", user_id=pair.mentee.user_id, online=False)
    await mentee.heard("presence_changed", user_id=pair.mentor.user_id, online=False)
    again = await connect(pair.mentor)
    assert (await again.heard("welcome"))["online"] == []
    before = len(again.told)
    await mentee.sio.disconnect()
    await asyncio.sleep(0.3)
    assert [name for name, _ in again.told[before:]] == []


async def test_who_goes_while_they_are_greeted_is_not_online_for_ever(world, pair, live, monkeypatch):
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx, user_id):
        asked.set()
        await go_on.wait()
        return frozenset({pair.mentee.user_id})

    monkeypatch.setattr(signalling.presence, "list_contacts", slow)
    live.actors[pair.mentor.session_id] = pair.mentor
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(str(live.http.make_url("/")), headers={"X-Actor": pair.mentor.session_id})
    await asked.wait()
    await client.disconnect()
    async with asyncio.timeout(5):
        while len(live.directory):
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)  # longer than the grace
    go_on.set()
    await asyncio.sleep(0.3)
    assert live.presence._contacts == {}
    assert live.presence._leaving == {}


async def test_a_session_that_ends_while_it_comes_in_does_not_stay(pair, live, monkeypatch):
    """Its end was announced before it could be found: nobody has hung up on it."""
    actor, authenticate = pair.mentor, live.gateway._authenticate
    connected, gone, told = asyncio.Event(), asyncio.Event(), []

    async def slow(request, token):
        found = await authenticate(request, token)
        if live.actors.pop(actor.session_id, None):
            live.announce(SessionsEnded(user_id=actor.user_id, session_ids=(actor.session_id,)))
            await asyncio.sleep(0)  # the announcement is acted on
        else:
            await connected.wait()
        return found

    monkeypatch.setattr(live.gateway, "_authenticate", slow)
    live.actors[actor.session_id] = actor
    client = socketio.AsyncClient(reconnection=False)
    client.on("disconnect", lambda *_: gone.set())
    client.on("*", lambda event, _payload: told.append(event))
    url, headers = str(live.http.make_url("/")), {"X-Actor": actor.session_id}
    await client.connect(url, headers=headers, transports=["websocket"])
    connected.set()
    async with asyncio.timeout(5):
        await gone.wait()
    assert told == []
    assert len(live.directory) == 0
