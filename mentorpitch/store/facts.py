"""What this database is: a few named values, made with it."""

from typing import Literal

from sqlalchemy import select

from mentorpitch.store.database import Reader
from mentorpitch.store.tables import facts

Fact = Literal[
    "epoch",  # another value than before means that the database was restored from an older copy
    "ticket_key",  # signs room tickets
]


async def get_fact(tx: Reader, name: Fact) -> str:
    return str((await tx.execute(select(facts.c.value).where(facts.c.name == name))).scalar_one())
