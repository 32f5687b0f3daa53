"""Files that go with messages: sent up first, then named; gone with the message, or after a day."""

import asyncio
import json

import msgspec
import pytest
from PIL import Image

from mentorpitch.announcements import JobsWait
from mentorpitch.chat import attachments, messages, showing
from mentorpitch.chat.attachments import MOST_UNUSED, FileUpload
from mentorpitch.chat.expiry import KIND, ExpiredFiles
from mentorpitch.chat.messages import DeleteMessage, EditMessage, SendMessage, Sync
from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.jobs import Worker
from mentorpitch.store.files import FileLimits, Files
from mentorpitch.work.sandbox import Sandbox
from mentorpitch.work.uploads import Uploads
from tests.mentorpitch.work_world import TEXT, QuickEye, Works, chunks, image, pdf, photo, sound


class Talk:
    """A pair's conversation with its files; the mentee sends, unless somebody else is named."""

    def __init__(self, world, pair, *, eye=None, limits=None):
        self.world, self.pair, self.count = world, pair, 0
        self.uploads = Uploads(Files(world.db.path.with_name("files"), limits), eye or QuickEye())
        expired = ExpiredFiles(world.db, self.uploads.files, clock=world.clock)
        self.worker = Worker(world.db, {KIND: expired}, announce=world.announce, clock=world.clock)

    def _next(self):
        self.count += 1
        return f"t{self.count}"

    async def upload(self, content=TEXT, by=None, *, name="plan.txt", client_id=None):
        said = FileUpload(client_id=client_id or self._next(), name=name)
        how = {"uploads": self.uploads, "at": self.world.clock()}
        where = self.world.db, by or self.pair.mentee, self.pair.conversation_id
        return await attachments.upload(*where, said, chunks(content), **how)

    async def write(self, kind, by=None, **fields):
        place = {"conversation_id": self.pair.conversation_id, "client_id": self._next()}
        change = kind(**place | fields)
        how = {"at": self.world.clock(), "announce": self.world.announce}
        return await messages.write(self.world.db, by or self.pair.mentee, change, **how)

    async def say(self, *files, by=None, body="", **fields):
        file_ids = tuple(each.file_id for each in files)
        return await self.write(SendMessage, by, body=body, attachments=file_ids, **fields)

    async def page(self):
        return await messages.page(self.world.db, self.pair.mentor, self.pair.conversation_id)

    async def unused(self, by=None):
        where = self.world.db, by or self.pair.mentee, self.pair.conversation_id
        return (await attachments.list_unused(*where, files=self.uploads.files)).unused

    async def discard(self, file, by=None):
        where = self.world.db, by or self.pair.mentee, self.pair.conversation_id
        await attachments.discard(*where, file.file_id, files=self.uploads.files)

    async def read(self, file, by=None):
        where = self.world.db, by or self.pair.mentor, self.pair.conversation_id
        found = await showing.download(*where, file.file_id, uploads=self.uploads)
        return found.path.read_bytes()

    def on_disk(self):
        folder = self.world.db.path.with_name("files")
        return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def talk(world, pair):
    """Every file is a text there; what files truly are is seen below."""
    return Talk(world, pair)


@pytest.fixture
def seen(world, pair):
    """With the real eye: a process for each file."""
    return Talk(world, pair, eye=Sandbox())


# ── Sent up, then named ──────────────────────────────────────────────────────


async def test_a_message_brings_its_files_in_the_order_named(talk):
    first, second = await talk.upload(name="first.txt"), await talk.upload(name="second.md")
    sent = await talk.say(second, first, body="Two drafts")
    assert [each.name for each in sent.attachments] == ["second.md", "first.txt"]
    [message] = (await talk.page()).messages
    assert message.attachments == sent.attachments
    assert await talk.read(first) == TEXT


async def test_a_message_may_be_files_alone(talk):
    sent = await talk.say(await talk.upload(), body=" \n")
    assert (sent.body, sent.html) == ("", None)
    for body in ("", "  "):
        with pytest.raises(Invalid):
            await talk.say(body=body)


async def test_an_unsent_file_is_its_uploaders_alone(talk):
    file = await talk.upload()
    assert await talk.unused() == (file,)
    assert await talk.read(file, talk.pair.mentee) == TEXT
    assert await talk.unused(talk.pair.mentor) == ()
    with pytest.raises(NotFound):
        await talk.read(file)
    with pytest.raises(NotFound):
        await talk.say(file, by=talk.pair.mentor)
    with pytest.raises(NotFound):
        await talk.discard(file, talk.pair.mentor)
    await talk.say(file)
    assert await talk.unused() == ()


async def test_a_file_goes_with_one_message_of_its_own_conversation(world, talk):
    file = await talk.upload()
    elsewhere = Talk(world, await world.mentorship(mentee=talk.pair.mentee))
    with pytest.raises(NotFound):
        await elsewhere.say(file)
    await talk.say(file)
    with pytest.raises(Conflict):
        await talk.say(file)
    with pytest.raises(Conflict):
        await talk.discard(file)
    assert (await talk.page()).last_seq == 1


