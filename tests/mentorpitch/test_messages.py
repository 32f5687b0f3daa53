"""Chat, as promised: acked is stored, once, in one order without gaps; outsiders learn nothing."""

import asyncio

import msgspec
import pytest

from mentorpitch.chat import messages
from mentorpitch.chat.messages import (
    ChangeReaction,
    DeleteMessage,
    EditMessage,
    MarkRead,
    PinMessage,
    SendMessage,
    Sync,
    UnpinMessage,
)
from mentorpitch.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from mentorpitch.shapes import (
    Attachment,
    Event,
    Message,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageSent,
    MessageUnpinned,
    Reaction,
    ReactionChanged,
)
from mentorpitch.store import attachments as attachments_store


def a_message(mentorship, *, client_id="c1", body="Hello", **more):
    return SendMessage(conversation_id=mentorship.conversation_id, client_id=client_id, body=body, **more)


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def write(world):
    async def write(actor, change) -> Event:
        return await messages.write(world.db, actor, change, at=world.clock(), announce=world.announce)

    return write


def events_announced(world) -> list[Event]:
    return [said.event for said in world.announced if hasattr(said, "event")]


async def test_an_acked_message_is_in_the_history_and_was_announced_once(world, pair, write):
    sent = await write(pair.mentee, a_message(pair))
    page = await messages.page(world.db, pair.mentor, pair.conversation_id)
    assert [(m.seq, m.body, m.sender_id) for m in page.messages] == [(1, "Hello", pair.mentee.user_id)]
    assert events_announced(world) == [sent]


async def test_the_same_client_id_twice_is_one_message(world, pair, write):
    first = await write(pair.mentee, a_message(pair))
    again = await write(pair.mentee, a_message(pair))
    assert again == first
    assert len((await messages.page(world.db, pair.mentee, pair.conversation_id)).messages) == 1
    assert len(world.announced) == 1


async def test_a_client_id_that_said_something_else_is_refused(world, pair, write):
    await write(pair.mentee, a_message(pair))
    with pytest.raises(Problem) as refused:
        await write(pair.mentee, a_message(pair, body="Other"))
    assert refused.value.code == "id_reused"


async def test_two_people_may_use_the_same_client_id(pair, write):
    assert (await write(pair.mentee, a_message(pair))).seq == 1
    assert (await write(pair.mentor, a_message(pair))).seq == 2


async def test_writes_at_once_are_announced_in_one_order_without_gaps(world, pair, write):
    await asyncio.gather(
        *(write((pair.mentor, pair.mentee)[n % 2], a_message(pair, client_id=f"c{n}")) for n in range(60))
    )
    assert [event.seq for event in events_announced(world)] == list(range(1, 61))
    assert world.db.commits < 15


async def test_repeats_at_once_are_one_message(world, pair, write):
    answers = await asyncio.gather(*(write(pair.mentee, a_message(pair)) for _ in range(20)))
    assert len(set(answers)) == 1
    assert len(world.announced) == 1


async def test_an_outsider_cannot_learn_that_a_private_conversation_exists(world, pair, write):
    outsider = await world.user()
    for actor in (outsider, pair.manager):
        with pytest.raises(NotFound) as private:
            await write(actor, a_message(pair))
        with pytest.raises(NotFound) as absent:
            await write(actor, SendMessage(conversation_id="nowhere", client_id="c", body="Hello"))
        assert private.value.body == absent.value.body
    assert world.announced == []


async def test_an_edit_and_a_deletion_are_events_of_the_same_order(world, pair, write):
    await write(pair.mentee, a_message(pair))
    edit = EditMessage(conversation_id=pair.conversation_id, client_id="e", target=1, body="Better")
    await write(pair.mentee, edit)
    delete = DeleteMessage(conversation_id=pair.conversation_id, client_id="d", target=1)
    await write(pair.mentee, delete)
    synced = await messages.sync(world.db, pair.mentor, Sync(conversation_id=pair.conversation_id, since=0))
    assert [(type(e), e.seq) for e in synced.events] == [
        (MessageSent, 1),
        (MessageEdited, 2),
        (MessageDeleted, 3),
    ]


