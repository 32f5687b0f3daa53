"""Consent ledgers: they are read, and they grow. Here is no way to change an entry, or to take one out."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, delete, exists, func, insert, select

from mentorpitch.consents.chain import canonical, moment
from mentorpitch.consents.shapes import ConsentBody, ConsentEntry, ConsentWords
from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.consents import consent_words, consents


async def add(tx: Writer, entry: ConsentEntry, *, at: datetime) -> None:
    """`at` is the moment that stands in the entry."""
    body = msgspec.structs.asdict(entry.body) | {"at": at, "hash": entry.hash}
    await tx.execute(insert(consents).values(body))
    if entry.words is not None:
        words = canonical(entry.words).decode()
        await tx.execute(
            insert(consent_words).values(chain=entry.body.chain, seq=entry.body.seq, words=words)
        )


async def find_last(tx: Reader, chain: str) -> ConsentEntry | None:
    newest = _entries(chain).order_by(None).order_by(consents.c.seq.desc()).limit(1)
    row = (await tx.execute(newest)).one_or_none()
    return None if row is None else _entry(row)


async def list_of(tx: Reader, chain: str) -> tuple[ConsentEntry, ...]:
    """The oldest first."""
    return tuple(_entry(row) for row in await tx.execute(_entries(chain)))


async def count_given(tx: Reader, chain: str, user_id: UserId, *, since: datetime) -> int:
    """How often this person said yes there."""
    theirs = (consents.c.chain == chain, consents.c.user_id == user_id, consents.c.given)
    counted = await tx.execute(select(func.count()).where(*theirs, consents.c.at > since))
    return int(counted.scalar_one())


async def list_chains(tx: Reader) -> tuple[str, ...]:
    chains = await tx.execute(select(consents.c.chain).distinct().order_by(consents.c.chain))
    return tuple(chains.scalars())


async def erase_words_of(tx: Writer, user_id: UserId) -> int:
    """Returns how many entries lost their words."""
    said = exists().where(
        consents.c.chain == consent_words.c.chain,
        consents.c.seq == consent_words.c.seq,
        consents.c.user_id == user_id,
    )
    return (await tx.execute(delete(consent_words).where(said))).rowcount


def _entries(chain: str) -> Select[Any]:
    together = (consent_words.c.chain == consents.c.chain) & (consent_words.c.seq == consents.c.seq)
    return (
        select(consents, consent_words.c.words)
        .outerjoin(consent_words, together)
        .where(consents.c.chain == chain)
        .order_by(consents.c.seq)
    )


def _entry(row: Row[Any]) -> ConsentEntry:
    fields = row._asdict()
    words = fields.pop("words")
    return ConsentEntry(
        hash=fields.pop("hash"),
        body=ConsentBody(**fields | {"at": moment(row.at)}),
        words=None if words is None else msgspec.json.decode(words, type=ConsentWords),
    )
