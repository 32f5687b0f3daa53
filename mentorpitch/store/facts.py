"""What this database is: a few named values, made with it."""

from typing import Final, Literal

from sqlalchemy import bindparam, delete, insert, select

from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.base import facts

Fact = Literal[
    "epoch",  # another value than before means that the database was restored from an older copy
    "ticket_key",  # signs room tickets
    "link_key",  # signs links in letters that must work without signing in
    "setup_secret",  # SHA-256 of the one that opens the set-up page; absent once it was used
]


FACT: Final = select(facts.c.value).where(facts.c.name == bindparam("name"))


async def get_fact(tx: Reader, name: Fact) -> str:
    return str((await tx.execute(FACT, {"name": name})).scalar_one())


async def find_fact(tx: Reader, name: Fact) -> str | None:
    return (await tx.execute(FACT, {"name": name})).scalar_one_or_none()


async def put_fact(tx: Writer, name: Fact, value: str) -> None:
    await drop_fact(tx, name)
    await tx.execute(insert(facts).values(name=name, value=value))


async def drop_fact(tx: Writer, name: Fact) -> None:
    await tx.execute(delete(facts).where(facts.c.name == name))
