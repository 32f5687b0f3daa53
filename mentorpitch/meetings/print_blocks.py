"""Blocks of text as a PDF, on pages of A4: run as a process of its own, which may fail alone.

usage: print_blocks.py FONTS < blocks.json > document.pdf

Imports nothing of the house. A character that the fonts lack is a box; nothing that is written makes it fail.
"""

import json
import logging
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 15
SIZES = {"title": 20, "heading": 13, "text": 10.5, "item": 10.5}
LINE = 1.45  # of the size
POINTS_TO_MM = 25.4 / 72
INDENT_MM = 5


def print_blocks(blocks: list[dict[str, str]], fonts: Path) -> bytes:
    pdf = FPDF(format="A4")
    pdf.set_margins(22, 22)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_font("sans", "", fonts / "DejaVuSans.ttf")
    pdf.add_font("sans", "B", fonts / "DejaVuSans-Bold.ttf")
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # the same words, the same file
    pdf.set_title(blocks[0]["text"])
    pdf.add_page()
    for block in blocks:
        _print(pdf, block["kind"], block["text"])
    return bytes(pdf.output())


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
    text = "".join(each if each.isprintable() or each == "\n" else " " for each in text)
    pdf.multi_cell(0, height, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    logging.disable()
    sys.stdout.buffer.write(print_blocks(json.load(sys.stdin), Path(sys.argv[1])))


if __name__ == "__main__":
    main()
