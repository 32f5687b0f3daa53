"""Files, whatever they are and however they come: nothing is half stored, and nobody is harmed."""

import asyncio
import errno
import io
import json
import os
import zlib
from datetime import timedelta

import pytest
from PIL import Image

from mentorpitch.errors import Invalid, NotFound, Problem
from mentorpitch.store import files as files_module
from mentorpitch.store import work as work_store
from mentorpitch.store.files import FileLimits
from mentorpitch.work import documents, reading
from mentorpitch.work.documents import Upload
from mentorpitch.work.sandbox import Sandbox
from mentorpitch.work.uploads import MOST_AT_ONCE
from tests.mentorpitch.work_world import TEXT, Works, archive, chunks, image, pdf, photo

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"


@pytest.fixture
async def pair(world):
    return await world.mentorship()


@pytest.fixture
def works(world, pair):
    """With the real eye: a process for each file."""
    return Works(world, pair, sandbox=Sandbox())


async def kept_of(works, content, name="file"):
    document = await works.upload(await works.create(), content, name=name)
    [version] = document.versions
    how = {"uploads": works.uploads}
    found = await reading.download(works.world.db, works.pair.mentor, version.version_id, **how)
    return version, found


def page_of(works, version, number=1):
    how = {"uploads": works.uploads}
    return reading.page(works.world.db, works.pair.mentor, version.version_id, number, **how)


# ── What a file is, its content says ─────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name", "media_type", "ending"),
    [
        (image("PNG"), "a.pdf", "image/png", "png"),
        (image("JPEG"), "a.jpeg", "image/jpeg", "jpeg"),
        (image("WEBP"), "a.html", "image/webp", "webp"),
        (image("GIF"), "a.gif", "image/png", "png"),
        (pdf((200, 100)), "a.txt", "application/pdf", "pdf"),
        ("Grüße\n".encode(), "a.csv", "text/plain", "csv"),
        (b"<!doctype html><script>alert(1)</script>", "a.html", "text/plain", "txt"),
        (SVG, "a.svg", "text/plain", "txt"),
    ],
)
async def test_a_type_is_found_in_the_content(works, content, name, media_type, ending):
    version, found = await kept_of(works, content, name)
    assert (version.media_type, version.extension) == (media_type, ending)
    assert found.name == f"a, version 1.{ending}"
    assert found.path.stat().st_size == version.bytes


@pytest.mark.parametrize(("part", "ending"), [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")])
async def test_office_documents_are_kept_as_they_are(works, part, ending):
    content = archive(**{"[Content_Types].xml": "<Types/>", part: "<x/>"})
    version, found = await kept_of(works, content)
    assert (version.extension, version.pages, found.path.read_bytes()) == (ending, 0, content)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(200),
        os.urandom(500),
        archive(**{"a.txt": "hidden"}),
        archive(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "macros"}),
        b"text with \0 in it",
        "utf-16".encode("utf-16"),
    ],
)
async def test_what_is_none_of_the_known_kinds_is_refused(works, content):
    item = await works.create()
    with pytest.raises(Invalid):
        await works.upload(item, content, name="a.txt")
    assert works.on_disk() == []


async def test_kinds_that_the_settings_leave_out_are_refused(world, pair):
    limits = FileLimits(media_types=frozenset({"application/pdf"}))
    works = Works(world, pair, limits=limits, sandbox=Sandbox())
    item = await works.create()
    await works.upload(item, pdf((200, 100)))
    with pytest.raises(Invalid):
        await works.upload(item, image())


async def test_an_empty_file_is_none(works):
    item = await works.create()
    with pytest.raises(Invalid):
        await works.upload(item, b"")
    assert works.on_disk() == []


# ── Images ───────────────────────────────────────────────────────────────────


async def test_of_an_image_only_its_pixels_are_kept(works):
    version, found = await kept_of(works, photo() + b"<script>behind the end</script>", "p.jpg")
    kept = found.path.read_bytes()
    assert b"Lisbon" not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert not again.getexif()
        assert again.size == (30, 40)  # upright, as its note said
    assert (version.width, version.height, version.pages) == (30, 40, 1)


def bomb():
    """A PNG of 20 000 × 20 000 pixels in 50 kB."""
    rows = zlib.compress(bytes(20_000 // 8 + 1) * 20_000, 9)
    header = (20_000).to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])

    def chunk(kind, body):
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [bomb(), image()[:60], b"\x89PNG\r\n\x1a\n<html>", b"GIF89a<script>alert(1)</script>"],
    ids=["bomb", "cut", "html after a PNG's first bytes", "script after a GIF's"],
)
async def test_images_that_are_none_or_far_too_many_pixels_are_refused(works, content):
    item = await works.create()
    with pytest.raises(Invalid):
        await works.upload(item, content, name="a.png")
    assert works.on_disk() == []


# ── Pages ────────────────────────────────────────────────────────────────────


