import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from mentorpitch.errors import Problem
from mentorpitch.people import passwords as passwords_module
from mentorpitch.people.passwords import Passwords
from tests.door import quick_passwords


@pytest.fixture
def passwords():
    made = quick_passwords()
    yield made
    made.close()


async def test_the_right_password_is_told_from_a_wrong_one(passwords):
    stored = await passwords.hash("a quiet long password")
    assert stored.startswith("$argon2id$")
    assert await passwords.verify("a quiet long password", stored)
    assert not await passwords.verify("a quiet long passwore", stored)


async def test_nobody_has_a_password(passwords):
    assert not await passwords.verify("nobody has this password", None)


async def test_an_accent_typed_in_another_way_is_the_same(passwords):
    stored = await passwords.hash("um caf\u00e9 em Lisboa")
    assert await passwords.verify("um cafe\u0301 em Lisboa", stored)


async def test_a_damaged_hash_is_a_wrong_password_and_no_accident(passwords):
    assert not await passwords.verify("a quiet long password", "damaged")


async def test_too_many_at_once_are_told_to_come_back_and_the_loop_goes_on(monkeypatch):
    monkeypatch.setattr(passwords_module, "MOST_WAITING", 1)
    go_on = threading.Event()

    class Slow(PasswordHasher):
        def hash(self, password, *, salt=None):
            go_on.wait(5)
            return "hashed"

    go_on.set()
    slow = Passwords(Slow())
    go_on.clear()
    try:
        under_way = [asyncio.create_task(slow.hash(f"password {n}")) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Problem) as refusal:
            await slow.hash("one too many")
        assert refusal.value.code == "unavailable"
        go_on.set()
        assert await asyncio.gather(*under_way) == ["hashed"] * 3
        assert await slow.hash("one more") == "hashed"
    finally:
        go_on.set()
        slow.close()
