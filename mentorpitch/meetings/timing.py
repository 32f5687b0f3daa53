"""The timebox: which item of the agenda is talked about now, and for how long it has been.

Whoever changes it says what shall be, not what to do: so what is sent twice, or pressed by both at once, is
the same as once. All instants are the server's; a screen counts on from `running_since`.
"""

from datetime import datetime, timedelta

from mentorpitch.access import access_meeting
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings.shapes import AgendaItem, Meeting
from mentorpitch.meetings.view import tell, view
from mentorpitch.shapes import Id, Shape
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Writer

EARLY = timedelta(
    minutes=30
)  # before the start: people come early, and a clock left on must not run for days
MILLISECOND = timedelta(milliseconds=1)


class PutTimebox(Shape, frozen=True):
    """What shall be talked about from now on."""

    item_id: Id | None  # None: nothing
    running: bool = True  # False: its clock rests
    done: Id | None = None  # tick this one first: what was talked about until now


async def put(
    db: Database, actor: Actor, meeting_id: str, wanted: PutTimebox, *, announce: Announce, clock: Clock
) -> Meeting:
    """Raises Conflict when the meeting is not on, and for an item that is done."""
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        items = {item.item_id: item for _, item in await agendas_store.list_items(tx, [meeting_id])}
        if not {wanted.item_id, wanted.done} - {None} <= items.keys():
            raise NotFound("agenda item")
        at = clock()
        if not meeting.starts_at - EARLY <= at < meeting.ends_at:
            raise Conflict("The clock of an agenda runs while its meeting is on.")
        ticked = items.get(wanted.done or "")
        chosen = items.get(wanted.item_id or "")
        if chosen is not None and (chosen.state == "done" or chosen is ticked):
            raise Conflict("This item is done. Open it again first.")
        before = list(items.values())
        if ticked is not None:
            await agendas_store.change_item(tx, ticked.item_id, state="done")
        if chosen is None or not chosen.current:
            await put_clock_away(tx, meeting_id, at=at)
        if chosen is not None:
            await _set(tx, chosen, running=wanted.running, at=at)
        after = [item for _, item in await agendas_store.list_items(tx, [meeting_id])]
        if after != before:
            await meetings_store.change(tx, meeting_id)
        changed = await view(tx, meeting_id, at=at)
    if after != before:
        tell(announce, [changed])
    return changed


async def put_clock_away(tx: Writer, meeting_id: str, *, at: datetime) -> None:
    """Nothing is talked about any more; what ran has run until `at`."""
    current = await agendas_store.find_current(tx, meeting_id)
    if current is not None:
        await agendas_store.change_item(
            tx, current.item_id, current=False, running_since=None, spent_ms=_spent_ms(current, at=at)
        )


async def put_settled_clock_away(tx: Writer, meeting_id: str, *, at: datetime) -> None:
    """As `put_clock_away`, if what is talked about has been done by another way."""
    current = await agendas_store.find_current(tx, meeting_id)
    if current is not None and current.state == "done":
        await put_clock_away(tx, meeting_id, at=at)


async def _set(tx: Writer, item: AgendaItem, *, running: bool, at: datetime) -> None:
    if item.current and running == (item.running_since is not None):
        return
    await agendas_store.change_item(
        tx,
        item.item_id,
        current=True,
        running_since=at if running else None,
        spent_ms=_spent_ms(item, at=at),
    )


def _spent_ms(item: AgendaItem, *, at: datetime) -> int:
    """Never less than before, whatever happened to the machine's clock."""
    if item.running_since is None:
        return item.spent_ms
    return item.spent_ms + max((at - item.running_since) // MILLISECOND, 0)
