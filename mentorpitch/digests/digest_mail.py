"""The letter for who has not been here: who wrote and how often, what lies ahead, what one owes. No text."""

from datetime import timedelta
from typing import Final

import msgspec

from mentorpitch.announcements import Announcement
from mentorpitch.chat.unread import list_wanted
from mentorpitch.clock import Clock
from mentorpitch.mail import words
from mentorpitch.mail.post import Post
from mentorpitch.reminders.unsubscribing import unsubscribe_path
from mentorpitch.shapes import ConversationId, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mornings as mornings_store
from mentorpitch.store import notifications as notifications_store
from mentorpitch.store import owed as owed_store
from mentorpitch.store import push as push_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.accounts import User
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.jobs import Job
from mentorpitch.store.reminders import Standing

AHEAD: Final = timedelta(days=7)


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter says."""

    messages: tuple[tuple[str, int], ...]  # who wrote, and how often
    meetings: tuple[Standing, ...]
    actions: int
    words: int  # meetings that wait for one's feedback or rating
    pitches: int


class DigestMail:
    def __init__(self, db: Database, post: Post, *, public_url: str, clock: Clock) -> None:
        self._db = db
        self._post = post
        self._public_url = public_url
        self._clock = clock

    async def do(self, job: Job) -> None:
        user_id = UserId(job.about["user_id"])
        async with self._db.read() as tx:
            user = await accounts_store.find(tx, user_id)
            choice = await reminders_store.get_choice(tx, user_id)
            if user is None or user.banned or choice.digest_mail == "never":
                return
            digest = await self._digest(tx, user)
            stop_path = await unsubscribe_path(tx, user_id, "digest")
        if not digest.messages:
            return  # read since
        await self._post.send(
            words.digest(
                job.job_id,
                to=user.email,
                reader_id=user_id,
                messages=digest.messages,
                meetings=digest.meetings,
                owed=words.owes(actions=digest.actions, words=digest.words, pitches=digest.pitches),
                often=choice.digest_mail,
                public_url=self._public_url,
                stop_url=f"{self._public_url}{stop_path}",
            )
        )

    async def told(self, _tx: Reader, _job: Job) -> Announcement | None:
        return None

    async def _digest(self, tx: Reader, user: User) -> Digest:
        at = self._clock()
        settings = await notifications_store.get(tx, user.user_id)
        count: dict[UserId, int] = {}
        for conversation_id in await mornings_store.list_conversations_unread(tx, user.user_id):
            for message in await list_wanted(
                tx, user.user_id, ConversationId(conversation_id), settings=settings
            ):
                count[message.sender_id] = count.get(message.sender_id, 0) + 1
        names = await push_store.list_names(tx, count)
        ahead = await meetings_store.list_of_user(tx, user.user_id, ends_after=at)
        soon = [each.meeting_id for each in ahead if each.starts_at <= at + AHEAD]
        standing = await reminders_store.list_standing(tx, soon)
        return Digest(
            messages=tuple((names[user_id], n) for user_id, n in count.items()),
            meetings=tuple(sorted(standing.values(), key=lambda meeting: meeting.starts_at)),
            actions=await owed_store.count_actions(tx, user.user_id, until=(at + AHEAD).date()),
            words=await owed_store.count_words(tx, user.user_id, at=at),
            pitches=await owed_store.count_pitches(tx, user.user_id),
        )
