"""One thread from meeting to meeting: what stays open comes onto the next agenda by itself.

Two kinds of things come: agenda items that were left when their meeting was over or cancelled, and actions
that nobody has done. They come to the soonest meeting that has not begun, or wait until there is one. What
came remembers where it came from (`carried_from`), what went remembers where it went (`carried_to`): so
whoever asks again, at any time, brings nothing twice, and what somebody took off the agenda stays off it.
"""

from datetime import datetime

from mentorpitch.ids import new_id
from mentorpitch.shapes import MentorshipId
from mentorpitch.store import agendas as agendas_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store.database import Writer


async def carry_over(tx: Writer, mentorship_id: MentorshipId, *, at: datetime) -> str | None:
    """Bring everything that is open to the next meeting. Returns its id when something came.

    What came is a change of that meeting; its revision grows once.
    """
    next_one = await meetings_store.find_next(tx, mentorship_id, at=at)
    if next_one is None:
        return None
    came = False
    for left in await agendas_store.list_left(tx, mentorship_id):
        await agendas_store.add_item(
            tx,
            item_id=new_id(),
            meeting_id=next_one.meeting_id,
            title=left.title,
            minutes=left.minutes,
            goal_id=left.goal_id,
            added_by=left.added_by,
            carried_from=left.meeting_id,
        )
        await agendas_store.change_item(tx, left.item_id, carried_to=next_one.meeting_id)
        came = True
    for action in await agendas_store.list_open_actions(tx, mentorship_id, not_on=next_one.meeting_id):
        await agendas_store.change_action(tx, action.action_id, carried_to=next_one.meeting_id)
        if await agendas_store.is_action_on(tx, action.action_id, next_one.meeting_id):
            continue
        await agendas_store.add_item(
            tx,
            item_id=new_id(),
            meeting_id=next_one.meeting_id,
            title=action.text,
            action_id=action.action_id,
            added_by=action.created_by,
            carried_from=action.meeting_id,
        )
        came = True
    if not came:
        return None
    await meetings_store.change(tx, next_one.meeting_id)
    return next_one.meeting_id
