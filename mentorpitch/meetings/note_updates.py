"""What a change of shared notes may be: an update of Yjs, version 1, that does nothing but write one text.

Pure. An update can hold far more than our pages ever write (formats, nested types, whole documents, parts
that wait for others), and a library must not be the first to look at what a stranger made. The encoding is
that of `encodeStateAsUpdate` in Yjs 13: numbers of seven bits a byte, structs by client, what is deleted.
"""

from typing import Final, Literal

import msgspec

from mentorpitch.errors import Invalid
from mentorpitch.shapes import Role

ROOT: Final = "notes"  # the name of the text in its document
MOST_STRUCTS: Final = 5_000  # and as many deletions
MOST_CLOCK: Final = 10_000_000  # characters that one client writes, deleted or not
HAS_LEFT, HAS_RIGHT = 0x80, 0x40  # beside which it was written; else at the beginning of the text
WORDS: Final = 4  # the one kind of struct that our pages write

# Whose a client's id is stands in its last two bits, so that nobody can write in the other's name: who took
# the next number of the other's client would have the other's own keystrokes dropped as known already.
WRITERS: Final[dict[Role | Literal["server"], int]] = {"server": 0, "mentor": 1, "mentee": 2}
NOT_AN_UPDATE: Final = "This is no change of a text."


class Range(msgspec.Struct, frozen=True):
    """Consecutive characters of one client: from `start` up to, but not, `end`."""

    client: int
    start: int
    end: int


class Update(msgspec.Struct, frozen=True):
    """What an update writes, one range for each client; and what it deletes."""

    written: tuple[Range, ...]
    deleted: tuple[Range, ...]


def read_update(data: bytes, *, by: Role) -> Update:
    """Look through an update that one of the two made. Raises Invalid for anything but that."""
    reader = _Reader(data)
    written = tuple(_read_written(reader, by) for _ in range(reader.count(MOST_STRUCTS)))
    if len({each.client for each in written}) < len(written):
        raise Invalid(NOT_AN_UPDATE, field="update")
    deleted = _read_deleted(reader)
    reader.end()
    return Update(written, deleted)


def read_state(data: bytes) -> dict[int, int]:
    """A state vector: how much is known of each client. Raises Invalid for what is none."""
    reader = _Reader(data)
    known = {reader.client(): reader.number(MOST_CLOCK) for _ in range(reader.count(len(data)))}
    reader.end()
    return known


def _read_written(reader: "_Reader", by: Role) -> Range:
    count, client, start = reader.count(MOST_STRUCTS), reader.client(), reader.number(MOST_CLOCK)
    if client & 3 != WRITERS[by]:
        raise Invalid("This was not written by you.", field="update")
    end = start
    for _ in range(count):
        end += _read_struct(reader)
    if not start < end <= MOST_CLOCK:
        raise Invalid(NOT_AN_UPDATE, field="update")
    return Range(client, start, end)


def _read_struct(reader: "_Reader") -> int:
    """How long it is, in units of UTF-16, as Yjs counts."""
    info = reader.byte()
    if info & ~(HAS_LEFT | HAS_RIGHT) != WORDS:
        raise Invalid(NOT_AN_UPDATE, field="update")
    for side in (HAS_LEFT, HAS_RIGHT):
        if info & side:
            reader.client()
            reader.number(MOST_CLOCK)
    if not info & (HAS_LEFT | HAS_RIGHT) and (reader.byte() != 1 or reader.text() != ROOT):
        raise Invalid(NOT_AN_UPDATE, field="update")
    text = reader.text()
    if "\0" in text or "\r" in text:  # a field of a page ends its lines with \n alone
        raise Invalid("Control characters cannot be used here.", field="update")
    return len(text.encode("utf-16-le")) // 2


def _read_deleted(reader: "_Reader") -> tuple[Range, ...]:
    found: list[Range] = []
    for _ in range(reader.count(MOST_STRUCTS)):
        client = reader.client()
        for _ in range(reader.count(MOST_STRUCTS - len(found))):
            start, length = reader.number(MOST_CLOCK), reader.number(MOST_CLOCK)
            found.append(Range(client, start, start + length))
    return tuple(found)


class _Reader:
    """The numbers and texts of lib0's encoding. Each method raises Invalid beyond its bound or the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        if self._at >= len(self._data):
            raise Invalid(NOT_AN_UPDATE, field="update")
        self._at += 1
        return self._data[self._at - 1]

    def number(self, most: int) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            shift += 7
            if found > most or shift > 35:
                raise Invalid(NOT_AN_UPDATE, field="update")
            if byte < 0x80:
                return found

    def count(self, most: int) -> int:
        return self.number(min(most, len(self._data)))

    def client(self) -> int:
        return self.number(2**32 - 1)

    def text(self) -> str:
        length = self.number(len(self._data))
        end = self._at + length
        if end > len(self._data):
            raise Invalid(NOT_AN_UPDATE, field="update")
        try:
            text = self._data[self._at : end].decode()
        except UnicodeDecodeError:
            raise Invalid(NOT_AN_UPDATE, field="update") from None
        self._at = end
        return text

    def end(self) -> None:
        """Raises Invalid when something is left."""
        if self._at != len(self._data):
            raise Invalid(NOT_AN_UPDATE, field="update")
