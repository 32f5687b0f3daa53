"""The door of the sockets: who may enter, and what a broken client gets."""

import pytest
import socketio

from mentorpitch.announcements import SessionsEnded, UserBanned
from signalling.contract import ASKED, TOLD


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def test_nobody_enters_without_a_session(live):
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(str(live.http.make_url("/")), transports=["websocket"])
    assert len(live.directory) == 0


@pytest.mark.parametrize(
    ("event", "payload", "code"),
    [
        ("no_such_event", {}, "invalid"),
        ("sync", {}, "invalid"),
        ("sync", [], "invalid"),
        ("sync", None, "invalid"),
        ("sync", {"conversation_id": "c", "since": -1}, "invalid"),
        ("sync", {"conversation_id": "c", "since": 2**63}, "invalid"),
        ("sync", {"conversation_id": "c", "since": "1"}, "invalid"),
        ("sync", {"conversation_id": "c", "since": 0, "more": 1}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "", "body": "x"}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "a\0b", "body": "x"}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "a\n", "body": "x"}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "é", "body": "x"}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "x" * 65, "body": "x"}, "invalid"),
        ("send_message", {"conversation_id": "c", "client_id": "x", "body": "x" * 10_001}, "invalid"),
        ("join_call", {"ticket": "x", "offer": "v=0", "uplinks": {"0": "heart"}}, "invalid"),
        ("switch_media", {"on": ["camera"]}, "conflict"),
        ("view_slots", {"views": [{"mid": "0", "height": -1}]}, "invalid"),
        ("view_slots", {"views": [{"mid": "0", "height": 10**400}]}, "invalid"),
    ],
)
async def test_a_bad_question_gets_a_typed_error_and_the_connection_lives(
    pair, connect, event, payload, code
):
    client = await connect(pair.mentor)
    ack = await client.ask(event, payload)
    assert (ack["ok"], ack["error"]["code"]) == (False, code)
    assert (await client.ask("sync", {"conversation_id": pair.conversation_id, "since": 0}))["ok"]


@pytest.mark.parametrize("arguments", [(), ({}, {})])
async def test_an_event_takes_one_object(pair, connect, arguments):
    client = await connect(pair.mentor)
    ack = await client.sio.call("leave_call", arguments, timeout=5)
    assert ack["error"]["code"] == "invalid"


@pytest.mark.parametrize(
    "packet",
    [
        '42["sync",{"a":"\\ud800"}]',  # a lone surrogate
        "42" + "[" * 30_000,
        "42{}",
        "42not json",
        '451-["sync",{"_placeholder":true,"num":0}]',  # an attachment that is never sent
        "42" + "9" * 150 + "[]",
        "47",
        "4",
        "44{}",
    ],
)
async def test_what_is_no_packet_ends_that_connection_and_no_other(pair, connect, live, packet):
    broken, other = await connect(pair.mentor), await connect(pair.mentee)
    await broken.sio.eio.ws.send_str(packet)
    await other.heard("presence_changed", user_id=pair.mentor.user_id, online=False)
    assert (await other.ask("sync", {"conversation_id": pair.conversation_id, "since": 0}))["ok"]
    assert len(live.directory) == 1


async def test_an_unexpected_error_is_internal_with_a_log_id_and_without_its_text(pair, connect, live):
    async def broken(_session, _request):
        raise RuntimeError("a secret of the implementation")

    live.gateway._handlers = {**live.gateway._handlers, "sync": broken}
    client = await connect(pair.mentor)
    ack = await client.ask("sync", {"conversation_id": "c", "since": 0})
    assert ack["error"]["code"] == "internal"
    assert ack["error"]["log_id"]
    assert "secret" not in str(ack)


async def test_who_asks_too_fast_is_told_when_to_ask_again(pair, connect):
    client = await connect(pair.mentor)
    acks = [await client.ask("leave_call", {}) for _ in range(140)]
    refused = [ack["error"] for ack in acks if not ack["ok"]]
    assert refused
    assert all(error["code"] == "rate_limited" and error["retry_after_ms"] > 0 for error in refused)


async def test_a_session_that_ends_is_signed_out_and_others_stay(world, pair, connect, live):
    desk, phone = await connect(pair.mentor), await connect(await world.session(pair.mentor.user_id))
    world.announce(SessionsEnded(user_id=pair.mentor.user_id, session_ids=(pair.mentor.session_id,)))
    await desk.heard("signed_out")
    await desk.sio.wait()
    assert (await phone.ask("sync", {"conversation_id": pair.conversation_id, "since": 0}))["ok"]
    assert len(live.directory) == 1


async def test_a_banned_persons_sockets_are_all_cut(world, pair, connect, live):
    desk, phone = await connect(pair.mentor), await connect(await world.session(pair.mentor.user_id))
    world.announce(UserBanned(user_id=pair.mentor.user_id))
    await desk.sio.wait()
    await phone.sio.wait()
    assert len(live.directory) == 0


def test_every_event_of_the_contract_says_what_it_is_for():
    silent = [shape for _, (shape, _) in ASKED.items() if not shape.__doc__]
    silent += [shape for shape in TOLD.values() if not shape.__doc__]
    assert [shape.__name__ for shape in silent] == []
