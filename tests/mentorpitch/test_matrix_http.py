"""The privacy matrix over HTTP: who asks for what gets which status, and a no changes nothing.

A row is an endpoint; each cell is the status that this person gets. Outsiders get byte for byte what they
would get for an id that does not exist.
"""

import contextlib
import itertools
import shutil
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorpitch.bots.scopes import SCOPES
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.meetings import recaps
from mentorpitch.store import feedback as feedback_store
from mentorpitch.store.tables import metadata
from mentorpitch.store.tables.base import facts
from mentorpitch.store.tables.people import sessions
from mentorpitch.web.endpoints import ENDPOINTS
from tests.mentorpitch.matrix import BOT_GETS, MATRIX, OWN, PEOPLE
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.work_world import Works
from tests.world import World

PRIVATE = (
    "/api/me/blocks/",
    "/api/areas/",
    "/api/goals/",
    "/api/mentorships/",
    "/api/programmes/",
    "/api/invitations/",
    "/api/conversations/",
    "/api/direct/",
    "/api/meetings/",
    "/api/concerns/",
    "/api/work/",
    "/api/documents/",
    "/api/versions/",
    "/api/feedback/",
    "/api/bots/",
    "/api/webhooks/",
    "/api/deliveries/",
)


def asked_by(method, path, row):
    """Everybody who is asked to try, and the status that they get."""
    by_bot = BOT_GETS.get((method, path), 403)  # a guest with every scope
    by_other = 404 if (method, path) in BOT_GETS and path != "/api/bot" else 0  # of another pair
    everybody = zip((*PEOPLE, "bot", "other_bot"), (*row, by_bot, by_other), strict=True)
    return [(who, status) for who, status in everybody if status]


ALLOWED = [
    pytest.param(method, path, body, who, status, id=f"{method} {path} by {who}: {status}")
    for method, path, body, row in MATRIX
    for who, status in asked_by(method, path, row)
    if status < 400
]
REFUSED = [
    pytest.param(method, path, body, refused, id=f"{method} {path}")
    for method, path, body, row in MATRIX
    if (refused := [(who, status) for who, status in asked_by(method, path, row) if status >= 400])
]


PREPARED = []  # the scene's database, its people, its ids and its time: made once, copied for each cell


@pytest.fixture
async def world(tmp_path, empty_database):
    path = tmp_path / "world.sqlite"
    shutil.copy(PREPARED[0][0] if PREPARED else empty_database, path)
    made = World(path)
    if PREPARED:
        made.clock.now = PREPARED[0][3]
        made._numbers = itertools.count(1_000)  # those below are taken
        shutil.copytree(PREPARED[0][0].with_name("files"), tmp_path / "files")
    async with made.db:
        yield made


@pytest.fixture
async def scene(world, door, tmp_path_factory):
    """People by name, and the ids that fill the paths."""
    if not PREPARED:
        people, ids = await make_scene(world, door)
        kept = tmp_path_factory.mktemp("scene") / "scene.sqlite"
        with (
            contextlib.closing(sqlite3.connect(world.db.path)) as source,
            contextlib.closing(sqlite3.connect(kept)) as copy,
        ):
            source.backup(copy)
        shutil.copytree(world.db.path.with_name("files"), kept.with_name("files"))
        PREPARED.append((kept, people, ids, world.clock.now))
    _, people, ids, _ = PREPARED[0]
    return people, ids


