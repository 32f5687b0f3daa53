"""The privacy matrix over the socket: each event by each person; a no changes nothing and is heard by nobody.

A cell is the ack's code, or "ok". Outsiders get what they would get for an id that does not exist.
"""

import pytest
from sqlalchemy import select

from mentorpitch.bots.scopes import SCOPES
from mentorpitch.store.tables import metadata
from signalling.contract import ASKED
from tests.mentorpitch.meeting_world import Meetings

PEOPLE = ("mentee", "mentor", "outsider", "other_manager", "manager", "admin", "bot", "other_bot")
OK, NONE, NOT_YOURS, NO_CALL, INVALID = "ok", "not_found", "forbidden", "conflict", "invalid"

CHAT = {"conversation_id": "{conversation}"}
EDIT = {"client_id": "c1", "target": 1, "body": "x"}
HEART = {"client_id": "c1", "target": 1, "emoji": "\u2764\ufe0f", "added": True}
PAIR = (OK, OK, NONE, NONE, NOT_YOURS, NONE)
NOTES = {"meeting_id": "{meeting}"}
WORDS_OF_MENTEE = "AQECAAQBBW5vdGVzAkhpAA=="  # "Hi", written by client 2
TICKET = {"ticket": "{ticket_of_mentor}", "offer": "v=0", "uplinks": {}}

# fmt: off
MATRIX = {
    # event: (question, (by the mentee, the mentor, an outsider, another manager, the manager, an admin)), and
    # by a bot that is a guest with every scope, and by one of another pair: BOTS.
    "sync": (CHAT | {"since": 0},                                      (OK, OK) + (NONE,) * 4),
    "send_message": (CHAT | {"client_id": "c1", "body": "x"},          (OK, OK) + (NONE,) * 4),
    "edit_message": (CHAT | EDIT,                                       (OK, NOT_YOURS) + (NONE,) * 4),
    "delete_message": (CHAT | {"client_id": "c1", "target": 1},        (OK, NOT_YOURS) + (NONE,) * 4),
    "change_reaction": (CHAT | HEART,                                  (OK, OK) + (NONE,) * 4),
    "pin_message": (CHAT | {"client_id": "c1", "target": 1},           (OK, OK) + (NONE,) * 4),
    "unpin_message": (CHAT | {"client_id": "c1", "target": 1},         (OK, OK) + (NONE,) * 4),
    "mark_unread": (CHAT | {"seq": 1},                                 (OK, OK) + (NONE,) * 4),
    "mark_read": (CHAT | {"seq": 1},                                   (OK, OK) + (NONE,) * 4),
    "set_typing": (CHAT | {"typing": True},                            (OK, OK) + (NONE,) * 4),
    "sync_notes": (NOTES | {"state": "AA=="},                           PAIR),
    "change_notes": (NOTES | {"update": WORDS_OF_MENTEE},           (OK, INVALID, *PAIR[2:])),
    "set_writing": (NOTES | {"writing": True},                          PAIR),
    "clock": ({},                                                      (OK,) * 6),
    "request_ticket": ({"mentorship_id": "{mentorship}"},              (OK, OK, NONE, NONE, NOT_YOURS, NONE)),
    "join_call": (TICKET,                                              (NOT_YOURS, OK) + (NOT_YOURS,) * 4),
    "resume_call": ({"peer_id": "{peer_of_mentee}"},                   (OK, NONE, NONE, NONE, NONE, NONE)),
    "restart_call": ({"offer": "v=0"},                                 (NO_CALL,) * 6),
    "switch_media": ({"on": []},                                       (NO_CALL,) * 6),
    "view_slots": ({"views": []},                                      (NO_CALL,) * 6),
    "show_reaction": ({"emoji": "👍"},                                 (NO_CALL,) * 6),
    "raise_hand": ({"raised": True},                                   (NO_CALL,) * 6),
    "report_quality": ({"level": 4},                                   (NO_CALL,) * 6),
    "call_statistics": ({},                                            (NO_CALL,) * 6),
    "leave_call": ({},                                                 (OK,) * 6),
}

OURS = {"conversation_id": "{direct}"}
DIRECT = {
    # a conversation of the mentee with somebody else of the programme
    "sync": (OURS | {"since": 0},                                      (OK,) + (NONE,) * 5),
    "send_message": (OURS | {"client_id": "c1", "body": "x"},          (OK,) + (NONE,) * 5),
    "edit_message": (OURS | EDIT,                                       (OK,) + (NONE,) * 5),
    "delete_message": (OURS | {"client_id": "c1", "target": 1},        (OK,) + (NONE,) * 5),
    "mark_read": (OURS | {"seq": 1},                                   (OK,) + (NONE,) * 5),
    "set_typing": (OURS | {"typing": True},                            (OK,) + (NONE,) * 5),
}
# fmt: on

