"""The privacy matrix over HTTP: who asks for what gets which status, and a no changes nothing.

A row is an endpoint; each cell is the status that this person gets. Outsiders get byte for byte what they
would get for an id that does not exist.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorpitch import messages
from mentorpitch.messages import SendMessage
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store.tables import facts, metadata, sessions
from mentorpitch.web.endpoints import ENDPOINTS
from tests.mentorpitch.meeting_world import Meetings

PEOPLE = ("mentee", "mentor", "outsider", "other_manager", "manager", "admin", "nobody")

PAIR = "/api/mentorships/{mentorship}"
CHAT = "/api/conversations/{conversation}"
HARBOUR = "/api/programmes/{programme}"
HELLO = {"client_id": "c1", "body": "Hello"}
INVITATION = {"email": "guest@world.example", "role": "mentee"}
MEETING = "/api/meetings/{meeting}"
PAST = "/api/meetings/{past}"
SAID = "/api/meetings/{said}"  # past, with feedback and rating
LONG_AGO = "/api/meetings/{long_ago}"  # with feedback that can only be added to
NOTES = {"text": "Ours", "revision": 0}
FEEDBACK = {"client_id": "new", "body": "Well done"}
RATING = {"client_id": "new", "score": 4}
NEW_MEETING = {
    "client_id": "new",
    "title": "Talk",
    "local_start": "2026-11-30T10:00",
    "time_zone": "Europe/Lisbon",
}
NEW_AGENDA_ITEM = {"client_id": "new", "title": "Something"}
NEW_ACTION = {"client_id": "new", "text": "Do it", "owner_id": "{mentor}"}
NEW_PAIR = {"mentor_id": "{mentor}", "mentee_id": "{spare_mentee}"}

GOAL = "/api/goals/{goal}"  # the mentor's, who proposed to delete it
NEW_GOAL = {"client_id": "c1", "what": "Lead the spring plan"}
GOAL_EDIT = {"revision": 2, "what": "Lead the summer plan"}
NEW_ITEM = {"client_id": "c1", "text": "A first draft"}
AREA = "/api/areas/{area}"  # where the mentor has suggested a level
NEW_AREA = {"client_id": "c1", "name": "Systems design"}
LEVEL = {"client_id": "c1", "level": "guiding"}
PITCH = "/api/pitches/{pitch}"  # the mentee's, to the mentor, in another programme
NEW_PITCH = {"client_id": "c1", "mentor_id": "{spare_mentor}", "want": "To lead", "why": "You did it"}
NEW_SUGGESTION = {"client_id": "c1", "mentor_id": "{spare_mentor}", "mentee_id": "{spare_mentee}"}
CONCERN = {"client_id": "c1", "manager_id": "{manager}", "text": "Late again", "excerpts": [1]}
AGREEMENT = {"revision": 1, "text": "We begin on time"}

# fmt: off
MATRIX = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR, None,                                     (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/end", None,                           (200, 200, 404, 404, 200, 404, 401)),
    ("POST", PAIR + "/ticket", None,                        (200, 200, 404, 404, 403, 404, 401)),
    ("GET", CHAT + "/messages", None,                       (200, 200, 404, 404, 404, 404, 401)),
    ("POST", CHAT + "/messages", HELLO,                     (201, 201, 404, 404, 404, 404, 401)),
    ("PATCH", CHAT + "/messages/1", HELLO,                  (403, 200, 404, 404, 404, 404, 401)),
    ("DELETE", CHAT + "/messages/1?client_id=c2", None,     (403, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/read", {"seq": 1},                     (200, 200, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/goals", None,                          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/goals", NEW_GOAL,                     (201, 201, 404, 404, 403, 404, 401)),
    ("GET", GOAL, None,                                     (200, 200, 404, 404, 404, 404, 401)),
    ("PATCH", GOAL, GOAL_EDIT,                              (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL, None,                                  (200, 409, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/removal", None,                       (409, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL + "/removal", None,                     (200, 200, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/agree", {"revision": 2},              (200, 200, 404, 404, 404, 404, 401)),
    ("GET", GOAL + "/activity", None,                       (200, 200, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/items", NEW_ITEM,                     (201, 201, 404, 404, 404, 404, 401)),
    ("PATCH", GOAL + "/items/{item}", {"done": True},       (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL + "/items/{item}", None,                (200, 200, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/areas", None,                          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/areas", NEW_AREA,                     (201, 403, 404, 404, 403, 404, 401)),
    ("PATCH", AREA, {"highlighted": False},                 (200, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/levels", LEVEL,                       (201, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions", LEVEL,                  (403, 201, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions/3/accept", None,          (200, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions/3/decline", None,         (200, 403, 404, 404, 404, 404, 401)),
    ("GET", AREA + "/history", None,                        (200, 200, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/meetings", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/meetings", NEW_MEETING,               (201, 201, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/actions", None,                        (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING, None,                                  (200, 200, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING, {"title": "Other"},                  (200, 200, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/cancel", {},                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/agenda", NEW_AGENDA_ITEM,          (201, 201, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING + "/agenda/{agenda_item}", {"state": "done"}, (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", MEETING + "/agenda/{agenda_item}", None,            (200, 200, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/actions", NEW_ACTION,              (201, 201, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING + "/actions/{action}", {"done": True}, (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", MEETING + "/actions/{action}", None,         (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAST + "/attendance", {"attended": True},       (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/notes", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/notes", NOTES,                      (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/private-notes", None,               (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/private-notes", NOTES,              (200, 200, 404, 404, 403, 404, 401)),
    ("GET", SAID + "/feedback", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAST + "/feedback", FEEDBACK,                  (403, 201, 404, 404, 403, 404, 401)),
    ("PATCH", SAID + "/feedback", {"body": "Other"},        (403, 200, 404, 404, 403, 404, 401)),
    ("POST", LONG_AGO + "/feedback/additions", FEEDBACK,    (403, 201, 404, 404, 403, 404, 401)),
    ("GET", SAID + "/rating", None,                         (200, 403, 404, 404, 403, 404, 401)),
    ("POST", PAST + "/rating", RATING,                      (201, 403, 404, 404, 403, 404, 401)),
    ("PATCH", SAID + "/rating", {"score": 1},               (200, 403, 404, 404, 403, 404, 401)),
    ("DELETE", SAID + "/rating", None,                      (200, 403, 404, 404, 403, 404, 401)),
    # Before a meeting is past, neither feedback nor rating.
    ("POST", MEETING + "/feedback", FEEDBACK,               (403, 409, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/rating", RATING,                   (409, 403, 404, 404, 403, 404, 401)),
    ("GET", HARBOUR + "/meetings", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/feedback", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/options", None,                     (403, 403, 404, 404, 200, 404, 401)),
    ("PATCH", HARBOUR + "/options", {"sealed_exchange": True}, (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/conduct", None,                    (200, 200, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/mentors", None,                     (200, 200, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/profile", None,                     (403, 200, 404, 404, 403, 404, 401)),
    ("PUT", HARBOUR + "/profile", {"capacity": 3},          (403, 200, 404, 404, 403, 404, 401)),
    ("POST", HARBOUR + "/pitches", NEW_PITCH,               (201, 403, 404, 404, 403, 404, 401)),
    ("POST", HARBOUR + "/suggestions", NEW_SUGGESTION,      (403, 403, 404, 404, 201, 404, 401)),
    ("GET", HARBOUR + "/suggestions", None,                 (403, 403, 404, 404, 200, 404, 401)),
    ("GET", PITCH, None,                                    (200, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/accept", None,                       (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/decline", {"note": "Not now"},       (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/talk", {"note": "Let us talk"},      (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/withdraw", None,                     (200, 200, 404, 404, 404, 404, 401)),
    ("POST", PAIR + "/pause", {"reason": "Exams"},          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/resume", None,                        (409, 409, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/agreement", None,                      (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAIR + "/agreement", AGREEMENT,                 (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/agreement/accept", {"revision": 1},   (200, 200, 404, 404, 403, 404, 401)),
    ("POST", "/api/nudges/{mentorship}/snooze", {"days": 7}, (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/concerns", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/concerns", CONCERN,                   (201, 201, 404, 404, 403, 404, 401)),
    ("GET", HARBOUR + "/concerns", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", PAIR + "/access-log", None,                     (200, 200, 404, 404, 403, 404, 401)),
    ("GET", HARBOUR + "/health", None,                      (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/health.csv", None,                  (403, 403, 404, 404, 200, 404, 401)),
    ("PATCH", HARBOUR, {"quiet_days": 7},                   (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR, None,                                  (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/invitations", INVITATION,          (403, 403, 404, 404, 201, 404, 401)),
    ("POST", HARBOUR + "/mentorships", NEW_PAIR,            (403, 403, 404, 404, 201, 404, 401)),
    ("DELETE", "/api/invitations/{invitation}", None,       (404, 404, 404, 404, 200, 404, 401)),
    ("POST", "/api/programmes", {"name": "Another"},        (403, 403, 403, 403, 403, 201, 401)),
    ("GET", "/api/users", None,                             (403, 403, 403, 403, 403, 200, 401)),
    ("POST", "/api/users/{mentor}/ban", None,               (403, 403, 403, 403, 403, 200, 401)),
    ("POST", "/api/users/{mentor}/unban", None,             (403, 403, 403, 403, 403, 200, 401)),
]
# fmt: on
# These ask for nobody's permission but one's own, or for a secret: test_web, test_setup, test_invitations.
OWN = {
    ("GET", "/api/setup"),
    ("POST", "/api/setup"),
    ("POST", "/api/session"),
    ("GET", "/api/session"),
    ("DELETE", "/api/session"),
    ("DELETE", "/api/sessions"),
    ("PATCH", "/api/me"),
    ("PUT", "/api/me/password"),
    ("GET", "/api/mentorships"),
    ("GET", "/api/me/rating"),
    ("GET", "/api/pitches"),
    ("GET", "/api/nudges"),
    ("GET", "/api/programmes"),
    ("GET", "/api/invitations/{}"),
    ("POST", "/api/invitations/{}/accept"),
}
PRIVATE = (
    "/api/areas/",
    "/api/goals/",
    "/api/mentorships/",
    "/api/programmes/",
    "/api/invitations/",
    "/api/conversations/",
    "/api/meetings/",
)

CELLS = [
    pytest.param(method, path, body, who, status, id=f"{method} {path} by {who}: {status}")
    for method, path, body, row in MATRIX
    for who, status in zip(PEOPLE, row, strict=True)
]


@pytest.fixture
async def scene(world, door):
    """People by name, and the ids that fill the paths. The mentor has written the chat's first message."""
    pair = await world.mentorship()
    elsewhere = await world.mentorship()
    spare = await world.user()
    await world.member(pair.programme_id, spare, "mentee")
    invited = await door.post(
        f"/api/programmes/{pair.programme_id}/invitations",
        {"email": "waiting@world.example", "role": "mentor"},
        by=pair.manager,
    )
    first = SendMessage(conversation_id=pair.conversation_id, client_id="c0", body="Welcome")
    await messages.write(world.db, pair.mentor, first, at=world.clock(), announce=world.announce)
    grown = await world.growth(pair)
    ours = Meetings(world, pair)
    meeting = await ours.create()
    item, action = await ours.add(meeting), await ours.act(meeting)
    soon = timedelta(minutes=5)
    past, said, long_ago = [await ours.create(within=soon) for _ in range(3)]
    await ours.let_pass(past)
    await ours.write_feedback(said)
    await ours.rate(said)
    async with world.db.write() as tx:
        await feedback_store.add_feedback(
            tx,
            long_ago.meeting_id,
            author_id=pair.mentor.user_id,
            body="Long ago",
            sealed=False,
            at=world.clock() - timedelta(days=2),
        )
    world.announced.clear()
    people = {
        "mentee": pair.mentee,
        "mentor": pair.mentor,
        "manager": pair.manager,
        "other_manager": elsewhere.manager,
        "outsider": elsewhere.mentor,
        "admin": await world.user(is_admin=True),
        "nobody": None,
    }
    ids = {
        "mentorship": pair.mentorship_id,
        "conversation": pair.conversation_id,
        "programme": pair.programme_id,
        "invitation": invited.json["invitation_id"],
        "meeting": meeting.meeting_id,
        "past": past.meeting_id,
        "said": said.meeting_id,
        "long_ago": long_ago.meeting_id,
        "agenda_item": item.item_id,
        "action": action.action_id,
        "mentor": pair.mentor.user_id,
        "manager": pair.manager.user_id,
        "spare_mentee": spare.user_id,
        **grown,
    }
    return people, ids


