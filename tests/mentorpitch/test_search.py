"""Searching what one may read."""

import contextlib
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from benchmarks import bench_search
from mentorpitch.chat import messages
from mentorpitch.chat.messages import DeleteMessage, EditMessage, SendMessage
from mentorpitch.demo import load as demo
from mentorpitch.errors import Forbidden
from mentorpitch.growth import checklists, goals
from mentorpitch.growth.goals import GoalEdit
from mentorpitch.meetings import notes
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.search.indexing import Indexing
from mentorpitch.search.search import Search, search
from mentorpitch.store import search_entries as search_entries_store
from mentorpitch.store import search_sqlite
from mentorpitch.store.tables.search import search_entries, search_waiting
from mentorpitch.work import documents, work
from tests.door import quick_passwords
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.work_world import Works


class Searching:
    """A pair that writes, and somebody who looks for it."""

    def __init__(self, world, pair):
        self.world = world
        self.pair = pair
        self.count = 0

    async def say(self, body, *, by=None, pair=None):
        self.count += 1
        pair = pair or self.pair
        return await self._write(
            by or pair.mentee,
            SendMessage(conversation_id=pair.conversation_id, client_id=f"say-{self.count}", body=body),
        )

    async def edit(self, message, body):
        self.count += 1
        change = EditMessage(
            conversation_id=message.conversation_id,
            target=message.seq,
            client_id=f"edit-{self.count}",
            body=body,
        )
        return await self._write(self.pair.mentee, change)

    async def delete(self, message):
        self.count += 1
        change = DeleteMessage(
            conversation_id=message.conversation_id, target=message.seq, client_id=f"delete-{self.count}"
        )
        return await self._write(self.pair.mentee, change)

    async def find(self, q, *, by=None, **narrowed):
        await Indexing(self.world.db).index_all()
        return await search(self.world.db, by or self.pair.mentor, Search(q=q, **narrowed))

    async def texts(self, q, **how):
        return ["".join(s.text for s in each.segments) for each in (await self.find(q, **how)).found]

    async def _write(self, actor, change):
        self.world.clock.advance(seconds=1)
        return await messages.write(
            self.world.db, actor, change, at=self.world.clock(), announce=self.world.announce
        )


@pytest.fixture
async def our(world):
    return Searching(world, await world.mentorship())


async def test_a_word_is_found_in_any_case_and_with_any_accents(our):
    await our.say("Inês wrote the PLAN")
    for q in ("ines", "INÊS", "inês", "ine\u0302s", "plan", "pla", "plan ine"):
        assert await our.texts(q) == ["Inês wrote the PLAN"]
    assert await our.texts("plane") == []


async def test_all_words_must_be_there_and_a_phrase_together(our):
    await our.say("the harbour at night")
    await our.say("the night at the harbour")
    assert len(await our.texts("harbour night")) == 2
    assert await our.texts('"harbour at night"') == ["the harbour at night"]
    assert await our.texts('"the harbour" night') == ["the night at the harbour", "the harbour at night"]
    assert await our.texts('"harbour at nigh"') == []  # what is quoted is finished


async def test_the_newest_come_first_page_after_page(our):
    for n in range(5):
        await our.say(f"note {n}")
    seen, cursor = [], None
    while True:
        page = await our.find("note", limit=2, cursor=cursor)
        seen += [each.seq for each in page.found]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [5, 4, 3, 2, 1]


async def test_the_best_has_more_of_it(our):
    await our.say("plan, plan and plan again")
    await our.say("planning takes as long as anything else that is written down in so many words")
    assert await our.texts("plan", order="best", limit=1) == ["plan, plan and plan again"]
    page = await our.find("plan", order="best", limit=1)
    after = await our.find("plan", order="best", limit=1, cursor=page.next_cursor)
    assert after.found[0].seq == 2
    assert after.next_cursor is None


async def test_what_was_found_is_marked_and_stays_text(our):
    await our.say("<b>Ines</b> & Inês")
    [found] = (await our.find("ines")).found
    assert [(s.text, s.hit) for s in found.segments] == [
        ("<b>", False),
        ("Ines", True),
        ("</b> & ", False),
        ("Inês", True),
    ]


