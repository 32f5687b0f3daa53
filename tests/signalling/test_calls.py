"""Calls on the wire: who may enter, what they hear, and what becomes of a lost socket."""

import asyncio
from datetime import timedelta

import jwt
import pytest

import signalling.calls
from mentorpitch.announcements import MentorshipEnded, UserBanned
from mentorpitch.mentorships import mentorships
from mentorpitch.people import accounts, blocks


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def a_ticket(client, pair):
    return (await client.do("request_ticket", mentorship_id=pair.mentorship_id))["ticket"]


def a_join(ticket, **more):
    return {"ticket": ticket, "offer": "v=0", "uplinks": {"0": "microphone"}, "on": ["microphone"]} | more


async def join(client, pair, **more):
    return await client.do("join_call", **a_join(await a_ticket(client, pair), **more))


async def test_the_ack_is_the_answer_and_both_hear_who_is_there(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    joined = await join(mentor, pair)
    assert joined["answer"].startswith("v=0")
    assert joined["call"]["mentorship_id"] == pair.mentorship_id
    await mentee.heard("call_changed", user_ids=[pair.mentor.user_id])
    second = await join(mentee, pair)
    told = await mentor.heard("peer_joined")
    assert told["peer"]["subject"] == pair.mentee.user_id
    assert {peer["subject"] for peer in second["call"]["room"]["peers"]} == {
        pair.mentor.user_id,
        pair.mentee.user_id,
    }


async def test_the_manager_the_admin_and_outsiders_get_no_ticket(world, pair, connect):
    admin, outsider = await world.user(is_admin=True), await world.user()
    for actor, code in ((pair.manager, "forbidden"), (admin, "not_found"), (outsider, "not_found")):
        client = await connect(actor)
        ack = await client.ask("request_ticket", {"mentorship_id": pair.mentorship_id})
        assert ack["error"]["code"] == code
        ticket = await a_ticket(await connect(pair.mentor), pair)
        ack = await client.ask("join_call", a_join(ticket))
        assert ack["error"]["code"] == "forbidden"


async def test_a_ticket_opens_once(pair, connect, live):
    client = await connect(pair.mentor)
    ticket = await a_ticket(client, pair)
    await client.do("join_call", **a_join(ticket))
    assert (await client.ask("join_call", a_join(ticket)))["error"]["code"] == "gone"
    assert len(live.calls.rooms.peers(pair.mentorship_id)) == 1


async def test_a_ticket_lives_a_minute(world, pair, connect, live):
    client = await connect(pair.mentor)
    ticket = await a_ticket(client, pair)
    world.clock.advance(seconds=60)
    assert (await client.ask("join_call", a_join(ticket)))["error"]["code"] == "unauthenticated"
    assert live.calls.rooms.peers(pair.mentorship_id) == ()


@pytest.mark.parametrize("change", ["none", "key", "aud", "iss", "exp"])
async def test_a_forged_ticket_opens_nothing(world, pair, connect, live, change):
    client = await connect(pair.mentor)
    claims = jwt.decode(await a_ticket(client, pair), options={"verify_signature": False})
    async with world.db.read() as tx:
        key = (await tx.exec_driver_sql("SELECT value FROM facts WHERE name = 'ticket_key'")).scalar()
    key, algorithm = {"none": (None, "none"), "key": ("0" * 64, "HS256")}.get(change, (key, "HS256"))
    if change in ("aud", "iss"):
        claims[change] = "elsewhere"
    if change == "exp":
        claims["exp"] = str(world.clock() + timedelta(days=1))
    forged = jwt.encode(claims, key, algorithm=algorithm)
    assert (await client.ask("join_call", a_join(forged)))["error"]["code"] == "unauthenticated"
    assert live.calls.rooms.peers(pair.mentorship_id) == ()


async def test_a_ticket_from_before_the_end_opens_nothing_after(world, pair, connect, live):
    client = await connect(pair.mentor)
    ticket = await a_ticket(client, pair)
    await world.end(pair)
    assert (await client.ask("join_call", a_join(ticket)))["error"]["code"] == "conflict"
    assert live.calls.rooms.peers(pair.mentorship_id) == ()


async def test_a_bad_offer_is_invalid_and_leaves_no_call_behind(pair, connect, live):
    client = await connect(pair.mentor)
    ack = await client.ask("join_call", a_join(await a_ticket(client, pair), offer="no sdp"))
    assert ack["error"]["code"] == "invalid"
    assert live.calls.live(pair.mentor.user_id) == ()


async def test_joining_on_another_device_replaces_the_first(world, pair, connect, live):
    desk, phone = await connect(pair.mentor), await connect(await world.session(pair.mentor.user_id))
    first = await join(desk, pair)
    await join(phone, pair)
    await desk.heard("call_ended", peer_id=first["call"]["room"]["peer_id"], reason="replaced")
    assert len(live.calls.rooms.peers(pair.mentorship_id)) == 1
    assert (await desk.ask("switch_media", {"on": []}))["error"]["code"] == "conflict"


async def test_media_state_is_told_by_the_server(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentor, pair)
    await join(mentee, pair)
    await mentor.do("switch_media", on=["camera"])
    changed = await mentee.heard("peer_changed")
    assert (changed["peer"]["subject"], changed["peer"]["on"]) == (pair.mentor.user_id, ["camera"])


async def test_a_lost_socket_takes_up_its_call_again(pair, connect, live):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    peer_id = (await join(mentor, pair))["call"]["room"]["peer_id"]
    await join(mentee, pair)
    await mentor.sio.disconnect()
    again = await connect(pair.mentor)
    state = await again.do("resume_call", peer_id=peer_id)
    assert len(state["room"]["peers"]) == 2
    await mentee.do("switch_media", on=[])
    await again.heard("peer_changed")
    assert "peer_left" not in mentee.heard_names()


async def test_nobody_takes_up_the_call_of_another(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    peer_id = (await join(mentor, pair))["call"]["room"]["peer_id"]
    stolen = await mentee.ask("resume_call", {"peer_id": peer_id})
    absent = await mentee.ask("resume_call", {"peer_id": "nobody"})
    assert stolen == absent
    assert stolen["error"]["code"] == "not_found"


async def test_a_socket_that_does_not_come_back_gives_up_its_place(pair, connect, live, monkeypatch):
    monkeypatch.setattr("signalling.calls.WITHOUT_SOCKET_S", 0.05)
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentor, pair)
    await join(mentee, pair)
    await mentor.sio.disconnect()
    assert (await mentee.heard("peer_left"))["reason"] == "lost"
    await mentee.heard("call_changed", user_ids=[pair.mentee.user_id])


async def test_an_ended_mentorship_and_a_ban_cut_the_call(world, pair, connect, live):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentor, pair)
    await join(mentee, pair)
    world.announce(UserBanned(user_id=pair.mentee.user_id))
    await mentor.heard("peer_left", reason="revoked")
    world.announce(
        MentorshipEnded(
            mentorship_id=pair.mentorship_id,
            conversation_id=pair.conversation_id,
            user_ids=(pair.mentor.user_id, pair.mentee.user_id),
        )
    )
    await mentor.heard("call_ended", reason="revoked")
    await mentor.heard("mentorship_changed", mentorship_id=pair.mentorship_id)
    assert live.calls.rooms.peers(pair.mentorship_id) == ()


