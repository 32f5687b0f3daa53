"""What a person writes into a field: brought into one form, or refused with a sentence at its field."""

import unicodedata

from mentorpitch.errors import Invalid
from mentorpitch.people.particulars import JOINERS, is_unseen


def line(text: str, *, field: str, most: int) -> str:
    """One line: trimmed, single spaces, nothing that cannot be seen, not empty."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if not found:
        raise Invalid("This needs some text.", field=field)
    if len(found) > most:
        raise Invalid(f"At most {most} characters.", field=field)
    if any(is_unseen(char) and char not in JOINERS for char in found):
        raise Invalid("Control characters cannot be used here.", field=field)
    return found


def prose(text: str, *, field: str, most: int, may_be_empty: bool = False) -> str:
    """Any number of lines, as they were written, without NUL."""
    if not may_be_empty and not text.strip():
        raise Invalid("This needs some text.", field=field)
    if len(text) > most:
        raise Invalid(f"At most {most} characters.", field=field)
    if "\0" in text or any(unicodedata.category(char) == "Cs" for char in text):
        raise Invalid("Control characters cannot be used here.", field=field)
    return text


def some_text(text: str, *, field: str) -> str:
    """The text. Raises Invalid when there is nothing to read in it, or a NUL character."""
    if not text.strip():
        raise Invalid("This needs some text.", field=field)
    return any_text(text, field=field)


def any_text(text: str, *, field: str) -> str:
    """The text, which may be empty. Raises Invalid for a NUL character."""
    if "\0" in text:
        raise Invalid("A text cannot contain NUL characters.", field=field)
    return text