async def test_a_long_text_is_cut_around_the_hit(our):
    await our.say("word " * 300 + "needle " + "word " * 300)
    [found] = (await our.find("needle")).found
    assert found.segments[0].text == "… "
    assert found.segments[-1].text == " …"
    assert sum(len(s.text) for s in found.segments) < 300
    assert [s.text for s in found.segments if s.hit] == ["needle"]


async def test_narrowed_by_person_place_kind_and_time(our, world):
    other = await world.mentorship(mentor=our.pair.mentor)
    await our.say("plan one", by=our.pair.mentor)
    await our.say("plan two", by=our.pair.mentee)
    began = world.clock() + timedelta(seconds=1)
    await our.say("plan three", pair=other)
    await world.goal(our.pair, what="A plan as a goal")
    assert await our.texts("plan", person_id=our.pair.mentor.user_id) == ["plan one"]
    assert await our.texts("plan", conversation_id=other.conversation_id) == ["plan three"]
    ours = await our.texts("plan", mentorship_id=our.pair.mentorship_id)
    assert sorted(text.strip() for text in ours) == ["A plan as a goal", "plan one", "plan two"]
    assert await our.texts("plan", kind="message", since=began) == ["plan three"]
    assert await our.texts("plan", kind="message", until=began) == ["plan two", "plan one"]
    assert len(await our.texts("plan", kind="goal")) == 1


async def test_nobody_else_finds_anything(our, world):
    outsider, admin = await world.user(), await world.user(is_admin=True)
    await our.say("the harbour")
    await world.goal(our.pair, what="A harbour of our own")
    other = await world.mentorship(programme_id=our.pair.programme_id, manager=our.pair.manager)
    assert len(await our.texts("harbour", by=our.pair.mentee)) == 2
    for somebody in (outsider, admin, our.pair.manager, other.mentor, other.mentee):
        assert await our.texts("harbour", by=somebody) == []
        for place in (
            {"mentorship_id": our.pair.mentorship_id},
            {"conversation_id": our.pair.conversation_id},
        ):
            assert await our.texts("harbour", by=somebody, **place) == []


async def test_an_ended_mentorship_stays_findable_and_a_closed_account_finds_nothing(our, world):
    await our.say("the harbour")
    await world.end(our.pair)
    assert await our.texts("harbour") == ["the harbour"]
    await world.ban(our.pair.mentor)
    with pytest.raises(Forbidden):
        await our.find("harbour")


async def test_an_edit_is_found_by_its_new_words_alone(our):
    message = await our.say("the harbour")
    assert len(await our.texts("harbour")) == 1
    await our.edit(message, "the lighthouse")
    assert await our.texts("harbour") == []
    assert await our.texts("lighthouse") == ["the lighthouse"]
    await our.edit(message, "the quay")
    assert await our.texts("lighthouse") == []
    [found] = (await our.find("quay")).found
    assert found.seq == message.seq


async def test_a_deleted_message_is_not_found_even_before_anything_is_indexed_again(our):
    message = await our.say("the harbour")
    later = await our.say("the harbour, later")
    assert len(await our.texts("harbour")) == 2
    await our.delete(message)
    page = await search(our.world.db, our.pair.mentor, Search(q="harbour"))
    assert [each.seq for each in page.found] == [later.seq]
    assert len(await our.texts("harbour")) == 1


async def test_the_words_of_a_deleted_message_leave_the_file_of_the_index(our):
    secret = await our.say("xylophonist regrets")
    edited = await our.say("first zanzibarian words")
    for n in range(300):
        await our.say(f"something else {n}")
    await our.find("something")
    assert words_in(our.world, b"xylophonist")
    assert words_in(our.world, b"zanzibarian")
    await our.delete(secret)
    await our.edit(edited, "other words")
    await our.find("something")
    await Indexing(our.world.db).sweep()
    assert not words_in(our.world, b"xylophonist")
    assert not words_in(our.world, b"zanzibarian")
    assert not words_in(our.world, b"regrets")
    assert len(await our.texts("something", limit=50)) == 50


def words_in(world, word):
    """Whether any table of the index or its entries holds the word, or the beginning that tells it."""
    with contextlib.closing(sqlite3.connect(world.db.path)) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.startswith("search_")
        ]
        assert {"search_index_data", "search_entries"} <= set(names)
        kept = b""
        for name in names:
            if name != "search_index":
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    kept += b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row) + b"\0"
        # Words lie in their order, each without what it shares with the one before.
        return word[:6] in kept or word[2:8] in kept