async def test_how_one_is_connected_is_told_to_oneself_alone(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentor, pair)
    peer_id = (await join(mentee, pair))["call"]["room"]["peer_id"]
    told = await mentee.do("call_statistics")
    assert (told["peer_id"], told["rtt_ms"]) == (peer_id, 12.0)
    assert (await mentee.ask("call_statistics", {"peer_id": "mentor's"}))["error"]["code"] == "invalid"


async def test_leaving_tells_the_other_and_forgets_the_room(pair, connect, live):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    await join(mentor, pair)
    await mentor.do("leave_call")
    await mentee.heard("call_changed", user_ids=[])
    assert live.calls.live(pair.mentee.user_id) == ()


async def test_the_welcome_tells_of_the_call_that_is_on(pair, connect):
    mentor = await connect(pair.mentor)
    await join(mentor, pair)
    mentee = await connect(pair.mentee)
    assert (await mentee.heard("welcome"))["calls"] == [
        {"mentorship_id": pair.mentorship_id, "user_ids": [pair.mentor.user_id]}
    ]


async def test_nobody_enters_again_and_again_from_however_many_devices(pair, connect):
    clients = [await connect(pair.mentor) for _ in range(3)]
    acks = [
        await client.ask("join_call", a_join(await a_ticket(client, pair)))
        for _ in range(8)
        for client in clients
    ]
    refused = [ack["error"] for ack in acks if not ack["ok"]]
    assert {error["code"] for error in refused} == {"rate_limited"}
    assert refused[0]["retry_after_ms"] <= 1001
    other = await connect(pair.mentee)
    assert (await other.ask("join_call", a_join(await a_ticket(other, pair))))["ok"]


