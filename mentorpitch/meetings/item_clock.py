"""The clock of an agenda item: how long it has been talked about, and how it stops."""

from datetime import datetime, timedelta

from mentorpitch.meetings.shapes import AgendaItem
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store.database import Writer

MILLISECOND = timedelta(milliseconds=1)
MINUTE_MS = 60_000


def spent_ms(item: AgendaItem, *, at: datetime) -> int:
    """Never less than before, whatever happened to the machine's clock."""
    if item.running_since is None:
        return item.spent_ms
    return item.spent_ms + max((at - item.running_since) // MILLISECOND, 0)


def spent_minutes(item: AgendaItem) -> int:
    """Whole minutes until its clock stopped, as the page has them: something is never nothing."""
    return max((item.spent_ms + MINUTE_MS // 2) // MINUTE_MS, 1) if item.spent_ms else 0


async def put_clock_away(tx: Writer, meeting_id: str, *, at: datetime) -> None:
    """Nothing is talked about any more; what ran has run until `at`."""
    current = await agendas_store.find_current(tx, meeting_id)
    if current is not None:
        await agendas_store.change_item(
            tx, current.item_id, current=False, running_since=None, spent_ms=spent_ms(current, at=at)
        )


async def put_settled_clock_away(tx: Writer, meeting_id: str, *, at: datetime) -> None:
    """As `put_clock_away`, if what is talked about has been done by another way."""
    current = await agendas_store.find_current(tx, meeting_id)
    if current is not None and current.state == "done":
        await put_clock_away(tx, meeting_id, at=at)
