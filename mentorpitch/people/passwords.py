"""Passwords as argon2id hashes, made in a few threads of their own."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mentorpitch.errors import Problem

T = TypeVar("T")

THREADS = 2  # a hash costs 64 MiB and a core for about 0.1 s
MOST_WAITING = 32  # about two seconds' work; beyond that a caller is told to try again


class Passwords:
    """Hashes and verifies, never on the event loop.

    Every method raises Problem `unavailable` when too many wait already.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._under_way = 0
        # Verified when there is no account: whether there is one must not show in the time that it takes.
        self._nobodys = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        text = _normal(password)
        return await self._run(lambda: self._hasher.hash(text))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether `password` is what `stored` is the hash of; None, for no account, takes as long."""
        text = _normal(password)
        matches = await self._run(lambda: self._matches(text, stored or self._nobodys))
        return matches and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether it was made with other parameters than today's: then hash the password anew."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _matches(self, text: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, text)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._under_way >= THREADS + MOST_WAITING:
            raise Problem("unavailable", "Many people are signing in just now.", retry_after_ms=2_000)
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1


def _normal(password: str) -> str:
    # An é is one character on one keyboard and two on another (RFC 8265, 4.2.2).
    return unicodedata.normalize("NFC", password)
