"""A calendar to subscribe to: one secret address for each person, to be had anew at any time.

The secret is made from the server's key, so that its owner can see it again; it is found by its hash.
"""

import hashlib
import hmac
from datetime import timedelta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.calendars import ics
from mentorpitch.calendars.shapes import CalendarFeed
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.consents.shapes import ConsentEntry
from mentorpitch.errors import NotFound
from mentorpitch.ids import hash_secret
from mentorpitch.shapes import Revision, Shape, UserId
from mentorpitch.store import calendars as calendars_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.facts import get_fact

KEPT = timedelta(days=90)  # that past meetings stay in it


class NewFeed(Shape, frozen=True):
    """Wish for a new address instead of the one with this `revision`; asked again, it is the same one."""

    revision: Revision


async def get(db: Database, actor: Actor, *, public_url: str) -> CalendarFeed:
    async with db.read() as tx:
        return await _feed(tx, actor.user_id, public_url=public_url)


async def renew(
    db: Database, actor: Actor, wanted: NewFeed, *, public_url: str, announce: Announce, clock: Clock
) -> CalendarFeed:
    """Make an address; the earlier one leads nowhere any more."""
    async with db.write() as tx:
        before = await calendars_store.find(tx, actor.user_id)
        changes = wanted.revision == (before.revision if before else 0)
        if changes:
            secret = await _secret(tx, actor.user_id, wanted.revision + 1)
            await calendars_store.put(
                tx,
                actor.user_id,
                revision=wanted.revision + 1,
                secret_hash=hash_secret(secret),
                at=clock(),
            )
            noted = await _note(tx, actor, given=True, clock=clock)
        feed = await _feed(tx, actor.user_id, public_url=public_url)
    if changes:
        announce(Told(event="calendar_feed_changed", payload=feed, user_ids=(actor.user_id,)))
        ledger.tell(announce, [noted], (actor.user_id,))
    return feed


async def remove(
    db: Database, actor: Actor, *, public_url: str, announce: Announce, clock: Clock
) -> CalendarFeed:
    """Take it away; who subscribed to it gets nothing any more."""
    async with db.write() as tx:
        before = await calendars_store.find(tx, actor.user_id)
        changes = before is not None and before.secret_hash is not None
        if before and changes:
            await calendars_store.put(
                tx, actor.user_id, revision=before.revision + 1, secret_hash=None, at=clock()
            )
            noted = await _note(tx, actor, given=False, clock=clock)
        feed = await _feed(tx, actor.user_id, public_url=public_url)
    if changes:
        announce(Told(event="calendar_feed_changed", payload=feed, user_ids=(actor.user_id,)))
        ledger.tell(announce, [noted], (actor.user_id,))
    return feed


async def show(db: Database, secret: str, *, public_url: str, clock: Clock) -> str:
    """The meetings of whose address it is, as a calendar. Raises NotFound for any other address.

    The same bytes as long as nothing changes.
    """
    async with db.read() as tx:
        user_id = await calendars_store.find_user(tx, hash_secret(secret))
        if user_id is None:
            raise NotFound("calendar")
        meetings = await meetings_store.list_of_user(tx, user_id, ends_after=clock() - KEPT)
        pairs = await mentorships_store.list_pairs(tx, {each.mentorship_id for each in meetings})
        choice = await reminders_store.get_choice(tx, user_id)
    events = [
        ics.event(
            each,
            pairs[each.mentorship_id],
            reader_id=user_id,
            with_details=choice.details_outside,
            public_url=public_url,
            stamp=each.created_at,
        )
        for each in meetings
    ]
    return ics.calendar(events, name="MentorPitch")


async def one(db: Database, actor: Actor, meeting_id: str, *, public_url: str, clock: Clock) -> str:
    """A meeting for one's own calendar, with everything: it goes where its reader takes it."""
    async with db.read() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="read")
        pairs = await mentorships_store.list_pairs(tx, [meeting.mentorship_id])
    event = ics.event(
        meeting,
        pairs[meeting.mentorship_id],
        reader_id=actor.user_id,
        with_details=True,
        public_url=public_url,
        stamp=clock(),
    )
    return ics.calendar([event])


async def _note(tx: Writer, actor: Actor, *, given: bool, clock: Clock) -> ConsentEntry:
    chain = ledger.of_person(actor.user_id)
    return await ledger.note(tx, chain, actor.user_id, "calendar_feed", given=given, at=clock())


async def _feed(tx: Reader, user_id: UserId, *, public_url: str) -> CalendarFeed:
    found = await calendars_store.find(tx, user_id)
    if found is None or found.secret_hash is None:
        return CalendarFeed(url=None, revision=found.revision if found else 0)
    secret = await _secret(tx, user_id, found.revision)
    return CalendarFeed(url=f"{public_url}/calendar/{secret}.ics", revision=found.revision)


async def _secret(tx: Reader, user_id: UserId, revision: int) -> str:
    key = await get_fact(tx, "link_key")
    return hmac.new(key.encode(), f"calendar {revision} {user_id}".encode(), hashlib.sha256).hexdigest()