async def everything_stored(world):
    stored = {}
    async with world.db.read() as tx:
        for table in metadata.sorted_tables:
            if table not in (sessions, facts):
                stored[table.name] = sorted(map(repr, await tx.execute(select(table))))
    return stored


def filled(body, ids):
    return body and {
        name: value.format(**ids) if isinstance(value, str) else value for name, value in body.items()
    }


@pytest.mark.parametrize(("method", "path", "body", "who", "status"), CELLS)
async def test_every_cell(world, door, scene, method, path, body, who, status):
    people, ids = scene
    before = await everything_stored(world)
    answer = await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
    assert answer.status == status
    if status >= 400:
        assert await everything_stored(world) == before
        assert world.announced == []


@pytest.mark.parametrize(("method", "path", "body", "row"), MATRIX)
async def test_an_outsider_cannot_tell_what_is_private_from_what_is_absent(
    world, door, scene, method, path, body, row
):
    if not path.startswith(PRIVATE):
        return
    people, ids = scene
    absent = dict.fromkeys(ids, "absent")
    for who in ("outsider", "other_manager", "admin"):
        present = await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
        missing = await door.ask(method, path.format(**absent), filled(body, ids), by=people[who])
        assert (present.status, present.raw) == (missing.status, missing.raw)
        assert {**present.headers, "Date": ""} == {**missing.headers, "Date": ""}


