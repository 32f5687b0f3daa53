"""What a person writes into a field: brought into one form, or refused with a sentence at its field."""

import unicodedata

from mentorpitch.errors import Invalid
from mentorpitch.particulars import TURNING


def line(text: str, *, field: str, most: int) -> str:
    """One line: trimmed, single spaces, nothing that cannot be seen, not empty."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if not found:
        raise Invalid("This needs some text.", field=field)
    if len(found) > most:
        raise Invalid(f"At most {most} characters.", field=field)
    if any(unicodedata.category(char) in ("Cc", "Cs") or char in TURNING for char in found):
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