async def test_a_deleted_text_is_gone_from_the_database_edits_included(world, pair, write):
    both = (pair.mentor.user_id, pair.mentee.user_id)
    await write(pair.mentee, a_message(pair, body="secret *one*", mentions=both))
    edit = EditMessage(
        conversation_id=pair.conversation_id, client_id="e", target=1, body="secret *two*", mentions=both
    )
    await write(pair.mentee, edit)
    await write(pair.mentee, DeleteMessage(conversation_id=pair.conversation_id, client_id="d", target=1))
    async with world.db.read() as tx:
        left = "SELECT count(*) FROM events WHERE coalesce(body, html, mentions) IS NOT NULL"
        assert (await tx.exec_driver_sql(left)).scalar() == 0
    page = await messages.page(world.db, pair.mentor, pair.conversation_id)
    assert [(m.body, m.deleted_at) for m in page.messages] == [(None, world.clock())]


async def test_only_the_writer_can_change_a_message(world, pair, write):
    await write(pair.mentee, a_message(pair))
    for change in (
        EditMessage(conversation_id=pair.conversation_id, client_id="e", target=1, body="Mine now"),
        DeleteMessage(conversation_id=pair.conversation_id, client_id="d", target=1),
    ):
        with pytest.raises(Forbidden):
            await write(pair.mentor, change)
    assert len(world.announced) == 1


async def test_a_deleted_message_cannot_be_edited(pair, write):
    await write(pair.mentee, a_message(pair))
    await write(pair.mentee, DeleteMessage(conversation_id=pair.conversation_id, client_id="d", target=1))
    with pytest.raises(Conflict):
        await write(
            pair.mentee,
            EditMessage(conversation_id=pair.conversation_id, client_id="e", target=1, body="Back"),
        )


@pytest.mark.parametrize("target", [0, 2, 99])
async def test_what_is_no_message_cannot_be_edited(pair, write, target):
    await write(pair.mentee, a_message(pair))
    await write(
        pair.mentee, EditMessage(conversation_id=pair.conversation_id, client_id="e", target=1, body="2")
    )
    with pytest.raises(NotFound):
        await write(
            pair.mentee,
            EditMessage(conversation_id=pair.conversation_id, client_id="f", target=target, body="x"),
        )


@pytest.mark.parametrize("body", [" ", "\n\t", "a\0b"])
async def test_a_body_without_text_or_with_nul_is_refused(world, pair, write, body):
    with pytest.raises(Invalid):
        await write(pair.mentee, a_message(pair, body=body))
    assert world.announced == []


async def test_an_ended_mentorship_is_read_only(world, pair, write):
    await write(pair.mentee, a_message(pair))
    await world.end(pair)
    with pytest.raises(Conflict):
        await write(pair.mentee, a_message(pair, client_id="c2"))
    assert len((await messages.page(world.db, pair.mentee, pair.conversation_id)).messages) == 1


async def test_sync_gives_what_came_after_and_refuses_the_future(world, pair, write):
    for n in range(3):
        await write(pair.mentee, a_message(pair, client_id=f"c{n}"))
    synced = await messages.sync(world.db, pair.mentor, Sync(conversation_id=pair.conversation_id, since=1))
    assert [event.seq for event in synced.events] == [2, 3]
    with pytest.raises(Invalid):
        await messages.sync(world.db, pair.mentor, Sync(conversation_id=pair.conversation_id, since=4))


async def test_a_client_of_another_epoch_gets_everything_anew(world, pair, write):
    await write(pair.mentee, a_message(pair))
    synced = await messages.sync(
        world.db,
        pair.mentor,
        Sync(conversation_id=pair.conversation_id, since=99, epoch="before the restore"),
    )
    assert [event.seq for event in synced.events] == [1]
    assert synced.epoch != "before the restore"


