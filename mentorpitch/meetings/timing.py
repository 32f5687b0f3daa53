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
from mentorpitch.meetings.item_clock import put_clock_away, spent_ms
from mentorpitch.meetings.overrun import is_over_time, wind_up
from mentorpitch.meetings.shapes import AgendaItem, Meeting
from mentorpitch.meetings.view import tell, view, view_by_id
from mentorpitch.shapes import Id, Shape
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Database, Writer

EARLY = timedelta(
    minutes=30
)  # before the start: people come early, and a clock left on must not run for days


class PutTimebox(Shape, frozen=True):
    """What shall be talked about from now on."""

    item_id: Id | None  # None: nothing
    running: bool = True  # False: its clock rests
    done: Id | None = None  # tick this one first: what was talked about until now


async def put(
    db: Database, actor: Actor, meeting_id: str, wanted: PutTimebox, *, announce: Announce, clock: Clock
) -> Meeting:
    """Raises Conflict when the meeting is not on, and for an item that is done.

    After the planned end, what still runs can be said to be done, and nothing else be begun.
    """
    async with db.write() as tx:
        meeting = await access_meeting(tx, actor, meeting_id, to="change")
        items = {item.item_id: item for _, item in await agendas_store.list_items(tx, [meeting_id])}
        if not {wanted.item_id, wanted.done} - {None} <= items.keys():
            raise NotFound("agenda item")
        at = clock()
        ticked = items.get(wanted.done or "")
        chosen = items.get(wanted.item_id or "")
        is_over = at >= meeting.ends_at
        ends_it = chosen is None and ticked is not None and (ticked.current or ticked.state == "done")
        if at < meeting.starts_at - EARLY or (is_over and not ends_it):
            raise Conflict("The clock of an agenda runs while its meeting is on.")
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
        touched: list[str] = []
        if after != before:
            await meetings_store.change(tx, meeting_id)
            touched = await wind_up(tx, meeting, at=at) if is_over_time(meeting) else [meeting_id]
        others = await view_by_id(tx, [each for each in touched if each != meeting_id], at=at)
        changed = await view(tx, meeting_id, at=at)
    if touched:
        tell(announce, [changed, *others])
    return changed


async def _set(tx: Writer, item: AgendaItem, *, running: bool, at: datetime) -> None:
    if item.current and running == (item.running_since is not None):
        return
    await agendas_store.change_item(
        tx,
        item.item_id,
        current=True,
        running_since=at if running else None,
        spent_ms=spent_ms(item, at=at),
    )
