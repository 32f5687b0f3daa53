"""A list of people as a CSV file (RFC 4180), read line by line. Pure.

A spreadsheet separates by comma, semicolon or tab, as its country does; the first line tells which, and names
the columns: email and role, and if wanted name and time_zone, in any order.
"""

import csv
import io
import re
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from mentorpitch.errors import Invalid
from mentorpitch.people.particulars import normal_email, normal_name, valid_time_zone
from mentorpitch.shapes import Shape

MOST_CHARACTERS: Final = 1_000_000
MOST_LINES: Final = 2_000
SEPARATORS: Final = ",;\t"
COLUMNS: Final = {"e_mail": "email", "mail": "email", "timezone": "time_zone", "full_name": "name"}
KNOWN: Final = ("email", "role", "name", "time_zone")
NEEDED: Final = ("email", "role")


class LineError(Shape, frozen=True):
    column: str  # as the file names it; empty: the line as a whole
    message: str


class RosterLine(msgspec.Struct, frozen=True, kw_only=True):
    line: int  # of the file, counted from 1
    email: str
    role: Literal["mentor", "mentee"] | str  # what is wrong stands as it was written
    name: str
    time_zone: str
    errors: tuple[LineError, ...]


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    lines: tuple[RosterLine, ...]
    ignored: tuple[str, ...]  # columns that mean nothing here


def parse(text: str) -> Roster:
    """Raises Invalid for what is no such list as a whole; what is wrong with one line stands there."""
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise Invalid("The file has more than a million characters.", field="text")
    if "\0" in text:
        raise Invalid("This is no text file.", field="text")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    lines: list[RosterLine] = []
    places: dict[str, tuple[int, str]] = {}
    header: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if not places:
                    header, places = cells, _places(cells)
                elif len(lines) == MOST_LINES:
                    raise Invalid(f"At most {MOST_LINES} people at once.", field="text")
                else:
                    lines.append(_line(start, cells, places, seen, width=len(header)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(f"Line {start} cannot be read: a quotation mark is missing.", field="text") from error
    if not lines:
        raise Invalid("There is nobody in this list. Its first line names the columns.", field="text")
    known = {name for _, name in places.values()}
    ignored = tuple(name.strip() for name in header if name.strip() and name not in known)
    return Roster(lines=tuple(lines), ignored=ignored)


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _places(header: list[str]) -> dict[str, tuple[int, str]]:
    """Where each known column stands, and what the file calls it."""
    places: dict[str, tuple[int, str]] = {}
    for n, name in enumerate(header):
        plain = re.sub(r"[\s-]+", "_", name.strip().lower())
        meant = COLUMNS.get(plain, plain)
        if meant in places:
            raise Invalid(f"The column {meant} is there twice.", field="text")
        if meant in KNOWN:
            places[meant] = n, name
    for name in NEEDED:
        if name not in places:
            raise Invalid(f"The first line names no column “{name}”.", field="text")
    return places


def _line(
    number: int,
    cells: list[str],
    places: dict[str, tuple[int, str]],
    seen: dict[tuple[str, str], int],
    *,
    width: int,
) -> RosterLine:
    errors: list[LineError] = []

    def read(column: str, normal: Callable[[str], str], *, may_be_empty: bool = False) -> str:
        n, called = places.get(column, (len(cells), column))
        written = cells[n].strip() if n < len(cells) else ""
        if not written and may_be_empty:
            return ""
        try:
            return normal(written)
        except Invalid as wrong:
            errors.append(LineError(column=called.strip(), message=wrong.message))
            return written

    found = RosterLine(
        line=number,
        email=read("email", normal_email),
        role=read("role", _role),
        name=read("name", normal_name, may_be_empty=True),
        time_zone=read("time_zone", valid_time_zone, may_be_empty=True),
        errors=(),
    )
    if any(cell.strip() for cell in cells[width:]):
        errors.append(LineError(column="", message="There are more cells than columns."))
    before = seen.setdefault((found.email, found.role), number)
    if before != number:
        errors.append(LineError(column="", message=f"The same as line {before}."))
    return msgspec.structs.replace(found, errors=tuple(errors))


def _role(text: str) -> str:
    role = text.lower()
    if role not in ("mentor", "mentee"):  # managers are invited one by one, by hand
        raise Invalid("This is “mentor” or “mentee”.")
    return role