async def test_what_is_refused_leaves_every_file_unsent(talk):
    file = await talk.upload()
    named = {"body": "", "attachments": (file.file_id,)}
    for wrong in ({"reply_to": 9}, {"mentions": ("nobody",)}, {"attachments": (file.file_id, "absent")}):
        with pytest.raises(Problem):
            await talk.write(SendMessage, **named | wrong)
    assert await talk.unused() == (file,)
    assert (await talk.page()).last_seq == 0


async def test_among_two_messages_that_name_a_file_at_once_one_has_it(talk):
    file = await talk.upload()
    outcomes = await asyncio.gather(talk.say(file), talk.say(file), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "MessageSent"]


async def test_a_repeat_has_the_same_answer(talk):
    file = await talk.upload(client_id="u")
    assert await talk.upload(client_id="u") == file
    sent = await talk.say(file, client_id="m")
    assert await talk.say(file, client_id="m") == sent
    assert await talk.upload(client_id="u") == file
    assert len(talk.on_disk()) == 1
    for wrong in (talk.upload(b"other", client_id="u"), talk.upload(name="b.txt", client_id="u")):
        with pytest.raises(Problem) as refused:
            await wrong
        assert refused.value.code == "id_reused"
    other = await talk.upload()
    with pytest.raises(Problem) as refused:
        await talk.say(other, client_id="m")
    assert refused.value.code == "id_reused"


async def test_a_message_without_files_takes_the_short_way_and_says_nothing_of_them(talk):
    sent = await talk.say(body="Hello")
    assert b"attachments" not in msgspec.json.encode(sent)


# ── Gone ─────────────────────────────────────────────────────────────────────


async def test_deleting_a_message_leaves_no_byte_of_its_files(seen):
    file = await seen.upload(photo(), name="me.jpg")
    other = await seen.upload()
    sent = await seen.say(file, body="Me")
    await seen.say(other)
    assert len(seen.on_disk()) == 3  # the photo, its preview, the text
    await seen.write(DeleteMessage, target=sent.seq)
    assert seen.world.announced[-1] == JobsWait()
    with pytest.raises(NotFound):  # at once, whenever the bytes go
        await seen.read(file, seen.pair.mentee)
    assert await seen.unused() == ()
    await seen.worker.work()
    assert len(seen.on_disk()) == 1
    assert [message.attachments for message in (await seen.page()).messages] == [(), (other,)]
    question = Sync(conversation_id=seen.pair.conversation_id, since=0)
    synced = await messages.sync(seen.world.db, seen.pair.mentor, question)
    assert synced.events[0].attachments == ()


async def test_what_no_message_names_is_gone_after_a_day(world, talk):
    await talk.upload()
    world.clock.advance(hours=23, minutes=59)
    await talk.worker.work()
    sent = await talk.upload(client_id="later")
    await talk.say(sent)
    world.clock.advance(hours=1, minutes=1)
    await talk.worker.work()
    assert await talk.unused() == ()
    assert len(talk.on_disk()) == 1
    world.clock.advance(days=400)
    await talk.worker.work()
    assert await talk.read(sent) == TEXT


async def test_what_is_interrupted_between_bytes_and_rows_is_done_again(world, talk):
    await talk.upload()
    [name] = talk.on_disk()
    await talk.uploads.files.remove([name])
    world.clock.advance(hours=25)
    await talk.worker.work()
    assert await talk.unused() == ()


async def test_one_can_take_back_what_was_not_sent(talk):
    file = await talk.upload(client_id="u")
    await talk.discard(file)
    assert talk.on_disk() == []
    with pytest.raises(NotFound):
        await talk.discard(file)
    with pytest.raises(Problem) as refused:
        await talk.upload(client_id="u")
    assert refused.value.code == "gone"
    assert talk.on_disk() == []


# ── Limits ───────────────────────────────────────────────────────────────────


async def test_a_conversation_has_room_for_so_much(world, pair):
    talk = Talk(world, pair, limits=FileLimits(most_bytes_of_a_conversation=2 * len(TEXT)))
    sent = await talk.say(await talk.upload())
    await talk.upload()
    with pytest.raises(Problem) as refused:
        await talk.upload(by=pair.mentor)
    assert refused.value.code == "too_large"
    assert len(talk.on_disk()) == 2
    await talk.write(DeleteMessage, target=sent.seq)
    await talk.upload(by=pair.mentor)


async def test_nobody_heaps_up_what_they_do_not_send(talk):
    for _ in range(MOST_UNUSED):
        await talk.upload()
    with pytest.raises(Conflict):
        await talk.upload()
    await talk.upload(by=talk.pair.mentor)
    assert len(talk.on_disk()) == MOST_UNUSED + 1


async def test_where_nobody_can_write_nothing_is_sent_up(world, talk):
    file = await talk.upload()
    await talk.say(file)
    await world.end(talk.pair)
    with pytest.raises(Conflict):
        await talk.upload()
    assert await talk.read(file) == TEXT
    outsider = await world.user()
    for asked in (talk.upload(by=outsider), talk.read(file, outsider), talk.unused(outsider)):
        with pytest.raises(NotFound):
            await asked
    assert len(talk.on_disk()) == 1


