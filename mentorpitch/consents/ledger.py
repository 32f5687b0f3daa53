"""Every yes and every withdrawal, noted where it happens, in the transaction that makes it so.

A mentorship has a ledger that its two read, and each person has one of what concerns nobody else. Nothing
is taken out of either: an entry goes with the mentorship or the account that it is about, not before.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.consents.chain import append, find_break
from mentorpitch.consents.shapes import ConsentEntry, ConsentKind, ConsentLedger, ConsentNoted, ConsentWords
from mentorpitch.errors import NotFound, Problem
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import consents as consents_store
from mentorpitch.store.database import Database, Writer

MOST_YESES = 50  # of one person, in one ledger and day: it stays something that people read
DAY = timedelta(days=1)


def of_pair(mentorship_id: MentorshipId) -> str:
    return f"mentorship:{mentorship_id}"


def of_person(user_id: UserId) -> str:
    return f"person:{user_id}"


async def note(
    tx: Writer,
    chain: str,
    user_id: UserId,
    consent: ConsentKind,
    *,
    given: bool,
    at: datetime,
    about: str = "",
    what: str = "",
    terms: tuple[str, ...] = (),
) -> ConsentEntry:
    """Write it down; `tell` it after the commit.

    Raises `rate_limited` for a yes beyond MOST_YESES a day. A withdrawal is never refused.
    """
    if given and await consents_store.count_given(tx, chain, user_id, since=at - DAY) >= MOST_YESES:
        wait_ms = DAY // timedelta(milliseconds=1)
        raise Problem("rate_limited", "This was changed too often today.", retry_after_ms=wait_ms)
    user = await accounts_store.find(tx, user_id)
    assert user is not None
    entry = append(
        await consents_store.find_last(tx, chain),
        chain=chain,
        user_id=user_id,
        consent=consent,
        given=given,
        about=about,
        words=ConsentWords(salt=secrets.token_hex(16), who=user.name, what=what, terms=terms),
        at=at,
    )
    await consents_store.add(tx, entry, at=at)
    return entry


def tell(announce: Announce, entries: Iterable[ConsentEntry], user_ids: tuple[UserId, ...]) -> None:
    """Call after the commit, for those who read this ledger."""
    for entry in entries:
        announce(Told(event="consent_noted", payload=ConsentNoted(entry=entry), user_ids=user_ids))


async def get_of_pair(db: Database, actor: Actor, mentorship_id: MentorshipId) -> ConsentLedger:
    """For the two of it, also when it has ended."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read")
        chain = of_pair(mentorship_id)
        return ConsentLedger(chain=chain, entries=await consents_store.list_of(tx, chain))


async def get_mine(db: Database, actor: Actor) -> ConsentLedger:
    async with db.read() as tx:
        chain = of_person(actor.user_id)
        return ConsentLedger(chain=chain, entries=await consents_store.list_of(tx, chain))


# ── For whoever runs the server ──────────────────────────────────────────────


async def find_broken(db: Database) -> tuple[int, list[str]]:
    """How many ledgers there are, and those that somebody has touched, each with the place of the break."""
    broken = []
    async with db.read() as tx:
        chains = await consents_store.list_chains(tx)
        for chain in chains:
            place = find_break(chain, await consents_store.list_of(tx, chain))
            if place is not None:
                broken.append(f"{chain} at {place}")
    return len(chains), broken


async def erase_words(db: Database, email: str) -> int:
    """Erase the words of whatever this person said, everywhere; that they said something, and when, stays.

    Returns how many entries lost their words. Raises NotFound.
    """
    async with db.write() as tx:
        user = await accounts_store.find_by_email(tx, email)
        if user is None:
            raise NotFound("person")
        return await consents_store.erase_words_of(tx, user.user_id)
