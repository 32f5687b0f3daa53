"""The checklist of a goal: its items, and the progress that they tell."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.errors import Conflict
from mentorpitch.growth.goals import MOST_ITEMS, changing
from mentorpitch.growth.shapes import ChecklistItem, Goal, GoalId, ItemId
from mentorpitch.ids import new_id
from mentorpitch.repeats import ensure_repeat, fingerprint
from mentorpitch.shapes import Id, Line, Shape
from mentorpitch.store import goals as goals_store
from mentorpitch.store.database import Database
from mentorpitch.texts import some_text


class NewItem(Shape, frozen=True):
    client_id: Id
    text: Line


class ItemEdit(Shape, frozen=True):
    """Only what is named changes."""

    text: Line | UnsetType = UNSET
    done: bool | UnsetType = UNSET


async def add_item(
    db: Database, actor: Actor, goal_id: GoalId, new: NewItem, *, at: datetime, announce: Announce
) -> Goal:
    """Add an item at the end, once per client_id."""
    some_text(new.text, field="text")
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        made = await goals_store.find_made_item(desk.tx, goal_id, actor.user_id, new.client_id)
        if made is None:
            if len(desk.goal.checklist) >= MOST_ITEMS:
                raise Conflict(f"A checklist has at most {MOST_ITEMS} items.")
            await goals_store.add_item(
                desk.tx,
                ItemId(new_id()),
                goal_id,
                created_by=actor.user_id,
                client_id=new.client_id,
                text=new.text,
                asked=fingerprint(new),
            )
            await desk.reword("item_added", new.text, agrees=desk.has_agreed)
        elif not made.removed:
            ensure_repeat(made.asked, new)
    return desk.goal


async def edit_item(
    db: Database,
    actor: Actor,
    goal_id: GoalId,
    item_id: ItemId,
    edit: ItemEdit,
    *,
    at: datetime,
    announce: Announce,
) -> Goal:
    """Tick it, untick it, or change its text. A repeat changes nothing."""
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        item = desk.get_item(item_id)
        text = item.text if edit.text is UNSET else some_text(edit.text, field="text")
        done = item.done if edit.done is UNSET else edit.done
        await goals_store.change_item(desk.tx, ChecklistItem(item_id=item_id, text=text, done=done))
        if text != item.text:
            await desk.reword("item_edited", text, agrees=desk.has_agreed)
        if done != item.done:
            await desk.change("item_done" if done else "item_undone", text)
    return desk.goal


async def remove_item(
    db: Database, actor: Actor, goal_id: GoalId, item_id: ItemId, *, at: datetime, announce: Announce
) -> Goal:
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        item = desk.get_item(item_id)
        await goals_store.remove_item(desk.tx, item_id)
        await desk.reword("item_removed", item.text, agrees=desk.has_agreed)
    return desk.goal
