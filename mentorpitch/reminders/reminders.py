"""What somebody is reminded of now, and what they want to be."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.consents.shapes import ConsentEntry, ConsentKind
from mentorpitch.reminders.shapes import Digest, Reminder, ReminderChoice, RemindersChanged
from mentorpitch.shapes import Shape, UserId
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Writer


class ChangeChoice(Shape, frozen=True):
    """Only what is named changes."""

    day_app: bool | UnsetType = UNSET
    day_mail: bool | UnsetType = UNSET
    soon_app: bool | UnsetType = UNSET
    soon_mail: bool | UnsetType = UNSET
    invitations_mail: bool | UnsetType = UNSET
    digest_mail: Digest | UnsetType = UNSET
    details_outside: bool | UnsetType = UNSET


# What leaves the server, and so stands in one's ledger: the consent, and what it is about.
OUTSIDE: Final[dict[str, tuple[ConsentKind, str]]] = {
    "day_mail": ("mail", "day"),
    "soon_mail": ("mail", "soon"),
    "invitations_mail": ("mail", "invitations"),
    "digest_mail": ("mail", "digest"),
    "details_outside": ("details_outside", ""),
}
NO_DIGEST = ChangeChoice(digest_mail="never")
NO_MAIL = ChangeChoice(day_mail=False, soon_mail=False, invitations_mail=False)


async def list_mine(db: Database, actor: Actor, *, clock: Clock) -> tuple[Reminder, ...]:
    """What the actor has not seen of meetings that are not over, soonest first."""
    async with db.read() as tx:
        return await reminders_store.list_shown(tx, actor.user_id, at=clock())


async def see(
    db: Database, actor: Actor, meeting_id: str, *, announce: Announce, clock: Clock
) -> tuple[Reminder, ...]:
    """The actor has seen that this meeting comes; it is gone from all their screens. Returns what is left."""
    async with db.write() as tx:
        await access_meeting(tx, actor, meeting_id, to="read")
        at = clock()
        changed = await reminders_store.see(tx, actor.user_id, meeting_id, at=at)
        left = await reminders_store.list_shown(tx, actor.user_id, at=at)
    if changed:
        announce(Told(event="reminders_changed", payload=RemindersChanged(), user_ids=(actor.user_id,)))
    return left


async def get_choice(db: Database, actor: Actor) -> ReminderChoice:
    async with db.read() as tx:
        return await reminders_store.get_choice(tx, actor.user_id)


async def choose(
    db: Database, actor: Actor, change: ChangeChoice, *, announce: Announce, clock: Clock
) -> ReminderChoice:
    """What is due from now on is given as it was chosen."""
    async with db.write() as tx:
        changed = await change_choice(tx, actor.user_id, change, at=clock())
    changed.tell(announce)
    return changed.choice


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A choice as it stands, and what its owner's ledger says of the change. `tell` it after the commit."""

    user_id: UserId
    choice: ReminderChoice
    is_new: bool
    noted: tuple[ConsentEntry, ...] = ()

    def tell(self, announce: Announce) -> None:
        if self.is_new:
            mine = (self.user_id,)
            announce(Told(event="reminder_choice_changed", payload=self.choice, user_ids=mine))
            ledger.tell(announce, self.noted, mine)


async def change_choice(tx: Writer, user_id: UserId, change: ChangeChoice, *, at: datetime) -> Changed:
    before = await reminders_store.get_choice(tx, user_id)
    wanted = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    given = {name: value for name, value in wanted.items() if value != getattr(before, name)}
    if not given:
        return Changed(user_id=user_id, choice=before, is_new=False)
    choice = msgspec.structs.replace(before, **given, revision=before.revision + 1)
    await reminders_store.put_choice(tx, user_id, choice)
    noted = []
    for name, value in given.items():
        if name in OUTSIDE and _is_yes(value) != _is_yes(getattr(before, name)):
            consent, about = OUTSIDE[name]
            chain = ledger.of_person(user_id)
            yes = _is_yes(value)
            noted.append(await ledger.note(tx, chain, user_id, consent, given=yes, about=about, at=at))
    return Changed(user_id=user_id, choice=choice, is_new=True, noted=tuple(noted))


def _is_yes(value: bool | Digest) -> bool:
    """How often something may come is no question of consent."""
    return value not in (False, "never")