# ── Taken away while it happens ──────────────────────────────────────────────


class Gate:
    """Holds up a coroutine function until it is opened."""

    def __init__(self, inner):
        self._inner = inner
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self, *arguments, **named):
        self.reached.set()
        await self.opened.wait()
        return await self._inner(*arguments, **named)


async def ban(world, pair):
    admin = await world.user(is_admin=True)
    await accounts.ban(world.db, admin, pair.mentor.user_id, announce=world.announce, clock=world.clock)


async def end(world, pair):
    await mentorships.end(
        world.db, pair.mentee, pair.mentorship_id, announce=world.announce, clock=world.clock
    )


async def sign_out(world, pair):
    await accounts.sign_out_everywhere(world.db, pair.mentor, announce=world.announce)


async def block(world, pair):
    await blocks.block(world.db, pair.mentee, pair.mentor.user_id, at=world.clock(), announce=world.announce)


@pytest.mark.parametrize("take_away", [ban, end, sign_out, block])
@pytest.mark.parametrize("where", ["before", "within"])
async def test_nobody_slips_in_while_it_is_taken_from_them(
    world, pair, connect, live, monkeypatch, take_away, where
):
    client = await connect(pair.mentor)
    ticket = await a_ticket(client, pair)
    holder, name = (live.calls, "_leave_other_call") if where == "before" else (live.calls.rooms, "join")
    gate = Gate(getattr(holder, name))
    monkeypatch.setattr(holder, name, gate)
    await client.sio.emit("join_call", a_join(ticket))
    await gate.reached.wait()
    await take_away(world, pair)
    await asyncio.sleep(0.5)  # acted upon
    gate.opened.set()
    async with asyncio.timeout(1):
        while live.calls._entries:
            await asyncio.sleep(0.01)
    assert live.calls.rooms.peers(pair.mentorship_id) == ()
    assert (live.calls._peers, live.calls._calls) == ({}, {})


async def test_signing_out_ends_the_call_of_a_lost_socket_too(world, pair, connect, live):
    client = await connect(pair.mentor)
    await join(client, pair)
    await client.sio.disconnect()
    assert len(live.calls.rooms.peers(pair.mentorship_id)) == 1
    await sign_out(world, pair)
    async with asyncio.timeout(1):
        while live.calls.rooms.peers(pair.mentorship_id):
            await asyncio.sleep(0.01)


async def test_a_connection_lost_while_it_takes_up_a_call_does_not_keep_it(pair, connect, live, monkeypatch):
    first, second = await connect(pair.mentor), await connect(pair.mentor)
    peer_id = (await join(first, pair))["call"]["room"]["peer_id"]
    await first.sio.disconnect()
    gate = Gate(signalling.calls.access_room)
    monkeypatch.setattr(signalling.calls, "access_room", gate)
    await second.sio.emit("resume_call", {"peer_id": peer_id})
    await gate.reached.wait()
    await second.sio.disconnect()
    async with asyncio.timeout(5):
        while len(live.directory):
            await asyncio.sleep(0.01)
    gate.opened.set()
    await asyncio.sleep(0.1)
    (peer,) = live.calls._peers.values()
    assert peer.session is None
    assert peer.giving_up is not None
    assert not peer.giving_up.cancelled()


