"""What people write to each other: kept as they wrote it, refused when there is nothing in it."""

from mentorpitch.errors import Invalid


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
