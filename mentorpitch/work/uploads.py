"""A stranger's bytes on their way in: counted, looked at, kept; or gone without a trace."""

import contextlib
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Collection, Iterator
from typing import Final

from mentorpitch.actors import Actor
from mentorpitch.errors import Invalid, Problem
from mentorpitch.shapes import UserId
from mentorpitch.store.files import Files, Received
from mentorpitch.work.kinds import DOCUMENTS
from mentorpitch.work.sandbox import Inspected, Sandbox

MOST_AT_ONCE: Final = 4  # of one person: each may lie on the disk uncounted while it comes


class Taken:
    """A file that is on the disk for good once `is_used` is set, in the transaction that speaks of it."""

    def __init__(self, name: str, size: int, sent_sha256: str, sha256: str, found: Inspected) -> None:
        self.name = name
        self.bytes = size
        self.sent_sha256 = sent_sha256
        self.sha256 = sha256  # of what is kept
        self.found = found
        self.is_used = False


class Uploads:
    """Where files are taken in: onto this disk, under this eye."""

    def __init__(self, files: Files, sandbox: Sandbox | None = None) -> None:
        self.files = files
        self.sandbox = sandbox or Sandbox()
        self._under_way: Counter[UserId] = Counter()

    @contextlib.asynccontextmanager
    async def take(
        self, actor: Actor, chunks: AsyncIterable[bytes], *, kinds: Collection[str] = DOCUMENTS
    ) -> AsyncIterator[Taken]:
        """Read it all, look at it, keep it; it goes again when the block fails or does not use it.

        `kinds` are the media types that have a place there.
        Raises Problem `too_large`, `invalid`, `rate_limited`, `storage_full` or `unavailable`.
        """
        with self._counted(actor.user_id):
            async with self.files.receive(chunks) as received:
                taken = await self._keep(received, kinds)
        try:
            yield taken
        except Exception:
            taken.is_used = False  # and for a cancellation, whose commit may still come, see Files.sweep
            raise
        finally:
            if not taken.is_used:
                await self.files.remove([taken.name])

    async def _keep(self, received: Received, kinds: Collection[str]) -> Taken:
        if received.bytes == 0:
            raise Invalid("This file is empty.")
        made = received.path.with_name("made")
        found = await self.sandbox.inspect(received.path, made)
        if found.media_type not in (self.files.limits.media_types or kinds) or found.media_type not in kinds:
            raise Invalid("Files of this kind are not taken here.")
        if not found.is_made:
            name = await self.files.keep(received.path)
            return Taken(name, received.bytes, received.sha256, received.sha256, found)
        size, sha256 = await self.files.measure(made)
        name = await self.files.keep(made)
        return Taken(name, size, received.sha256, sha256, found)

    @contextlib.contextmanager
    def _counted(self, user_id: UserId) -> Iterator[None]:
        if self._under_way[user_id] >= MOST_AT_ONCE:
            said = f"{MOST_AT_ONCE} files of yours are on their way already."
            raise Problem("rate_limited", said, retry_after_ms=5_000)
        self._under_way[user_id] += 1
        try:
            yield
        finally:
            self._under_way[user_id] -= 1
            if not self._under_way[user_id]:
                del self._under_way[user_id]
