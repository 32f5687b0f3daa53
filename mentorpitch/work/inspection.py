"""What a stranger's bytes are, and how they look: run as a process of its own, which may fail alone.

usage: inspection.py inspect GIVEN MADE   what GIVEN is; an image or a voice is written anew into MADE
       inspection.py draw GIVEN MEDIA_TYPE PAGE OUT WIDTH HEIGHT
                                          a page of it as a WebP picture into OUT, at most so large

The answer is one JSON object. Imports nothing of the house: it must start quickly, and may be taken over.
"""

import contextlib
import io
import json
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
MEMORY_BYTES = 1024 * MIB
CPU_S = 20
WRITTEN_BYTES = 200 * MIB
OPEN_FILES = 64

MOST_PIXELS = 50_000_000  # 200 MB unpacked; a camera makes 12 to 48 million
MOST_PAGES = 200  # are shown; the rest is there to be downloaded
MOST_ENTRIES = 10_000  # of an archive
MOST_SOUND_S = 305  # five minutes, and what a recorder needs to stop

PDF = "application/pdf"
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
PACKED = {
    "[Content_Types].xml": {
        "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    },
}
OPEN_DOCUMENTS = {
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
}
MACROS = ("vbaProject.bin", "Basic/")
# What recorders of browsers write (W3C mediastream-recording): where it begins → who reads it.
CONTAINERS = {(0, b"\x1aE\xdf\xa3"): "matroska", (0, b"OggS"): "ogg", (4, b"ftyp"): "mov"}
# codec → what it is kept in
SOUNDS = {"opus": ("webm", "audio/webm"), "aac": ("mp4", "audio/mp4")}
UNKNOWN = "Files of this kind are not taken. A PDF, an image or plain text always is."


class Refused(Exception):
    """Why it is not taken, for a person."""


def inspect(given: str, made: str) -> dict[str, Any]:
    path = Path(given)
    kind = _kind_of(path)
    if kind in FORMATS:
        return _draw_anew(path, Path(made), kind)
    if kind == PDF:
        return _measure(path)
    if kind in CONTAINERS.values():
        return _write_anew(path, Path(made), kind)
    return {"media_type": kind}


def draw(given: str, media_type: str, page: str, out: str, *size: str) -> dict[str, Any]:
    width, height = map(int, size)
    if media_type == PDF:
        image = _page_of_pdf(given, int(page), width, height)
    else:
        image = _image(given, FORMATS[media_type])
    image.thumbnail((width, height))
    image.save(out, "WEBP", quality=85)
    return {}


def _kind_of(path: Path) -> str:
    """The media type, or a container of sound, by content alone. Raises Refused for what is none of ours."""
    import puremagic

    with contextlib.suppress(puremagic.PureError, ValueError):
        found = {match.mime_type for match in puremagic.magic_file(path)}
        for kind in (PDF, *FORMATS):
            if kind in found:
                return kind
    if _is_text(path):
        return "text/plain"
    if zipfile.is_zipfile(path) and (packed := _packed_kind(path)):
        return packed
    with path.open("rb") as file:
        head = file.read(16)
    for (place, mark), container in CONTAINERS.items():
        if head.startswith(mark, place):
            return container
    raise Refused(UNKNOWN)


def _is_text(path: Path) -> bool:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(char < " " and char not in "\t\n\r\f\x1b" for char in set(text))


def _packed_kind(path: Path) -> str | None:
    """Which office document an archive is, by what lies in it; nothing is unpacked but one short line."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Refused("This archive has too many parts.")
        names = {entry.filename for entry in entries}
        if any(part in name for name in names for part in MACROS):
            raise Refused("Documents with macros are not taken. Save it without them, or as a PDF.")
        for mark, kinds in PACKED.items():
            for name, kind in kinds.items():
                if mark in names and name in names:
                    return kind
        if "mimetype" in names:
            with archive.open("mimetype") as file:
                kind = file.read(100).decode("ascii", "replace").strip()
            return kind if kind in OPEN_DOCUMENTS else None
    return None


def _image(path: str | Path, kind: str) -> Any:
    """The first picture of the file, upright, in the colours that every screen understands."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and say so in a sentence
    image = Image.open(path, formats=[kind])
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Refused(f"This image is too large: at most {MOST_PIXELS // 1_000_000} million pixels.")
    if kind == "JPEG":
        image.draft("RGB", image.size)
    return _in_srgb(ImageOps.exif_transpose(image))


def _in_srgb(image: Any) -> Any:
    from PIL import ImageCms

    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if (profile := image.info.get("icc_profile")) and image.mode in ("RGB", "RGBA"):
        with contextlib.suppress(ImageCms.PyCMSError):
            image = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"))
    return image.convert("RGBA" if has_alpha else "RGB")


def _draw_anew(path: Path, made: Path, kind: str) -> dict[str, Any]:
    """Only its pixels go on: no place, no camera, no thumbnail, nothing hidden behind its end."""
    from PIL import Image

    image = _image(path, FORMATS[kind])
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    kind = "image/png" if kind == "image/gif" else kind  # a still one
    if kind == "image/jpeg":
        clean = clean.convert("RGB")
    clean.save(made, FORMATS[kind], quality=90)
    return {"media_type": kind, "pages": 1, "width": clean.width, "height": clean.height, "is_made": True}


def _measure(path: Path) -> dict[str, Any]:
    """What cannot be opened, by a password or by its faults, can still be kept: it is only not shown."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
        width, height = pdf[0].get_size()
    except pypdfium2.PdfiumError:
        return {"media_type": PDF}
    if not (0 < width < 1e6 and 0 < height < 1e6):
        return {"media_type": PDF}
    return {
        "media_type": PDF,
        "pages": min(len(pdf), MOST_PAGES),
        "width": max(1, round(width)),
        "height": max(1, round(height)),
    }


def _write_anew(path: Path, made: Path, container: str) -> dict[str, Any]:
    """One sound and nothing else goes on, packet by packet, never decoded: no title, no picture, no place.

    Written anew it says how long it is, which a recorder cannot know when it begins.
    """
    import av

    begin, end = None, 0.0
    with path.open("rb") as file, av.open(file, "r", format=container) as given:
        if len(given.streams) != 1 or not given.streams.audio:
            raise Refused(UNKNOWN)
        sound = given.streams.audio[0]
        if sound.codec_context.codec.canonical_name not in SOUNDS:
            raise Refused(UNKNOWN)
        form, media_type = SOUNDS[sound.codec_context.codec.canonical_name]
        with av.open(str(made), "w", format=form, options={"fflags": "+bitexact"}) as kept:
            anew = kept.add_stream_from_template(sound)
            anew.metadata.clear()
            for packet in given.demux(sound):
                if packet.pts is None:  # the last one only says that it was the last
                    continue
                at = float(packet.pts * packet.time_base)
                begin = at if begin is None else begin
                end = max(end, at + float((packet.duration or 0) * packet.time_base))
                if end - begin > MOST_SOUND_S:
                    raise Refused("A voice note lasts five minutes at most.")
                packet.stream = anew
                kept.mux(packet)
    if begin is None or end <= begin:
        raise Refused("Nothing can be heard in this file.")
    return {"media_type": media_type, "duration_ms": round((end - begin) * 1_000), "is_made": True}


def _page_of_pdf(path: str, number: int, most_width: int, most_height: int) -> Any:
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    width, height = page.get_size()
    scale = min(most_width / width, most_height / height)
    if width * scale < 1 or height * scale < 1:
        raise Refused("This page is too narrow to be shown.")
    return page.render(scale=scale).to_pil().convert("RGB")


def _limit_oneself() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not on every system
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _limit_oneself()
    command, *arguments = sys.argv[1:]
    try:
        answer = inspect(*arguments) if command == "inspect" else draw(*arguments)
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