async def test_pages_of_a_pdf_are_drawn_once_and_kept(works):
    version, _ = await kept_of(works, pdf((595, 842), (842, 595)))
    assert (version.pages, version.width, version.height) == (2, 595, 842)
    drawn = await page_of(works, version, 2)
    with Image.open(drawn.path) as picture:
        assert picture.format == "WEBP"
        assert abs(picture.width / picture.height - 842 / 595) < 0.01
    before = drawn.path.stat().st_mtime_ns
    assert (await page_of(works, version, 2)).path.stat().st_mtime_ns == before
    for number in (0, 3):
        with pytest.raises(NotFound):
            await page_of(works, version, number)


async def test_a_huge_page_becomes_a_small_picture(works):
    version, _ = await kept_of(works, pdf((14_400, 14_400)))
    with Image.open((await page_of(works, version)).path) as picture:
        assert max(picture.size) <= 2_000


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4\nand then nothing", b"%PDF-1.7\n<script>alert(1)</script>", pdf()]
)
async def test_a_pdf_that_cannot_be_opened_is_kept_and_not_shown(works, content):
    version, found = await kept_of(works, content, "a.html")
    assert (version.pages, version.extension, found.media_type) == (0, "pdf", "application/pdf")


async def test_what_is_no_text_is_not_shown_as_one_and_a_long_text_only_begins(works):
    version, _ = await kept_of(works, image())
    how = {"uploads": works.uploads}
    with pytest.raises(NotFound):
        await reading.text(works.world.db, works.pair.mentor, version.version_id, **how)
    version, _ = await kept_of(works, "ü".encode() * 40_000 + b"!")
    shown = await reading.text(works.world.db, works.pair.mentor, version.version_id, **how)
    assert (shown.is_all, shown.text.strip("ü")) == (False, "")


# ── Who looks at it may hang, die or lie ─────────────────────────────────────


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('not JSON')",
        'print(\'{"media_type": "text/html; charset=utf-8"}\')',
        "print('{\"pages\": -1}')",
        "import sys; sys.stdout.write('x' * 10_000_000)",
    ],
)
async def test_an_eye_that_fails_fails_alone(world, pair, tmp_path, program):
    path = tmp_path / "eye.py"
    path.write_text(program)
    works = Works(world, pair, sandbox=Sandbox(timeout_s=0.5, program=path))
    item = await works.create()
    with pytest.raises(Invalid):
        await works.upload(item)
    assert works.on_disk() == []
    works.uploads.sandbox = Sandbox()
    await works.upload(item)


async def test_the_eye_sees_nothing_of_the_servers_surroundings(world, pair, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORPITCH__SECRET", "told to nobody")
    path = tmp_path / "eye.py"
    path.write_text(
        "import json, os, sys\n"
        f"json.dump(dict(os.environ), open({str(tmp_path / 'seen')!r}, 'w'))\n"
        'print(\'{"media_type": "text/plain"}\')'
    )
    works = Works(world, pair, sandbox=Sandbox(program=path))
    await works.upload(await works.create())
    seen = json.loads((tmp_path / "seen").read_text())
    assert not [name for name in seen if name.startswith("MENTORPITCH")]


# ── On their way ─────────────────────────────────────────────────────────────


async def test_more_than_the_limit_is_refused_as_soon_as_it_has_come(world, pair):
    works = Works(world, pair, limits=FileLimits(most_bytes=1_000))
    item = await works.create()
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 100
            yield bytes(100)

    with pytest.raises(Problem) as refused:
        await add(works, item, endless())
    assert (refused.value.code, read) == ("too_large", 1_100)
    assert works.on_disk() == []


def add(works, item, stream, client_id="c1"):
    upload = Upload(client_id=client_id, name="a.txt")
    how = {"uploads": works.uploads, **works.effects}
    return documents.add(works.world.db, works.pair.mentee, item.work_id, upload, stream, **how)


async def test_what_breaks_off_leaves_nothing(works):
    item = await works.create()

    async def cut():
        yield TEXT
        raise Invalid("The file did not come whole.")

    with pytest.raises(Invalid):
        await add(works, item, cut())
    assert works.on_disk() == []
    assert (await works.all())[0].documents == ()


async def test_nobody_sends_more_than_a_few_at_once(world, pair):
    works = Works(world, pair)
    item = await works.create()
    go_on = asyncio.Event()

    async def slow():
        yield TEXT
        await go_on.wait()

    sending = [asyncio.create_task(add(works, item, slow(), f"c{n}")) for n in range(MOST_AT_ONCE + 1)]
    done, _ = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
    [refused] = [task.exception() for task in done]
    assert refused.code == "rate_limited"
    go_on.set()
    await asyncio.gather(*sending, return_exceptions=True)
    assert len((await works.all())[0].documents) == MOST_AT_ONCE


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "storage_full"), (errno.EDQUOT, "storage_full"), (errno.EIO, "unavailable")],
)
@pytest.mark.parametrize("function", ["_make", "_keep"])
async def test_a_full_disk_is_said_and_nothing_is_half_stored(works, monkeypatch, number, code, function):
    item = await works.create()

    def fail(*_):
        raise OSError(number, "full")

    with monkeypatch.context() as patch:
        patch.setattr(files_module, function, fail)
        with pytest.raises(Problem) as refused:
            await works.upload(item)
    assert refused.value.code == code
    assert works.on_disk() == []
    assert (await works.all())[0].documents == ()
    await works.upload(item)