async def test_far_behind_is_told_to_page(world, pair, write):
    async with world.db.write() as tx:
        await tx.exec_driver_sql("UPDATE conversations SET last_seq = 501")
    synced = await messages.sync(world.db, pair.mentor, Sync(conversation_id=pair.conversation_id, since=0))
    assert (synced.limited, synced.events, synced.last_seq) == (True, (), 501)


async def test_so_is_who_has_too_much_to_read(world, pair, write, monkeypatch):
    monkeypatch.setattr(messages, "MOST_TEXT", 20)
    question = Sync(conversation_id=pair.conversation_id, since=0)
    await write(pair.mentee, a_message(pair, client_id="c1", body="x" * 20))
    assert not (await messages.sync(world.db, pair.mentor, question)).limited
    await write(pair.mentee, a_message(pair, client_id="c2", body="x"))
    synced = await messages.sync(world.db, pair.mentor, question)
    assert (synced.limited, synced.events, synced.last_seq) == (True, (), 2)


async def test_pages_meet_without_overlap(world, pair, write):
    for n in range(5):
        await write(pair.mentee, a_message(pair, client_id=f"c{n}"))
    newest = await messages.page(world.db, pair.mentor, pair.conversation_id, limit=3)
    older = await messages.page(
        world.db, pair.mentor, pair.conversation_id, before=newest.messages[0].seq, limit=3
    )
    assert [m.seq for m in (*older.messages, *newest.messages)] == [1, 2, 3, 4, 5]
    assert (newest.has_more, older.has_more) == (True, False)


async def test_a_read_mark_never_moves_back_nor_past_the_end(world, pair, write):
    for n in range(3):
        await write(pair.mentee, a_message(pair, client_id=f"c{n}"))
    world.announced.clear()

    async def mark(seq):
        return await messages.mark_read(
            world.db,
            pair.mentor,
            MarkRead(conversation_id=pair.conversation_id, seq=seq),
            announce=world.announce,
        )

    assert (await mark(2)).seq == 2
    assert (await mark(1)).seq == 2
    assert len(world.announced) == 1
    with pytest.raises(Invalid):
        await mark(4)


def fold(snapshot: dict[int, Message], event: Event) -> None:
    """What a client does with an event."""
    if isinstance(event, MessageSent):
        snapshot[event.seq] = Message(
            conversation_id=event.conversation_id,
            seq=event.seq,
            sender_id=event.sender_id,
            client_id=event.client_id,
            body=event.body,
            sent_at=event.at,
            html=event.html,
            reply_to=event.reply_to,
            mentions=event.mentions,
            attachments=event.attachments,
        )
        return
    old = snapshot[event.target]
    match event:
        case MessageEdited():
            change = {
                "body": event.body,
                "html": event.html,
                "mentions": event.mentions,
                "edited_at": event.at,
            }
        case MessageDeleted():
            gone = {"body": None, "html": None, "mentions": (), "attachments": (), "reactions": ()}
            change = gone | {"pinned_by": None, "pinned_at": None, "deleted_at": event.at}
        case ReactionChanged():
            its = Reaction(user_id=event.sender_id, emoji=event.emoji)
            others = tuple(each for each in old.reactions if each != its)
            kept = old.reactions if its in old.reactions else (*others, its)
            change = {"reactions": kept if event.added else others}
        case MessagePinned():
            change = {"pinned_by": event.sender_id, "pinned_at": event.at}
        case MessageUnpinned():
            change = {"pinned_by": None, "pinned_at": None}
    snapshot[event.target] = msgspec.structs.replace(old, **change)


