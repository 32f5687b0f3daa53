"""Example people, pairs and conversations, to try things on. All of them leave in one step."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from mentorpitch.announcements import Announce, UserBanned
from mentorpitch.clock import Clock
from mentorpitch.demo.chats import add_chat
from mentorpitch.demo.growth import add_growth, add_mentors
from mentorpitch.demo.meetings import add_talks
from mentorpitch.demo.story import PAIRS, PEOPLE, PROGRAMME, Pair
from mentorpitch.demo.work import add_work
from mentorpitch.errors import Forbidden
from mentorpitch.ids import new_id
from mentorpitch.people.passwords import Passwords
from mentorpitch.shapes import ConversationId, MentorshipId, ProgrammeId, ProgrammeName, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import demo as demo_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.accounts import User
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.files import Files

PASSWORD: Final = "demo-mentorpitch"  # noqa: S105 (everybody knows it, hence ensure_loopback)
EMAILS: Final = frozenset(someone.email for someone in PEOPLE)
BEGAN_DAYS_AGO: Final = 40
NOT_HERE: Final = (
    "The example people have a password that everybody knows: only on a server for this machine alone."
)


def ensure_loopback(host: str, *, public_url: str = "") -> None:
    """Raise Forbidden unless a server bound to `host` and known as `public_url` is for this machine alone."""
    for name in (host, urlsplit(public_url).hostname if public_url else "localhost"):
        if not name or not _is_loopback(name):
            raise Forbidden(NOT_HERE)


async def load(db: Database, *, passwords: Passwords, clock: Clock, files: Files | None = None) -> bool:
    """Make the example people; False when they are there already. Without `files`, no documents."""
    async with db.read() as tx:
        if await demo_store.is_loaded(tx):
            return False
    password_hash = await passwords.hash(PASSWORD)
    async with db.write() as tx:
        if await demo_store.is_loaded(tx):
            return False
        await load_into(tx, password_hash=password_hash, manager_id=None, now=clock(), files=files)
    return True


async def load_into(
    tx: Writer,
    *,
    password_hash: str,
    manager_id: UserId | None,
    now: datetime,
    files: Files | None = None,
) -> None:
    """Make them in a transaction; `manager_id` may look at their programme too."""
    began = now - timedelta(days=BEGAN_DAYS_AGO)
    programme_id = ProgrammeId(new_id())
    await programmes_store.add(
        tx, ProgrammeName(programme_id=programme_id, name=PROGRAMME), at=began, is_demo=True
    )
    if manager_id:
        await programmes_store.add_member(tx, programme_id, manager_id, "manager", at=began)
    user_ids: dict[str, UserId] = {}
    for someone in PEOPLE:
        user_id = user_ids[someone.email.partition("@")[0]] = UserId(new_id())
        await accounts_store.add(
            tx,
            User(
                user_id=user_id,
                email=someone.email,
                name=someone.name,
                time_zone=someone.time_zone,
                password_hash=password_hash,
                is_admin=someone.is_admin,
                is_demo=True,
                created_at=began,
            ),
        )
        for role in someone.roles:
            await programmes_store.add_member(tx, programme_id, user_id, role, at=began)
    for n, pair in enumerate(PAIRS):
        mentorship_id = await _add_pair(
            tx, pair, programme_id, user_ids, began=began + timedelta(minutes=n), now=now
        )
        if (pair.mentor, pair.mentee) == ("mentor", "mentee"):
            await add_growth(tx, mentorship_id, user_ids, now=now)
            if files:
                await add_work(tx, mentorship_id, user_ids, files, now=now)
    await add_mentors(tx, programme_id, user_ids, now=now)


async def clear(db: Database, *, announce: Announce) -> bool:
    """Remove the example people with every trace of them, pairs with others included; False when none."""
    async with db.write() as tx:
        user_ids = await demo_store.clear(tx)
    for user_id in user_ids:
        announce(UserBanned(user_id=user_id))
    return bool(user_ids)


async def _add_pair(
    tx: Writer,
    pair: Pair,
    programme_id: ProgrammeId,
    user_ids: dict[str, UserId],
    *,
    began: datetime,
    now: datetime,
) -> MentorshipId:
    mentorship_id, conversation_id = MentorshipId(new_id()), ConversationId(new_id())
    mentor_id, mentee_id = user_ids[pair.mentor], user_ids[pair.mentee]
    await conversations_store.add(tx, conversation_id, (mentor_id, mentee_id), at=began)
    await mentorships_store.add(
        tx,
        mentorship_id,
        programme_id=programme_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        conversation_id=conversation_id,
        at=began,
    )
    unread = {mentor_id: pair.unread_by_mentor, mentee_id: pair.unread_by_mentee}
    await add_chat(tx, conversation_id, pair.lines, user_ids, unread=unread, now=now)
    await add_talks(tx, mentorship_id, (pair.mentor, pair.mentee), user_ids, now=now)
    return mentorship_id


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