async def test_taking_up_a_call_leaves_the_other(world, pair, connect, live):
    other = await world.mentorship(mentor=pair.mentor)
    first, second = await connect(pair.mentor), await connect(pair.mentor)
    peer_id = (await join(first, pair))["call"]["room"]["peer_id"]
    await join(second, other)
    await first.sio.disconnect()
    await second.do("resume_call", peer_id=peer_id)
    assert live.calls.rooms.peers(other.mentorship_id) == ()
    assert len(live.calls.rooms.peers(pair.mentorship_id)) == 1


async def both_in(pair, connect):
    mentor, mentee = await connect(pair.mentor), await connect(pair.mentee)
    peers = [(await join(someone, pair))["call"]["room"]["peer_id"] for someone in (mentor, mentee)]
    return mentor, mentee, *peers


async def test_a_reaction_is_seen_by_everybody_in_the_room_and_by_nobody_else(pair, connect):
    mentor, mentee, peer, _ = await both_in(pair, connect)
    manager = await connect(pair.manager)
    await mentor.do("show_reaction", emoji="🎉")
    for someone in (mentor, mentee):
        await someone.heard("reaction_shown", room_id=pair.mentorship_id, peer_id=peer, emoji="🎉")
    await manager.do("leave_call")  # whatever it was to hear, it has heard by now
    assert "reaction_shown" not in manager.heard_names()


async def test_only_a_few_pictures_are_reactions(pair, connect):
    mentor, mentee, *_ = await both_in(pair, connect)
    for emoji in ("💣", "", "👍" * 2_000, None):
        assert (await mentor.ask("show_reaction", {"emoji": emoji}))["error"]["code"] == "invalid"
    await mentee.do("switch_media", on=[])
    assert "reaction_shown" not in mentee.heard_names()


async def test_applause_has_a_pace(pair, connect, live, monkeypatch):
    mentor, *_ = await both_in(pair, connect)
    monkeypatch.setattr(live.calls._gestures, "_now", lambda: 0.0)
    acks = [await mentor.ask("show_reaction", {"emoji": "👍"}) for _ in range(20)]
    refused = [ack["error"] for ack in acks if not ack["ok"]]
    assert len(refused) == 8
    assert all(one["code"] == "rate_limited" and one["retry_after_ms"] > 0 for one in refused)


async def test_hands_queue_in_the_order_in_which_they_were_raised(pair, connect):
    mentor, mentee, first, second = await both_in(pair, connect)
    await mentee.do("raise_hand", raised=True)
    await mentor.do("raise_hand", raised=True)
    await mentor.do("raise_hand", raised=True)  # again is no news
    await mentee.heard("hands_changed", peer_ids=[second, first])
    assert mentee.heard_names().count("hands_changed") == 2
    await mentee.do("raise_hand", raised=False)
    await mentor.heard("hands_changed", peer_ids=[first])


async def test_who_comes_in_sees_raised_hands_and_how_the_others_are_connected(pair, connect):
    mentor = await connect(pair.mentor)
    peer = (await join(mentor, pair))["call"]["room"]["peer_id"]
    await mentor.do("raise_hand", raised=True)
    await mentor.do("report_quality", level=2)
    joined = await join(await connect(pair.mentee), pair)
    assert joined["call"]["hands"] == [peer]
    assert joined["call"]["levels"] == {peer: 2}


async def test_who_leaves_takes_their_hand_along(pair, connect):
    mentor, mentee, *_ = await both_in(pair, connect)
    await mentor.do("raise_hand", raised=True)
    await mentor.do("report_quality", level=1)
    await mentor.do("leave_call")
    await mentee.do("leave_call")
    back = await join(mentee, pair)
    assert (back["call"]["hands"], back["call"]["levels"]) == ([], {})
