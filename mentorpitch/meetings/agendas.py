"""Agendas: what the two want to talk about. Both write; nothing changes once the meeting is past."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.bots.scopes import TICKS_AGENDA
from mentorpitch.bots.withheld import seen_by
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.growth.goal_links import ensure_goal
from mentorpitch.ids import new_id
from mentorpitch.meetings.item_clock import put_clock_away
from mentorpitch.meetings.shapes import AgendaItem, Meeting
from mentorpitch.meetings.view import tell, view
from mentorpitch.repeats import find_made, remember_made
from mentorpitch.shapes import Id, Shape
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.texts import line

MOST_ITEMS = 50  # on one agenda, added by people
LONGEST_TITLE = 200
PAST = "This meeting is past. Its agenda stays as it was."

ItemMinutes = Annotated[int, Meta(ge=1, le=480)]


class NewItem(Shape, frozen=True):
    """Put something on the agenda, at the end; the same client_id again happens once."""

    client_id: Id
    title: str
    minutes: ItemMinutes | None = None
    goal_id: Id | None = None


class ChangeItem(Shape, frozen=True):
    """Only what is given changes."""

    title: str | UnsetType = UNSET
    minutes: ItemMinutes | UnsetType | None = UNSET
    goal_id: Id | UnsetType | None = UNSET
    state: Literal["open", "done"] | UnsetType = UNSET
    more_minutes: Annotated[int, Meta(ge=0, le=480)] | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET  # beyond the end: the last


async def add(
    db: Database, actor: Actor, meeting_id: str, new: NewItem, *, announce: Announce, clock: Clock
) -> Meeting:
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        at = clock()
        if await find_made(tx, actor, meeting_id, new.client_id, new):
            return await view(tx, meeting_id, at=at)
        ensure_not_past(meeting, clock)
        if len(await agendas_store.list_items(tx, [meeting_id])) >= MOST_ITEMS:
            raise Conflict(f"An agenda has room for {MOST_ITEMS} items.")
        await ensure_goal(tx, meeting.mentorship_id, new.goal_id)
        item_id = new_id()
        await agendas_store.add_item(
            tx,
            item_id=item_id,
            meeting_id=meeting_id,
            title=line(new.title, field="title", most=LONGEST_TITLE),
            minutes=new.minutes,
            goal_id=new.goal_id,
            added_by=actor.user_id,
        )
        await remember_made(tx, actor, meeting_id, new.client_id, new, made_id=item_id)
        await meetings_store.change(tx, meeting_id)
        changed = await view(tx, meeting_id, at=at)
    tell(announce, [changed])
    return changed


async def change(
    db: Database,
    actor: Actor,
    meeting_id: str,
    item_id: str,
    wanted: ChangeItem,
    *,
    announce: Announce,
    clock: Clock,
) -> Meeting:
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change", bots=TICKS_AGENDA)
        if actor.is_bot and wanted != ChangeItem(state=wanted.state):
            raise Forbidden("A bot ticks items, and changes nothing else of an agenda.")
        items = await _items_with(tx, meeting_id, item_id)
        ensure_not_past(meeting, clock)
        given = {
            name: value
            for name, value in msgspec.structs.asdict(wanted).items()
            if name != "position" and value is not UNSET
        }
        if wanted.title is not UNSET:
            given["title"] = line(wanted.title, field="title", most=LONGEST_TITLE)
        if wanted.goal_id is not UNSET:
            await ensure_goal(tx, meeting.mentorship_id, wanted.goal_id)
        if given:
            await agendas_store.change_item(tx, item_id, **given)
        if wanted.state == "done" and any(each.item_id == item_id and each.current for each in items):
            await put_clock_away(tx, meeting_id, at=clock())
        if wanted.position is not UNSET:
            order = [each.item_id for each in items if each.item_id != item_id]
            order.insert(wanted.position, item_id)
            await agendas_store.put_in_order(tx, order)
        await meetings_store.change(tx, meeting_id)
        changed = await view(tx, meeting_id, at=clock())
    tell(announce, [changed])
    return seen_by(actor, changed)


async def remove(
    db: Database, actor: Actor, meeting_id: str, item_id: str, *, announce: Announce, clock: Clock
) -> Meeting:
    """Take it off. What came by itself does not come back to this agenda."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        await _items_with(tx, meeting_id, item_id)
        ensure_not_past(meeting, clock)
        await agendas_store.delete_item(tx, item_id)
        await meetings_store.change(tx, meeting_id)
        changed = await view(tx, meeting_id, at=clock())
    tell(announce, [changed])
    return changed


def ensure_not_past(meeting: StoredMeeting, clock: Clock) -> None:
    if meeting.ends_at <= clock():
        raise Conflict(PAST)


async def _items_with(tx: Reader, meeting_id: str, item_id: str) -> list[AgendaItem]:
    """The agenda, of which the item must be a part."""
    items = [item for _, item in await agendas_store.list_items(tx, [meeting_id])]
    if all(item.item_id != item_id for item in items):
        raise NotFound("agenda item")
    return items
