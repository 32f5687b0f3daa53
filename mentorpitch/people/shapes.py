"""The shapes of people and what is between them."""

from datetime import datetime

from mentorpitch.shapes import Person, Shape


class Block(Shape, frozen=True):
    """Somebody from whom one wants to hear no more. They never learn of it."""

    person: Person
    at: datetime


class BlocksChanged(Shape, frozen=True):
    """One has blocked somebody or undone it, on any of one's devices: ask for them again."""