def a_story(mentorship):
    """Changes of every kind, each with the one who makes it."""
    mentor, mentee = mentorship.mentor, mentorship.mentee

    meant = {"mentions": (mentee.user_id,)}

    def change(kind, client_id, target, **more):
        place = {"conversation_id": mentorship.conversation_id, "client_id": client_id, "target": target}
        return kind(**place, **more)

    def react(client_id, target, emoji, *, added=True):
        return change(ChangeReaction, client_id, target, emoji=emoji, added=added)

    return [
        (mentee, a_message(mentorship, client_id="1", body="one")),
        (mentee, a_message(mentorship, client_id="2", body="**two**", attachments=("f1", "f2"))),
        (mentor, react("3", 2, "👍")),
        (mentee, change(EditMessage, "4", 1, body="*one*, better", mentions=(mentor.user_id,))),
        (mentor, a_message(mentorship, client_id="5", body="", reply_to=2, attachments=("f3",), **meant)),
        (mentee, react("6", 5, "🎉")),
        (mentor, react("7", 5, "🎉")),
        (mentee, react("8", 5, "👍")),
        (mentee, react("9", 5, "🎉", added=False)),
        (mentor, react("10", 5, "🎉")),
        (mentor, change(PinMessage, "11", 2)),
        (mentee, change(PinMessage, "12", 1)),
        (mentee, change(DeleteMessage, "13", 2)),
        (mentee, change(EditMessage, "14", 1, body="one, best")),
        (mentor, change(UnpinMessage, "15", 1)),
        (mentor, change(PinMessage, "16", 5)),
        (mentor, react("17", 1, "🙂", added=False)),
    ]


async def have_files(world, pair):
    """Those that the story's messages name."""
    for file_id, actor in (("f1", pair.mentee), ("f2", pair.mentee), ("f3", pair.mentor)):
        size = dict.fromkeys(("bytes", "pages", "width", "height", "duration_ms"), 1)
        kind = {"kind": "image", "media_type": "image/png", "name": "a.png"}
        file = Attachment(file_id=file_id, **kind, **size)
        where = pair.conversation_id, actor.user_id
        how = {"file": file_id, "at": world.clock(), "expires_at": world.clock()}
        async with world.db.write() as tx:
            await attachments_store.add(tx, file, *where, **how)


@pytest.mark.parametrize("cut", range(18))
async def test_an_old_snapshot_and_the_events_since_equal_a_fresh_snapshot(world, pair, write, cut):
    await have_files(world, pair)
    place = {"conversation_id": pair.conversation_id}
    old: dict[int, Message] = {}
    for n, (actor, change) in enumerate(a_story(pair)):
        if n == cut:
            page = await messages.page(world.db, pair.mentor, pair.conversation_id)
            old = {message.seq: message for message in page.messages}
        world.clock.advance(seconds=1)
        await write(actor, change)
    since = cut if cut < len(a_story(pair)) else 0
    synced = await messages.sync(world.db, pair.mentor, Sync(**place, since=since))
    for event in synced.events:
        fold(old, event)
    fresh = {m.seq: m for m in (await messages.page(world.db, pair.mentor, pair.conversation_id)).messages}
    assert old == fresh


async def test_what_was_announced_is_what_is_stored(world, pair, write):
    await have_files(world, pair)
    for actor, change in a_story(pair):
        await write(actor, change)
    world_told = events_announced(world)
    told: dict[int, Message] = {}
    for event in world_told:
        fold(told, event)
    page = await messages.page(world.db, pair.mentor, pair.conversation_id)
    assert told == {message.seq: message for message in page.messages}


async def test_among_those_who_write_at_once_only_the_refused_are_refused(world, pair, write):
    other = await world.mentorship()
    await world.end(other)
    outcomes = await asyncio.gather(
        write(pair.mentor, a_message(pair, client_id="first")),
        write(other.mentor, a_message(other)),
        write(other.mentor, a_message(pair)),
        write(pair.mentor, a_message(pair, client_id="first")),
        write(pair.mentor, a_message(pair, client_id="first", body="Something else")),
        write(pair.mentee, a_message(pair, client_id="last")),
        return_exceptions=True,
    )
    seqs = [getattr(outcome, "seq", None) or outcome.code for outcome in outcomes]
    assert seqs == [1, "conflict", "not_found", 1, "id_reused", 2]
    assert [event.seq for event in events_announced(world)] == [1, 2]