async def make_scene(world, door):
    """The mentor has written the chat's first message."""
    pair = await world.mentorship()
    elsewhere = await world.mentorship()
    spare = await world.user()
    await world.member(pair.programme_id, spare, "mentee")
    invited = await door.post(
        f"/api/programmes/{pair.programme_id}/invitations",
        {"email": "waiting@world.example", "role": "mentor"},
        by=pair.manager,
    )
    file, unsent = [await add_file(door, pair, name) for name in ("sent.txt", "unsent.txt")]
    said = {"client_id": "c0", "body": "Welcome", "attachments": (file,)}
    first = SendMessage(conversation_id=pair.conversation_id, **said)
    await messages.write(world.db, pair.mentor, first, at=world.clock(), announce=world.announce)
    direct = await world.direct(pair.mentee, spare)
    await world.say(pair.mentee, direct, "Between us")
    grown = await world.growth(pair)
    told = await door.post(
        f"/api/mentorships/{pair.mentorship_id}/concerns",
        {"client_id": "told", "manager_id": pair.manager.user_id, "text": "This was unkind"},
        by=pair.mentee,
    )
    hook = {"client_id": "hook", "url": "https://hooks.example.org/in", "events": ["mentorship.ended"]}
    made = await door.post(f"/api/programmes/{pair.programme_id}/webhooks", hook, by=pair.manager)
    webhook_id = made.json["webhook"]["webhook_id"]
    tried = await door.post(f"/api/webhooks/{webhook_id}/test", {"client_id": "try"}, by=pair.manager)
    worked = await make_work(Works(world, pair))
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
    begins = await ours.create(within=timedelta(minutes=10))
    first = await ours.add(begins)
    guests = await make_bots(world, pair, elsewhere)
    world.announced.clear()
    people = {
        "bot": guests["bot"],
        "other_bot": guests["other_bot"],
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
        "file": file,
        "unsent_file": unsent,
        "direct": direct,
        "programme": pair.programme_id,
        "invitation": invited.json["invitation_id"],
        "webhook": webhook_id,
        "delivery": tried.json["delivery_id"],
        "concern": told.json["concern_id"],
        "meeting": meeting.meeting_id,
        "soon": begins.meeting_id,
        "first_item": first.item_id,
        "past": past.meeting_id,
        "recap": (await recaps.get(world.db, pair.mentor, past.meeting_id, clock=world.clock)).version,
        "said": said.meeting_id,
        "long_ago": long_ago.meeting_id,
        "agenda_item": item.item_id,
        "action": action.action_id,
        "mentor": pair.mentor.user_id,
        "manager": pair.manager.user_id,
        "spare_mentee": spare.user_id,
        **grown,
        **worked,
        **{name: guest.user_id for name, guest in guests.items()},
    }
    return people, ids


async def add_file(door, pair, name):
    """Of the mentor's, for a message."""
    place = f"/api/conversations/{pair.conversation_id}/files?client_id={name}&name={name}"
    return (await door.post(place, data=b"Some text", by=pair.mentor)).json["file_id"]


async def make_bots(world, pair, elsewhere):
    """With every scope, but for the one that the manager offers."""
    return {
        "bot": await world.bot(pair.mentee, *SCOPES, within=pair),
        "other_bot": await world.bot(elsewhere.mentee, *SCOPES, within=elsewhere),
        "waiting_bot": await world.bot(pair.mentee, *SCOPES, within=pair, confirmed=False),
        "spare_bot": await world.bot(pair.mentee, *SCOPES),
        "offered_bot": await world.bot(pair.manager, "chat:write", programme_id=pair.programme_id),
    }


async def make_work(works):
    """Two documents of the mentee's, the second of them shared; the mentor said something of the first."""
    ours = await works.create()
    document, shared = await works.upload(ours), await works.upload(ours)
    remark = await works.say(document.versions[0], "A good beginning")
    await works.share(shared)
    return {
        "work": ours.work_id,
        "document": document.document_id,
        "version": document.versions[0].version_id,
        "shared_version": shared.versions[0].version_id,
        "remark": remark.remark_id,
    }


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


@pytest.mark.parametrize(("method", "path", "body", "who", "status"), ALLOWED)
async def test_who_may_gets_it(door, scene, method, path, body, who, status, record_property):
    people, ids = scene
    answer = await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
    assert answer.status == status
    record_property("cells over HTTP", 1)


@pytest.mark.parametrize(("method", "path", "body", "refused"), REFUSED)
async def test_who_may_not_changes_nothing(world, door, scene, method, path, body, refused, record_property):
    people, ids = scene
    before = await everything_stored(world)
    for who, status in refused:
        answer = await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
        assert answer.status == status, who
        assert await everything_stored(world) == before, who
        assert world.announced == [], who
    record_property("cells over HTTP", len(refused))


@pytest.mark.parametrize(("method", "path", "body", "row"), MATRIX)
async def test_an_outsider_cannot_tell_what_is_private_from_what_is_absent(
    world, door, scene, method, path, body, row
):
    if not path.startswith(PRIVATE):
        return
    people, ids = scene
    absent = dict.fromkeys(ids, "absent")
    for who in ("outsider", "other_manager", "admin", "other_bot"):
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