async def test_whoever_is_banned_gets_nothing(world, door, scene):
    people, ids = scene
    await world.ban(people["mentor"])
    await world.ban(people["manager"])
    for who in ("mentor", "manager"):
        for method, path, body, _ in MATRIX:
            answer = await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
            assert answer.status == 401


def test_every_endpoint_is_in_the_matrix_or_is_ones_own():
    def shape(path):
        parts = path.partition("?")[0].split("/")
        return "/".join("{}" if part.startswith("{") or part.isdigit() else part for part in parts)

    covered = {(method, shape(path)) for method, path, _, _ in MATRIX} | OWN
    assert {(endpoint.method, shape(endpoint.path)) for endpoint in ENDPOINTS} == covered


async def test_what_a_manager_sees_does_not_depend_on_what_is_written(world, door, scene):
    people, ids = scene
    seen = []
    for n, body in enumerate(("Hello", "Something else entirely")):
        sent = SendMessage(conversation_id=ids["conversation"], client_id=f"c1{n}", body=body)
        await messages.write(world.db, people["mentor"], sent, at=world.clock(), announce=world.announce)
        seen.append((await door.get(f"/api/programmes/{ids['programme']}", by=people["manager"])).raw)
    assert seen[0] == seen[1]
    assert b'"last_active_day":"2026-11-23"' in seen[0]


async def test_what_a_manager_sees_of_meetings_does_not_depend_on_what_a_pair_writes(world, door, scene):
    people, ids = scene
    seen = []
    for n, words in enumerate(("Something", "Quite another thing")):
        meeting = f"/api/meetings/{ids['meeting']}"
        await door.ask("PATCH", meeting, {"title": words}, by=people["mentee"])
        await door.post(meeting + "/agenda", {"client_id": words, "title": words}, by=people["mentor"])
        await door.ask("PUT", meeting + "/notes", {"text": words, "revision": n}, by=people["mentee"])
        seen.append(
            (await door.get(f"/api/programmes/{ids['programme']}/meetings", by=people["manager"])).raw
        )
    assert seen[0] == seen[1]
    assert b'"kind":"video"' in seen[0]
    assert b"title" not in seen[0]