# ── What a file is, its content says ─────────────────────────────────────────


async def test_an_image_says_how_large_it_is_and_has_a_bounded_preview(seen):
    file = await seen.upload(photo(), name="board.jpg")
    assert (file.kind, file.name, file.width, file.height) == ("image", "board.jpg", 30, 40)
    await seen.say(file)
    large = await seen.upload(image("PNG", (3_000, 1_000)))
    await seen.say(large)
    where = seen.world.db, seen.pair.mentor, seen.pair.conversation_id
    found = await showing.page(*where, large.file_id, 1, uploads=seen.uploads, size="preview")
    with Image.open(found.path) as picture:
        assert picture.size == (720, 240)
    assert b"Lisbon" not in await seen.read(file)


async def test_a_preview_that_was_swept_is_drawn_again(seen):
    file = await seen.upload(pdf((200, 100)), name="plan.pdf")
    assert (file.kind, file.pages) == ("document", 1)
    await seen.say(file)
    where = seen.world.db, seen.pair.mentor, seen.pair.conversation_id
    found = await showing.page(*where, file.file_id, 1, uploads=seen.uploads, size="preview")
    found.path.unlink()
    again = await showing.page(*where, file.file_id, 1, uploads=seen.uploads, size="preview")
    assert again.path.is_file()


@pytest.mark.parametrize(
    ("recorded", "media_type", "name"),
    [
        (sound("webm", live="1"), "audio/webm", "note.webm"),
        (sound("ogg"), "audio/webm", "note.webm"),
        (sound("mp4", "aac", movflags="frag_keyframe+empty_moov"), "audio/mp4", "note.m4a"),
    ],
)
async def test_a_voice_note_says_how_long_it_is_and_nothing_but_its_sound(seen, recorded, media_type, name):
    file = await seen.upload(recorded, name="note.html")
    assert (file.kind, file.media_type, file.name) == ("voice", media_type, name)
    assert 900 < file.duration_ms < 1_100
    await seen.say(file)
    assert b"Lisbon" in recorded
    assert b"Lisbon" not in await seen.read(file)


HOSTILE = {
    "a video's first bytes": b"\x1aE\xdf\xa3" + b"webm" * 100,
    "a page called a sound": b"OggS\0<script>alert(1)</script>",
    "half a recording": sound("mp4", "aac")[:300],
    "another codec": sound("ogg", "flac"),
    "an MP3": sound("mp3", "libmp3lame"),
    "a program": b"\x7fELF" + bytes(100),
    "nothing": b"",
    "a recording of six minutes": sound(seconds=360),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_is_none_of_these_is_refused_and_leaves_nothing(seen, content):
    with pytest.raises(Invalid):
        await seen.upload(content, name="note.webm")
    assert seen.on_disk() == []
    assert await seen.unused() == ()


async def test_work_takes_no_voice_notes(world, pair):
    works = Works(world, pair, sandbox=Sandbox())
    with pytest.raises(Invalid):
        await works.upload(await works.create(), sound(), name="note.webm")
    assert works.on_disk() == []


# ── Through the door ─────────────────────────────────────────────────────────


async def test_a_file_is_kept_or_heard_and_never_run(door, pair):
    place = f"/api/conversations/{pair.conversation_id}"
    page = b"<!doctype html><script>alert(1)</script>"
    sent = await door.post(f"{place}/files?client_id=u&name=a.html", data=page, by=pair.mentee)
    assert (sent.status, sent.json["name"], sent.json["media_type"]) == (201, "a.txt", "text/plain")
    listed = await door.get(f"{place}/files", by=pair.mentee)
    assert listed.json == {"unused": [sent.json], "most_bytes": 25_000_000}
    message = {"client_id": "m", "body": "", "attachments": [sent.json["file_id"]]}
    assert (await door.post(f"{place}/messages", message, by=pair.mentee)).status == 201
    answer = await door.get(f"{place}/files/{sent.json['file_id']}", by=pair.mentor)
    assert answer.raw == page
    wanted = {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    text = await door.get(f"{place}/files/{sent.json['file_id']}/text", by=pair.mentor)
    assert json.loads(text.raw) == {"text": page.decode(), "is_all": True}
    for none in ("preview", "pages/1"):
        assert (await door.get(f"{place}/files/{sent.json['file_id']}/{none}", by=pair.mentor)).status == 404


async def test_a_message_names_ten_files_at_most(door, pair):
    place = f"/api/conversations/{pair.conversation_id}/messages"
    for count, status in ((11, 400), (10, 404)):
        body = {"client_id": "m", "body": "", "attachments": [f"file-{n}" for n in range(count)]}
        assert (await door.post(place, body, by=pair.mentee)).status == status


async def test_an_edit_keeps_the_files(talk):
    sent = await talk.say(await talk.upload(), body="Here")
    await talk.write(EditMessage, target=sent.seq, body="Here it is")
    [message] = (await talk.page()).messages
    assert (message.body, message.attachments) == ("Here it is", sent.attachments)
