"""The handlers of chat: each decodes nothing, decides nothing, and asks the same functions as HTTP does."""

import time
from collections.abc import Mapping

from mentorpitch.access import access_conversation
from mentorpitch.announcements import Announce
from mentorpitch.chat import looking_back, messages
from mentorpitch.chat.looking_back import MarkedUnread, MarkUnread
from mentorpitch.chat.messages import Change, MarkRead, Sync, Synced
from mentorpitch.clock import Clock
from mentorpitch.shapes import Event, Nothing, ReadState
from mentorpitch.store.database import Database
from signalling.contract import SetTyping, TypingChanged
from signalling.gateway import Handler
from signalling.session import Directory, Session


class Chat:
    def __init__(self, db: Database, directory: Directory, *, clock: Clock, announce: Announce) -> None:
        self._db = db
        self._directory = directory
        self._clock = clock
        self._announce = announce

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "sync": self.sync,
            "send_message": self.write,
            "edit_message": self.write,
            "delete_message": self.write,
            "change_reaction": self.write,
            "pin_message": self.write,
            "unpin_message": self.write,
            "mark_read": self.mark_read,
            "mark_unread": self.mark_unread,
            "set_typing": self.set_typing,
        }

    async def sync(self, session: Session, question: Sync) -> Synced:
        return await messages.sync(self._db, session.actor, question)

    async def write(self, session: Session, change: Change) -> Event:
        return await messages.write(
            self._db, session.actor, change, at=self._clock(), announce=self._announce
        )

    async def mark_read(self, session: Session, mark: MarkRead) -> ReadState:
        return await messages.mark_read(self._db, session.actor, mark, announce=self._announce)

    async def mark_unread(self, session: Session, mark: MarkUnread) -> MarkedUnread:
        return await looking_back.mark_unread(self._db, session.actor, mark, announce=self._announce)

    async def set_typing(self, session: Session, request: SetTyping) -> Nothing:
        async with self._db.read() as tx:
            access = await access_conversation(tx, session.actor, request.conversation_id, to="post")
        others = [user_id for user_id in access.participants if user_id != session.actor.user_id]
        told = TypingChanged(
            conversation_id=request.conversation_id, user_id=session.actor.user_id, typing=request.typing
        )
        self._directory.tell(self._directory.of(others), "typing_changed", told, now=time.monotonic())
        return Nothing()