@pytest.mark.parametrize(
    "q",
    [
        '"',
        '""',
        '" AND "',
        "AND OR NOT NEAR(",
        "text: harbour",
        "scope : 61 OR harbour",
        "harbour*",
        "^harbour",
        "{a b} : c",
        "' OR 1=1 --",
        "a" * 200,
        "a " * 100,
        '"' * 200,
        "🙂",
        "\0",
        "%_\\",
        "-harbour",
        "(((",
        "",
    ],
)
async def test_whatever_is_typed_is_words_and_nothing_else(our, q):
    await our.say("a quiet place")
    page = await our.find(q)
    assert len(page.found) <= 1


async def test_with_very_many_conversations_one_finds_only_ones_own(our, world):
    for _ in range(search_sqlite.MOST_SCOPES // 2 + 1):
        pair = await world.mentorship(mentor=our.pair.mentor)
    foreign = await world.mentorship()
    await our.say("the harbour", pair=pair)
    await our.say("a harbour elsewhere", pair=foreign)
    assert await our.texts("harbour") == ["the harbour"]


async def test_meetings_are_found_by_title_agenda_and_shared_notes(our, world):
    ours = Meetings(world, our.pair)
    made = await ours.create(title="The harbour plan")
    item = await ours.add(made, "Ask about the crane")
    put = PutNotes(text="We agreed on the lantern", revision=0)
    await notes.put_shared(world.db, our.pair.mentee, made.meeting_id, put, **ours.how)
    for word, source in (("harbour", "meeting"), ("crane", "agenda"), ("lantern", "notes")):
        [found] = (await our.find(word)).found
        assert (found.kind, found.source, found.inside_id) == ("meeting", source, made.meeting_id)
        assert found.at == made.starts_at
    await ours.change(made, local_start="2026-12-24T10:00", time_zone="Europe/Lisbon")
    for word in ("harbour", "crane", "lantern"):
        [found] = (await our.find(word)).found
        assert found.at.isoformat() == "2026-12-24T10:00:00+00:00"
    await ours.remove_item(made, item)
    await ours.change(made, title="Another plan")
    assert await our.texts("crane") == await our.texts("harbour") == []


async def test_ones_own_notes_are_found_by_nobody_else(our, world):
    ours = Meetings(world, our.pair)
    made = await ours.create()
    for actor, text in ((our.pair.mentor, "A doubt of mine"), (our.pair.mentee, "My doubt")):
        put = PutNotes(text=text, revision=0)
        await notes.put_private(world.db, actor, made.meeting_id, put, **ours.how)
    assert await our.texts("doubt") == ["A doubt of mine"]
    assert await our.texts("doubt", by=our.pair.mentee, mentorship_id=our.pair.mentorship_id) == ["My doubt"]
    nothing = PutNotes(text="", revision=1)
    await notes.put_private(world.db, our.pair.mentor, made.meeting_id, nothing, **ours.how)
    assert await our.texts("doubt") == []


async def test_goals_are_found_with_their_steps_until_they_are_removed(our, world):
    goal = await world.goal(our.pair, what="Lead a crew", how="By asking", checklist=("Buy a compass",))
    for word in ("crew", "asking", "compass"):
        [found] = (await our.find(word)).found
        assert (found.kind, found.thing_id) == ("goal", goal.goal_id)
    how = {"at": world.clock(), "announce": world.announce}
    await goals.edit(
        world.db, our.pair.mentee, goal.goal_id, GoalEdit(revision=1, what="Lead a fleet"), **how
    )
    assert await our.texts("crew") == []
    await checklists.remove_item(world.db, our.pair.mentee, goal.goal_id, goal.checklist[0].item_id, **how)
    assert await our.texts("compass") == []
    assert len(await our.texts("fleet")) == 1
    await goals.propose_removal(world.db, our.pair.mentor, goal.goal_id, **how)
    await goals.remove(world.db, our.pair.mentee, goal.goal_id, announce=world.announce)
    assert await our.texts("fleet") == []


async def test_areas_work_and_documents_are_found(our, world):
    area = await world.area(our.pair, name="Celestial navigation")
    works = Works(world, our.pair)
    made = await works.create(title="The spring voyage", description="With a sextant")
    document = await works.upload(made, name="Logbook.txt")
    for word, kind, thing in (
        ("navigation", "area", area.area_id),
        ("sextant", "work", made.work_id),
        ("logbook", "work", document.document_id),
    ):
        [found] = (await our.find(word)).found
        assert (found.kind, found.thing_id) == (kind, thing)
    gone = {"files": works.uploads.files, "announce": world.announce}
    await documents.remove(world.db, our.pair.mentee, document.document_id, **gone, at=world.clock())
    assert await our.texts("logbook") == []
    await work.remove(world.db, our.pair.mentee, made.work_id, **gone)
    assert await our.texts("sextant") == []


async def test_what_was_written_before_there_was_an_index_is_found_after_an_upgrade(our, world):
    await our.say("the harbour")
    async with world.db.write() as tx:
        raw = await tx.get_raw_connection()
        await raw.driver_connection.visit(forget_search)
    assert await our.texts("harbour") == ["the harbour"]


def forget_search(connection):
    """As an upgrade finds a database that knows no search."""
    search_sqlite.remove_triggers(connection)
    for table in ("search_entries", "search_waiting"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DROP TABLE search_index")
    search_sqlite.install(connection)


async def test_whatever_became_of_the_demo_story_the_entries_are_what_a_fresh_reading_gives(our, world):
    await demo.load(world.db, passwords=quick_passwords(), clock=world.clock)
    first = await our.say("the harbour")
    await our.find("harbour")
    await our.edit(first, "the quay")
    await our.find("harbour")

    async def all_entries():
        await Indexing(world.db).index_all()
        async with world.db.read() as tx:
            columns = [c for c in search_entries.c if c.name != "entry"]
            return sorted(map(repr, await tx.execute(select(*columns))))

    kept = await all_entries()
    async with world.db.write() as tx:
        raw = await tx.get_raw_connection()
        await raw.driver_connection.visit(forget_search)
    assert await all_entries() == kept
    assert len(kept) > 30
    await demo.clear(world.db, announce=world.announce)
    async with world.db.read() as tx:
        assert (await tx.execute(select(func.count()).select_from(search_waiting))).scalar_one() == 0
        assert (await tx.execute(select(func.count()).select_from(search_entries))).scalar_one() == 1


async def test_indexing_lingers_while_very_much_is_written_and_reads_everything_in_the_end(
    our, world, monkeypatch
):
    for n in range(5):
        await our.say(f"harbour {n}")
    indexing, waiting = Indexing(world.db, at_once=2, pause_s=0), []
    index_some = search_entries_store.index_some

    async def with_others_writing(tx, *, limit):
        for _ in range(5_000):
            indexing.look_again()
        return await index_some(tx, limit=limit)

    async def linger():
        async with world.db.read() as tx:
            count = select(func.count()).select_from(search_waiting)
            waiting.append((await tx.execute(count)).scalar_one())

    monkeypatch.setattr(search_entries_store, "index_some", with_others_writing)
    monkeypatch.setattr(indexing, "_linger", linger)
    await indexing.index_all()
    assert waiting == [3, 1]
    async with world.db.read() as tx:
        assert not await search_entries_store.is_waiting(tx)


async def test_over_http_one_asks_for_words_and_gets_places(our, world, door):
    await our.say("the harbour")
    await Indexing(world.db).index_all()
    answer = await door.get("/api/search?q=harb", by=our.pair.mentor)
    assert answer.status == 200
    [found] = answer.json["found"]
    assert found["seq"] == 1
    assert found["mentorship_id"] == our.pair.mentorship_id
    assert [person["user_id"] for person in found["with_people"]] == [our.pair.mentee.user_id]
    assert (await door.get("/api/search?q=harb")).status == 401
    for wrong in (f"q={'a' * 201}", "q=a&cursor=x", "q=a&kind=rating", "q=a&since=yesterday", ""):
        assert (await door.get(f"/api/search?{wrong}", by=our.pair.mentor)).status == 400


async def test_the_benchmark_finds_what_it_asks_for_in_its_short_form(tmp_path, monkeypatch):
    for name, few in (("MESSAGES", 1_000), ("PAIRS", 4), ("QUESTIONS", 40)):
        monkeypatch.setattr(bench_search, name, few)
    figures = await bench_search.measure(tmp_path, bench_search.Language())
    assert figures["messages"] == 1_000
    assert figures["found_each"] > 1
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
