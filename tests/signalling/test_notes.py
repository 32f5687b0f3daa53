"""Shared notes on the wire: the two write at once, drop out, come back, and both have every word."""

import random
from base64 import b64decode, b64encode

import pytest
from pycrdt import Doc, Text

from mentorpitch.limits import WRITE_NOTES
from mentorpitch.meetings import notes
from mentorpitch.store.database import Database
from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def made(world, live):
    ours = Meetings(world, await world.mentorship())
    return ours.pair, (await ours.create()).meeting_id


class Page:
    """One open page of the shared notes, as static/meetings/shared-text.js is one."""

    def __init__(self, meeting_id, client_id):
        self.meeting_id = meeting_id
        self.doc = Doc(client_id=client_id)
        self.text = self.doc.get("notes", type=Text)
        self.unsent = []
        self.client = None
        self.is_hearing = False
        self.subscription = self.doc.observe(self._changed)

    def _changed(self, event):
        if not self.is_hearing:
            self.unsent.append(event.update)

    def hear(self, update):
        self.is_hearing = True
        self.doc.apply_update(b64decode(update))
        self.is_hearing = False

    def type(self, chance, words):
        characters = str(self.text)
        at = len(characters[: chance.randint(0, len(characters))].encode())
        self.text.insert(at, words)

    def erase(self, chance):
        characters = str(self.text)
        if characters:
            start = chance.randrange(len(characters))
            end = min(len(characters), start + chance.randint(1, 3))
            at, until = (len(characters[:n].encode()) for n in (start, end))
            del self.text[at:until]

    async def sync(self):
        state = b64encode(self.doc.get_state()).decode()
        self.hear((await self.client.do("sync_notes", meeting_id=self.meeting_id, state=state))["update"])

    async def send(self, *, loses_ack=False):
        while self.unsent:
            update = b64encode(self.unsent[0]).decode()
            await self.client.do("change_notes", meeting_id=self.meeting_id, update=update)
            if loses_ack:
                return
            self.unsent.pop(0)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_two_write_and_whenever_they_drop_out_all_pages_agree(world, made, connect, seed):
    chance = random.Random(seed)
    pair, meeting_id = made
    actors = [pair.mentor, pair.mentee, await world.session(pair.mentee.user_id)]
    pages = [Page(meeting_id, client_id) for client_id in (1, 2, 6)]
    for page, actor in zip(pages, actors, strict=True):
        page.client = await connect(actor)
    for n in range(120):
        page = chance.choice(pages)
        match chance.randrange(8):
            case 0:
                page.erase(chance)
            case 1:
                await page.sync()
                await page.send(loses_ack=True)  # sent again the next time
            case 2 | 3:
                await page.sync()
                await page.send()
            case 4:
                page.client = await connect(actors[pages.index(page)])  # it was away: nothing was heard
            case _:
                page.type(chance, f"<{n}{chance.choice('aäش🎉')}>")
    for page in pages:
        await page.sync()
        await page.send()
    for page in pages:
        await page.sync()
    async with Database(world.db.path) as again:  # as after a restart
        kept = (await notes.get_shared(again, pair.mentor, meeting_id)).text
        assert {str(page.text) for page in pages} == {kept}
        synced = await notes.sync(again, pair.mentor, notes.SyncNotes(meeting_id=meeting_id, state=b"\0"))
    fresh = Page(meeting_id, 9)
    fresh.hear(b64encode(synced.update))
    assert str(fresh.text) == kept


async def test_every_word_that_was_acked_stands_there_and_comes_to_the_other_at_once(made, connect):
    pair, meeting_id = made
    mentor, mentee = Page(meeting_id, 1), Page(meeting_id, 2)
    mentor.client, mentee.client = await connect(pair.mentor), await connect(pair.mentee)
    for n in range(40):  # past the point where updates become one document
        for page in (mentor, mentee):
            page.text.insert(0, f"{n}{'m' if page is mentor else 'e'} ")
            await page.send()
    told = await mentor.client.heard("notes_changed", revision=80)
    assert told["changed_by"] == pair.mentee.user_id
    for page in (mentor, mentee):
        for name, payload in page.client.told:
            if name == "notes_changed":
                page.hear(payload["update"])
    assert str(mentor.text) == str(mentee.text)
    assert sorted(str(mentor.text).split()) == sorted(f"{n}{who}" for n in range(40) for who in "me")


async def test_what_is_written_over_http_is_merged_on_open_pages(world, made, connect):
    pair, meeting_id = made
    page = Page(meeting_id, 1)
    page.client = await connect(pair.mentor)
    page.text.insert(0, "First line")
    await page.send()
    new = notes.PutNotes(text="First line\nand another", revision=1)
    await notes.put_shared(world.db, pair.mentee, meeting_id, new, announce=world.announce, clock=world.clock)
    page.hear((await page.client.heard("notes_changed", revision=2))["update"])
    assert str(page.text) == new.text


async def test_that_somebody_writes_is_told_to_the_other_alone(made, connect):
    pair, meeting_id = made
    mentor, mentee, manager = (
        await connect(pair.mentor),
        await connect(pair.mentee),
        await connect(pair.manager),
    )
    await mentee.do("set_writing", meeting_id=meeting_id, writing=True)
    assert (await mentor.heard("writing_changed"))["user_id"] == pair.mentee.user_id
    assert "writing_changed" not in mentee.heard_names() + manager.heard_names()


@pytest.mark.parametrize(
    "update", ["", "not base64!", "AAAA", b64encode(b"\xff" * 300).decode(), "A" * 56_000]
)
async def test_a_broken_change_is_a_typed_error_and_harms_nothing(world, made, connect, update):
    pair, meeting_id = made
    page = Page(meeting_id, 1)
    page.client = await connect(pair.mentor)
    page.text.insert(0, "Before")
    await page.send()
    ack = await page.client.ask("change_notes", {"meeting_id": meeting_id, "update": update})
    assert ack["error"]["code"] in ("invalid", "too_large", "conflict")
    ack = await page.client.ask("sync_notes", {"meeting_id": meeting_id, "state": update})
    assert not ack["ok"]
    assert (await notes.get_shared(world.db, pair.mentee, meeting_id)).text == "Before"


async def test_a_flood_of_changes_is_slowed_down(made, live, connect):
    pair, meeting_id = made
    page = Page(meeting_id, 1)
    page.client = await connect(pair.mentor)
    for _ in range(900):
        live.notes._limits.take(WRITE_NOTES, pair.mentor.user_id)
    page.text.insert(0, "x")
    ack = await page.client.ask(
        "change_notes", {"meeting_id": meeting_id, "update": b64encode(page.unsent[0]).decode()}
    )
    assert ack["error"]["code"] == "rate_limited"
    assert ack["error"]["retry_after_ms"] > 0


async def test_a_cancelled_meetings_notes_and_those_of_an_ended_pair_can_only_be_read(world, made, connect):
    pair, meeting_id = made
    page = Page(meeting_id, 1)
    page.client = await connect(pair.mentor)
    page.text.insert(0, "While it lasts")
    await page.send()
    await world.end(pair)
    page.text.insert(0, "x")
    question = {"meeting_id": meeting_id, "update": b64encode(page.unsent[0]).decode()}
    assert (await page.client.ask("change_notes", question))["error"]["code"] == "conflict"
    await page.sync()
