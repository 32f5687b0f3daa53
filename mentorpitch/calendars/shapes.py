"""The shapes of calendars."""

from mentorpitch.shapes import Shape


class CalendarFeed(Shape, frozen=True):
    """Where somebody's calendar program finds their meetings. Whoever has the address can read them."""

    url: str | None  # None: there is none
    revision: int  # grows with each new address and when it is taken away
