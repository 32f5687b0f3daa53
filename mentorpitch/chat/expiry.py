"""Files that go: what was sent up for no message after a day, what a deleted message had at once."""

from datetime import datetime, timedelta
from typing import Final

from mentorpitch.announcements import Announcement
from mentorpitch.clock import Clock
from mentorpitch.store import attachments as attachments_store
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.files import Files
from mentorpitch.store.jobs import Job

KIND: Final = "expired_files"
HOUR: Final = timedelta(hours=1)


async def expire(tx: Writer, expires_at: datetime, *, key: str | None = None) -> None:
    """Have files removed once they are expired; without a key, at the end of that hour with all others."""
    if key is None:
        expires_at = expires_at.replace(minute=0, second=0, microsecond=0) + HOUR
        key = expires_at.isoformat()
    await jobs_store.add(tx, KIND, key=f"{KIND} {key}", about={}, due_at=expires_at)


class ExpiredFiles:
    """Bytes first, then rows: what is interrupted in between is done again."""

    def __init__(self, db: Database, files: Files, *, clock: Clock) -> None:
        self._db = db
        self._files = files
        self._clock = clock

    async def do(self, job: Job) -> None:
        async with self._db.read() as tx:
            expired = await attachments_store.list_expired(tx, at=self._clock())
        await self._files.remove(expired.values())
        async with self._db.write() as tx:
            await attachments_store.remove(tx, expired.keys())

    async def told(self, tx: Reader, job: Job) -> Announcement | None:
        return None