BOTS = {"sync": (OK, NONE), "send_message": (OK, NONE)}  # everything else is not for bots


def by_bots(event, where):
    """A guest of the pair, and a bot of another one; neither is a guest of what two say directly."""
    if event not in BOTS:
        return (NOT_YOURS,) * 2
    return BOTS[event] if where == "of the pair" else (NONE,) * 2


CELLS = [
    (event, question, where, list(zip(PEOPLE, row + by_bots(event, where), strict=True)))
    for where, rows in (("of the pair", MATRIX), ("directly", DIRECT))
    for event, (question, row) in rows.items()
]
ALLOWED = [
    pytest.param(event, question, who, id=f"{event} {where} by {who}")
    for event, question, where, row in CELLS
    for who, code in row
    if code == OK
]
REFUSED = [
    pytest.param(event, question, refused, id=f"{event} {where}")
    for event, question, where, row in CELLS
    if (refused := [(who, code) for who, code in row if code != OK])
]


def filled(question, ids):
    return {
        name: value.format(**ids) if isinstance(value, str) else value for name, value in question.items()
    }


async def everything_stored(world):
    async with world.db.read() as tx:
        return {
            table.name: sorted(map(repr, await tx.execute(select(table))))
            for table in metadata.sorted_tables
            if not table.name.startswith("search_")  # filled a moment later
        }


@pytest.fixture
async def scene(world, connect):
    pair, elsewhere = await world.mentorship(), await world.mentorship()
    people = {
        "mentee": pair.mentee,
        "mentor": pair.mentor,
        "manager": pair.manager,
        "other_manager": elsewhere.manager,
        "outsider": elsewhere.mentor,
        "admin": await world.user(is_admin=True),
        "bot": await world.bot(pair.mentee, *SCOPES, within=pair),
        "other_bot": await world.bot(elsewhere.mentee, *SCOPES, within=elsewhere),
    }
    sockets = {who: await connect(actor) for who, actor in people.items()}
    place = {"conversation_id": pair.conversation_id}
    await sockets["mentee"].do("send_message", **place, client_id="c0", body="Mine")
    of_mentor = await sockets["mentor"].do("request_ticket", mentorship_id=pair.mentorship_id)
    fellow = await world.user()
    await world.member(pair.programme_id, fellow, "mentee")
    direct = await world.direct(pair.mentee, fellow)
    await sockets["mentee"].do("send_message", conversation_id=direct, client_id="c0", body="Mine")
    # A call of the mentee's on another device, so that no socket here is in a call.
    phone = await connect(await world.session(pair.mentee.user_id))
    ticket = await phone.do("request_ticket", mentorship_id=pair.mentorship_id)
    joined = await phone.do("join_call", ticket=ticket["ticket"], offer="v=0", uplinks={})
    meeting = await Meetings(world, pair).create()
    for event in (
        "message_sent",
        "call_changed",
        "meeting_changed",
    ):  # a bot hears a moment later, and it is written down
        await sockets["bot"].heard(event)
    ids = {
        "conversation": pair.conversation_id,
        "direct": direct,
        "mentorship": pair.mentorship_id,
        "meeting": meeting.meeting_id,
        "ticket_of_mentor": of_mentor["ticket"],
        "peer_of_mentee": joined["call"]["room"]["peer_id"],
    }
    return sockets, ids


@pytest.mark.parametrize(("event", "question", "who"), ALLOWED)
async def test_who_may_gets_it(scene, event, question, who, record_property):
    sockets, ids = scene
    ack = await sockets[who].ask(event, filled(question, ids))
    assert ack["ok"], ack
    record_property("cells over the socket", 1)


@pytest.mark.parametrize(("event", "question", "refused"), REFUSED)
async def test_who_may_not_changes_nothing(world, live, scene, event, question, refused, record_property):
    sockets, ids = scene
    before = await everything_stored(world), len(world.announced)
    present = live.calls.rooms.peers(ids["mentorship"])
    for who, code in refused:
        ack = await sockets[who].ask(event, filled(question, ids))
        assert not ack["ok"], who
        assert ack["error"]["code"] == code, who
        if code == NONE:
            absent = await sockets[who].ask(event, filled(question, dict.fromkeys(ids, "absent")))
            assert ack == absent, who
        assert (await everything_stored(world), len(world.announced)) == before, who
        assert live.calls.rooms.peers(ids["mentorship"]) == present, who
    record_property("cells over the socket", len(refused))


def test_every_event_of_the_contract_is_in_the_matrix():
    assert MATRIX.keys() == ASKED.keys()
