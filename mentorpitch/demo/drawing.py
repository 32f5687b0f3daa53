"""Small files of the example people's, made in code: a PDF and a picture."""

import io
import textwrap
from collections.abc import Sequence

from PIL import Image, ImageDraw

PAGE = (420, 595)  # points: A5, upright


def pdf(*pages: Sequence[str]) -> bytes:
    """Each page a title and its paragraphs, in plain Helvetica; Latin letters only."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, (title, *paragraphs) in enumerate(pages):
        drawn = _words(title, paragraphs)
        fonts = b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        box = b"/MediaBox[0 0 %d %d]" % PAGE
        objects.append(b"<</Type/Page/Parent 2 0 R%s%s/Contents %d 0 R>>" % (box, fonts, 6 + 2 * n))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn))
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def _words(title: str, paragraphs: Sequence[str]) -> bytes:
    lines = [b"BT /F1 20 Tf 45 530 Td (%s) Tj" % _escaped(title), b"/F2 11.5 Tf 17 TL 0 -18 Td"]
    for paragraph in paragraphs:
        lines.append(b"T*")
        lines += [b"(%s) Tj T*" % _escaped(line) for line in textwrap.wrap(paragraph, 58)]
    return b"\n".join([*lines, b"ET"])


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")


def sketch() -> tuple[bytes, tuple[int, int]]:
    """A whiteboard after a talk: three boxes, two arrows, one ring."""
    size = (960, 540)
    image = Image.new("RGB", size, "#fbf9f3")
    draw = ImageDraw.Draw(image)
    for n, fill in enumerate(("#dcebe3", "#f6e7c8", "#dcebe3")):
        left = 70 + n * 300
        draw.rounded_rectangle((left, 190, left + 220, 350), radius=18, fill=fill, outline="#1f5c49", width=4)
        for row in range(3):
            draw.line(
                (left + 30, 225 + row * 40, left + 190 - row * 35, 225 + row * 40), fill="#39473f", width=5
            )
        if n < 2:
            draw.line((left + 226, 270, left + 288, 270), fill="#1f5c49", width=5)
            draw.polygon([(left + 296, 270), (left + 278, 260), (left + 278, 280)], fill="#1f5c49")
    draw.ellipse((350, 150, 610, 390), outline="#b5722a", width=5)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue(), size
