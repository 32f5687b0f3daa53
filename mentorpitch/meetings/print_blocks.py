"""Blocks of text as a PDF, on pages of A4: run as a process of its own, which may fail alone.

usage: print_blocks.py FONTS < blocks.json > document.pdf

Imports nothing of the house. Characters that our fonts lack are taken from those of the machine; what no font
has is a box, and a line at the end says so. Nothing that is written makes it fail.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 15
SIZES = {"title": 20, "heading": 13, "text": 10.5, "item": 10.5}
LINE = 1.45  # of the size
POINTS_TO_MM = 25.4 / 72
INDENT_MM = 5
MOST_FONTS = 6  # asked for on the machine: one of Chinese has 20 MB to read
FOUND_WITHIN_S = 5
READABLE = (".ttf", ".otf", ".ttc", ".otc")
LACKING = "Where a box stands, this server has no font for the letter. The recap as text has them all."

FindFont = Callable[[str], tuple[Path, int] | None]


def find_font(char: str) -> tuple[Path, int] | None:
    """A file of this machine that has the character, and its font's place in it, as fontconfig knows them."""
    query = [
        "fc-list",
        "-f",
        "%{style}\t%{family}\t%{file}\t%{index}\n",
        f":color=False:charset={ord(char):x}",
    ]
    try:
        listed = subprocess.run(  # noqa: S603 (of what was written, only a number)
            query, capture_output=True, text=True, timeout=FOUND_WITHIN_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    fonts = [line.split("\t") for line in listed.stdout.splitlines()]
    fonts = [font for font in fonts if len(font) == 4 and font[2].endswith(READABLE)]
    # The plain ones first, and always the same.
    fonts.sort(key=lambda font: ("Regular" not in font[0], "Noto Sans" not in font[1], font[2], int(font[3])))
    return (Path(fonts[0][2]), int(fonts[0][3]) & 0xFFFF) if fonts else None  # above stands a variation


def print_blocks(blocks: list[dict[str, str]], fonts: Path, find: FindFont = find_font) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_margins(22, 22)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_font("sans", "", fonts / "DejaVuSans.ttf")
    pdf.add_font("sans", "B", fonts / "DejaVuSans-Bold.ttf")
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # the same words, the same file
    pdf.set_title(blocks[0]["text"])
    pdf.add_page()
    blocks = [{**block, "text": _printable(block["text"])} for block in blocks]
    if _borrow(pdf, {char for block in blocks for char in block["text"]}, find):
        blocks.append({"kind": "text", "text": LACKING})
    for block in blocks:
        _print(pdf, block["kind"], block["text"])
    return bytes(pdf.output())


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() or each == "\n" else " " for each in text)


def _borrow(pdf: FPDF, chars: set[str], find: FindFont) -> set[str]:
    """Add the machine's fonts for what ours lack. Returns what is lacking still."""
    lacking = _lacking(pdf, "sans", chars - {"\n"})
    nowhere: set[str] = set()
    for n in range(MOST_FONTS):
        if not lacking - nowhere:
            break
        char = min(lacking - nowhere)
        nowhere.add(char)
        font = find(char)
        if font and _add(pdf, f"borrowed {n}", *font):
            lacking = _lacking(pdf, f"borrowed {n}", lacking)
    pdf.set_fallback_fonts([name for name in pdf.fonts if name.startswith("borrowed")], exact_match=False)
    return lacking


def _lacking(pdf: FPDF, name: str, chars: set[str]) -> set[str]:
    font = pdf.fonts[name]
    assert isinstance(font, TTFFont)
    return {char for char in chars if ord(char) not in font.cmap}


def _add(pdf: FPDF, name: str, path: Path, place: int) -> bool:
    try:
        pdf.add_font(name, "", path, collection_font_number=place)
    except Exception:  # whatever a machine has lying about
        return False
    return True


def _print(pdf: FPDF, kind: str, text: str) -> None:
    size = SIZES[kind]
    is_bold = kind in ("title", "heading")
    pdf.set_font("sans", "B" if is_bold else "", size)
    pdf.set_text_shaping(True)  # joins and turns what is written from right to left
    height = size * POINTS_TO_MM * LINE
    if kind == "heading":
        pdf.ln(3)
    if kind == "item":
        pdf.cell(INDENT_MM, height, "–")
    pdf.multi_cell(0, height, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    logging.disable()
    sys.stdout.buffer.write(print_blocks(json.load(sys.stdin), Path(sys.argv[1])))


if __name__ == "__main__":
    main()