async def test_a_commit_that_fails_takes_the_file_along(world, works, monkeypatch):
    item = await works.create()

    async def fail(*_, **__):
        raise Problem("storage_full", "full")

    monkeypatch.setattr(work_store, "add_version", fail)
    with pytest.raises(Problem):
        await works.upload(item)
    assert works.on_disk() == []


async def test_sweeping_removes_what_no_row_speaks_of_after_an_hour(world, pair):
    works = Works(world, pair)
    await works.upload(await works.create())
    [wanted] = works.on_disk()
    files = works.uploads.files
    kept = world.db.path.with_name("files") / "kept"
    (kept / "orphan").write_bytes(b"left by a crash")
    incoming = kept.with_name("incoming") / "x"
    incoming.mkdir()
    (incoming / "given").write_bytes(b"half")
    async with world.db.read() as tx:
        names = await work_store.list_files(tx)
    then = world.clock()
    for path in (kept / "orphan", incoming):
        os.utime(path, (then.timestamp(), then.timestamp()))
    assert await files.sweep(names, now=then + timedelta(minutes=59)) == 0
    assert await files.sweep(names, now=then + timedelta(minutes=61)) == 2
    assert works.on_disk() == [wanted]


# ── Through the door ─────────────────────────────────────────────────────────


@pytest.fixture
async def place(world, pair):
    works = Works(world, pair)
    return f"/api/work/{(await works.create()).work_id}/documents?client_id=c1&name=plan.txt"


async def test_a_download_is_kept_and_never_run(world, door, pair, place):
    sent = await door.post(place.replace("plan", "%C3%9Cber%22%3B%0D%0Aplan"), data=SVG, by=pair.mentee)
    assert sent.status == 201
    [version] = sent.json["documents"][0]["versions"]
    answer = await door.get(f"/api/versions/{version['version_id']}/file", by=pair.mentor)
    assert (answer.status, answer.raw) == (200, SVG)
    wanted = {
        "Content-Type": "text/plain",
        "Content-Disposition": 'attachment; filename="_ber__ plan, version 1.txt"; '
        "filename*=UTF-8''%C3%9Cber%22%3B%20plan%2C%20version%201.txt",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted


async def test_a_picture_of_a_page_cannot_do_anything_either(world, door, pair, place):
    sent = await door.post(place, data=pdf((200, 100)), by=pair.mentee)
    [version] = sent.json["documents"][0]["versions"]
    answer = await door.get(f"/api/versions/{version['version_id']}/pages/1", by=pair.mentor)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "Content-Disposition" not in answer.headers
    for odd in ("0", "2", "-1", "x", "1.0", "٣"):
        assert (
            await door.get(f"/api/versions/{version['version_id']}/pages/{odd}", by=pair.mentor)
        ).status == 404


async def test_a_file_that_says_it_is_too_large_is_not_read(door, pair, place, world):
    head = {"Content-Length": str(26 * 1024 * 1024)}
    reader, writer = await asyncio.open_connection(door.client.host, door.client.port)
    cookie = f"mentorpitch={world.secret(pair.mentee)}"
    lines = [f"POST {place} HTTP/1.1", "Host: mentor.example:8080", "Origin: http://mentor.example:8080"]
    lines += [f"Cookie: {cookie}", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    async with asyncio.timeout(5):
        assert b"413" in await reader.readline()
    writer.close()


async def test_a_connection_that_is_cut_leaves_nothing(door, pair, place, world):
    _, writer = await asyncio.open_connection(door.client.host, door.client.port)
    lines = [f"POST {place} HTTP/1.1", "Host: mentor.example:8080", "Origin: http://mentor.example:8080"]
    lines += [f"Cookie: mentorpitch={world.secret(pair.mentee)}", "Content-Length: 1000", "", "half of it"]
    writer.write("\r\n".join(lines).encode())
    await writer.drain()
    folder = world.db.path.with_name("files")
    async with asyncio.timeout(5):
        while not list(folder.glob("incoming/*/given")):
            await asyncio.sleep(0.01)
        writer.close()
        while list(folder.glob("incoming/*")):
            await asyncio.sleep(0.01)
    [item] = (await door.get(f"/api/mentorships/{pair.mentorship_id}/work", by=pair.mentee)).json["work"]
    assert item["documents"] == []
    assert not list(folder.glob("kept/*"))


async def test_an_upload_that_is_chunked_is_taken(door, pair, place):
    sent = await door.post(place, data=chunks(TEXT * 10_000), by=pair.mentee)
    assert sent.status == 201
    assert sent.json["documents"][0]["versions"][0]["bytes"] == len(TEXT) * 10_000


@pytest.mark.parametrize(
    "query", ["", "?client_id=c1", "?name=a", "?client_id=c1&name=", "?client_id=c1&name=a&x=1"]
)
async def test_an_upload_says_what_it_is(door, pair, place, query):
    refused = await door.post(place.partition("?")[0] + query, data=TEXT, by=pair.mentee)
    assert (refused.status, refused.error["code"]) == (400, "invalid")
