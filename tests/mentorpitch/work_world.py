"""Work of a pair, and files as people have them: each line one thing that a test needs."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator

import av
from PIL import Image, TiffImagePlugin

from mentorpitch.actors import Actor
from mentorpitch.store.files import FileLimits, Files
from mentorpitch.work import documents, remarks, sharing, work
from mentorpitch.work.documents import Upload
from mentorpitch.work.remarks import NewRemark
from mentorpitch.work.sandbox import Inspected
from mentorpitch.work.shapes import Document, Remark, Version, Work
from mentorpitch.work.uploads import Uploads
from mentorpitch.work.work import NewWork
from tests.world import World, WorldMentorship

TEXT = b"A plan in three steps.\n"


def image(form: str = "PNG", size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, form, **how)
    return file.getvalue()


def photo() -> bytes:
    """A JPEG that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by 90°
    exif[0x010F] = "A camera of Lisbon"
    exif.get_ifd(0x8825)[2] = (TiffImagePlugin.IFDRational(38), TiffImagePlugin.IFDRational(42), 0)
    return image("JPEG", (40, 30), exif=exif)


def pdf(*pages: tuple[float, float], content: bytes = b"BT /F1 24 Tf 20 20 Td (A plan) Tj ET") -> bytes:
    """Pages of these sizes in points."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, (width, height) in enumerate(pages):
        size = b"%g %g" % (width, height)
        contents = b"/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>" % (5 + 2 * n)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]%s>>" % (size, contents))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def sound(form: str = "webm", codec: str = "libopus", *, seconds: float = 1.0, **options: str) -> bytes:
    """Silence as a recorder writes it, under a title."""
    file = io.BytesIO()
    with av.open(file, "w", format=form, options=options) as made:
        made.metadata["title"] = "Recorded in Lisbon"
        stream = made.add_stream(codec, rate=48_000, layout="mono")
        samples = 1_024 if codec == "aac" else 960
        for n in range(int(seconds * 48_000 / samples)):
            frame = av.AudioFrame(format="fltp" if codec == "aac" else "s16", layout="mono", samples=samples)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.sample_rate, frame.pts = 48_000, n * samples
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return file.getvalue()


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


async def chunks(content: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        await asyncio.sleep(0)
        yield content[start : start + size]


class QuickEye:
    """Takes every file for a text of one page, without a process: for tests of something else."""

    async def inspect(self, given, made):
        return Inspected(media_type="text/plain")

    async def draw(self, given, media_type, number, out, *, size="page"):
        out.write_bytes(b"a picture")


class Works:
    """What a pair works on, with the disk, the clock and the listener filled in."""

    def __init__(
        self, world: World, pair: WorldMentorship, *, limits: FileLimits | None = None, sandbox=None
    ) -> None:
        self.world, self.pair = world, pair
        # Where the door of the tests has them too.
        files = Files(world.db.path.with_name("files"), limits)
        self.uploads = Uploads(files, sandbox or QuickEye())
        self._count = 0

    @property
    def effects(self) -> dict:
        return {"at": self.world.clock(), "announce": self.world.announce}

    def _next(self) -> str:
        self._count += 1
        return f"work-client-{self._count}"

    async def create(self, *, by: Actor | None = None, **fields: object) -> Work:
        usual = {"client_id": self._next(), "kind": "project", "title": "The spring plan"}
        by = by or self.pair.mentee
        new = NewWork(**usual | fields)
        return await work.create(self.world.db, by, self.pair.mentorship_id, new, **self.effects)

    async def upload(
        self,
        into: Work,
        content: bytes = TEXT,
        *,
        by: Actor | None = None,
        name: str = "plan.txt",
        client_id: str | None = None,
    ) -> Document:
        """The document as it stands then."""
        upload = Upload(client_id=client_id or self._next(), name=name)
        how = {"uploads": self.uploads, **self.effects}
        stream = chunks(content)
        found = await documents.add(
            self.world.db, by or self.pair.mentee, into.work_id, upload, stream, **how
        )
        return found.documents[-1]

    async def renew(
        self, document: Document, content: bytes = TEXT, *, by: Actor | None = None, **how: str
    ) -> Document:
        upload = Upload(**{"client_id": self._next(), "name": "plan.txt"} | how)
        effects = {"uploads": self.uploads, **self.effects}
        found = await documents.add_version(
            self.world.db, by or self.pair.mentee, document.document_id, upload, chunks(content), **effects
        )
        [it] = [each for each in found.documents if each.document_id == document.document_id]
        return it

    async def say(self, version: Version, body: str, *, by: Actor | None = None, **fields: object) -> Remark:
        new = NewRemark(**{"client_id": self._next(), "body": body} | fields)
        by = by or self.pair.mentor
        return await remarks.write(self.world.db, by, version.version_id, new, **self.effects)

    async def share(self, document: Document, *, by: Actor | None = None) -> Work:
        return await sharing.share(
            self.world.db, by or self.pair.mentee, document.document_id, **self.effects
        )

    async def all(self, by: Actor | None = None) -> tuple[Work, ...]:
        return await work.list_of(self.world.db, by or self.pair.mentor, self.pair.mentorship_id)

    def on_disk(self) -> list[str]:
        """Every file there is, whatever it is for."""
        folder = self.world.db.path.with_name("files")
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
