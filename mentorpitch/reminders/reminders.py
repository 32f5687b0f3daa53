"""What somebody is reminded of now, and what they want to be."""

import msgspec
from msgspec import UNSET, UnsetType

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.clock import Clock
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


async def choose(db: Database, actor: Actor, change: ChangeChoice, *, announce: Announce) -> ReminderChoice:
    """What is due from now on is given as it was chosen."""
    async with db.write() as tx:
        changed, choice = await change_choice(tx, actor.user_id, change)
    if changed:
        tell_choice(announce, actor.user_id, choice)
    return choice


async def change_choice(tx: Writer, user_id: UserId, change: ChangeChoice) -> tuple[bool, ReminderChoice]:
    """Whether that changed anything, and the choice as it stands. Call `tell_choice` after the commit."""
    before = await reminders_store.get_choice(tx, user_id)
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    if msgspec.structs.replace(before, **given) == before:
        return False, before
    choice = msgspec.structs.replace(before, **given, revision=before.revision + 1)
    await reminders_store.put_choice(tx, user_id, choice)
    return True, choice


def tell_choice(announce: Announce, user_id: UserId, choice: ReminderChoice) -> None:
    announce(Told(event="reminder_choice_changed", payload=choice, user_ids=(user_id,)))
