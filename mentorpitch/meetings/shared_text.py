"""A text that two write at once: a document of Yjs with one text in it, and what may be merged into it."""

import contextlib
from collections.abc import Iterator
from typing import Final, Self

from pycrdt import Doc, Text, TransactionEvent

from mentorpitch.errors import Conflict, Invalid, Problem
from mentorpitch.meetings.note_updates import NOT_AN_UPDATE, ROOT, WRITERS, read_state, read_update
from mentorpitch.shapes import Role

LONGEST: Final = 20_000  # characters
# Two who were offline may each have filled it: that merges, and from then on it may only get shorter.
LONGEST_MERGED: Final = 2 * LONGEST
MOST_BYTES: Final = 128 * 1024  # of the document with all that was deleted from it: 10 ms to read
MOST_CLIENTS: Final = 250  # pages that wrote; what thousands put in one place takes seconds to order
SERVER: Final = 4 | WRITERS["server"]
FULL: Final = "These notes are full. Go on in those of your next meeting."
MISSING: Final = "Something that was written before this is missing here. Sync first."


class SharedText:
    """Throw away one whose `merge` raised: it may hold parts of what was refused."""

    def __init__(self) -> None:
        # A fixed client: the text from before there were documents becomes the same one at each reading.
        self._doc: Doc[Text] = Doc(client_id=SERVER)
        self._text = self._doc.get(ROOT, type=Text)
        self._last: bytes | None = None
        self._subscription = self._doc.observe(self._hear)

    @classmethod
    def load(cls, *updates: bytes) -> Self:
        """What was merged before, in the same order."""
        made = cls()
        for update in updates:
            made._doc.apply_update(update)
        return made

    def __str__(self) -> str:
        return str(self._text)

    @property
    def state(self) -> bytes:
        """The state vector: how much of each client is in here."""
        return self._doc.get_state()

    def since(self, state: bytes) -> bytes:
        """All that somebody lacks who has this state. Raises Invalid for what is none."""
        read_state(state)
        return self._doc.get_update(state)

    def whole(self) -> bytes:
        """The document as one update."""
        return self._doc.get_update()

    def merge(self, update: bytes, *, by: Role) -> bytes | None:
        """Put in what one of the two wrote; returns what is new of it, None for nothing.

        Raises Invalid, Conflict when it rests on what is not here, `too_large` when it is too much.
        """
        said = read_update(update, by=by)
        before, known = len(str(self)), read_state(self.state)
        ends = known | {each.client: max(each.end, known.get(each.client, 0)) for each in said.written}
        if any(each.start > known.get(each.client, 0) for each in said.written) or any(
            each.end > ends.get(each.client, 0) for each in said.deleted
        ):
            raise Conflict(MISSING)
        if len(ends) > MOST_CLIENTS:
            raise Problem("too_large", FULL)
        new = self._apply(update)
        if any(read_state(self.state).get(each.client, 0) < each.end for each in said.written):
            raise Conflict(MISSING)  # the library keeps what rests on something unknown, until that comes
        self._ensure_sound()
        after = len(str(self))
        if (after > LONGEST_MERGED and after > before) or len(self.whole()) > MOST_BYTES:
            raise Problem("too_large", FULL)
        return new

    def write(self, text: str) -> bytes | None:
        """Make it this text, changing only what differs; returns the update, None for no change."""
        old = str(self)
        if text == old:
            return None
        start = _common(old, text)
        kept = _common(old[start:][::-1], text[start:][::-1])
        at, gone = len(old[:start].encode()), len(old[start : len(old) - kept].encode())
        self._last = None
        with self._doc.transaction():  # by bytes of UTF-8, as the library counts
            del self._text[at : at + gone]
            self._text.insert(at, text[start : len(text) - kept])
        return self._last

    def _apply(self, update: bytes) -> bytes | None:
        self._last = None
        with _refusing_panics():
            self._doc.apply_update(update)
        return self._last

    def _ensure_sound(self) -> None:
        """What claims a place that cannot be (inside a character, say) comes out differently anew."""
        with _refusing_panics():
            if str(self.load(self.whole())) != str(self):
                raise Invalid(NOT_AN_UPDATE, field="update")

    def _hear(self, event: TransactionEvent) -> None:
        self._last = event.update


@contextlib.contextmanager
def _refusing_panics() -> Iterator[None]:
    """A panic of the library's is no Exception. It ends a document, and nothing else."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
            raise Invalid(NOT_AN_UPDATE, field="update") from None
        raise


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    least = min(len(a), len(b))
    return next((n for n in range(least) if a[n] != b[n]), least)
