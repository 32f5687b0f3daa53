"""Who is online, for those who share a conversation with them. Nothing of it is stored."""

import asyncio
import time
from collections.abc import Iterable

from mentorpitch.chat.conversations import list_contacts
from mentorpitch.shapes import UserId
from mentorpitch.store.database import Database
from signalling.contract import PresenceChanged
from signalling.session import Directory

GRACE_S = 5.0  # a page that reloads does not go offline


class Presence:
    def __init__(self, db: Database, directory: Directory, *, grace_s: float = GRACE_S) -> None:
        self._db = db
        self._directory = directory
        self._grace_s = grace_s
        self._contacts: dict[UserId, frozenset[UserId]] = {}  # of everybody who counts as online
        self._leaving: dict[UserId, asyncio.TimerHandle] = {}

    async def arrive(self, user_id: UserId) -> tuple[UserId, ...]:
        """A session of theirs has come. Returns who of their contacts is online."""
        if leaving := self._leaving.pop(user_id, None):
            leaving.cancel()
        async with self._db.read() as tx:
            contacts = await list_contacts(tx, user_id)
        is_new = user_id not in self._contacts
        self._contacts[user_id] = contacts
        if is_new:
            self._tell(user_id, online=True)
        if not self._directory.is_online(user_id):  # gone while the database was asked
            self.leave(user_id)
        return tuple(sorted(other for other in self._contacts[user_id] if other in self._contacts))

    def leave(self, user_id: UserId) -> None:
        """A session of theirs has gone; when it was the last, they go offline after a moment."""
        if self._directory.is_online(user_id) or user_id in self._leaving:
            return
        loop = asyncio.get_running_loop()
        self._leaving[user_id] = loop.call_later(self._grace_s, self._gone, user_id)

    async def meet(self, user_ids: tuple[UserId, ...]) -> None:
        """These people share a new conversation."""
        for user_id in user_ids:
            async with self._db.read() as tx:
                contacts = await list_contacts(tx, user_id)
            if user_id in self._contacts:
                self._contacts[user_id] = contacts
                self._tell(user_id, online=True)

    async def part(self, user_ids: tuple[UserId, ...]) -> None:
        """These two's mentorship has ended: unless they share another, neither sees the other come or go."""
        for user_id in user_ids:
            async with self._db.read() as tx:
                contacts = await list_contacts(tx, user_id)
            if user_id not in self._contacts:
                continue
            former = self._contacts[user_id] - contacts
            self._contacts[user_id] = contacts
            self._tell(user_id, online=False, to=former)

    def close(self) -> None:
        for timer in self._leaving.values():
            timer.cancel()
        self._leaving.clear()

    def _gone(self, user_id: UserId) -> None:
        self._leaving.pop(user_id, None)
        if user_id in self._contacts and not self._directory.is_online(user_id):
            self._tell(user_id, online=False)
            del self._contacts[user_id]

    def _tell(self, user_id: UserId, *, online: bool, to: Iterable[UserId] | None = None) -> None:
        self._directory.tell(
            self._directory.of(self._contacts[user_id] if to is None else to),
            "presence_changed",
            PresenceChanged(user_id=user_id, online=online),
            now=time.monotonic(),
        )
