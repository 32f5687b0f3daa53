"""Goals: what the two work towards. Either writes; both agree; only both together delete.

The mark "agreed by both" is about the goal's words: whoever changes what, how or the due date agrees to them
by that, and takes the other's yes away; a change of the checklist takes it away too, and gives no yes. To
report progress is not to change the goal.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from mentorpitch.access import access_goal, access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, Told
from mentorpitch.bots.scopes import READS_GOALS
from mentorpitch.errors import Conflict, NotFound, Problem
from mentorpitch.growth.shapes import (
    ChecklistItem,
    Goal,
    GoalActivity,
    GoalActivityKind,
    GoalChanged,
    GoalId,
    GoalRemoved,
    GoalStatus,
    ItemId,
)
from mentorpitch.ids import new_id
from mentorpitch.repeats import ensure_repeat, fingerprint
from mentorpitch.shapes import Id, Line, MentorshipId, Percent, Prose, Revision, Shape, UserId
from mentorpitch.store import goals as goals_store
from mentorpitch.store.database import Database, Writer
from mentorpitch.store.mentorships import Pair
from mentorpitch.texts import any_text, some_text

MOST_ITEMS = 50
MOST_GOALS = 200  # of one pair


class NewGoal(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    what: Line
    how: Prose = ""
    due_on: date | None = None
    checklist: Annotated[tuple[Line, ...], Meta(max_length=MOST_ITEMS)] = ()


class GoalEdit(Shape, frozen=True):
    """Only what is named changes; `revision` is that of the goal which was on the screen."""

    revision: Revision
    what: Line | UnsetType = UNSET
    how: Prose | UnsetType = UNSET
    due_on: date | UnsetType | None = UNSET
    status: GoalStatus | UnsetType = UNSET
    progress: Percent | UnsetType = UNSET


class Desk:
    """A goal while it is changed, in the transaction that changes it."""

    def __init__(self, tx: Writer, pair: Pair, goal: Goal, actor: Actor, at: datetime) -> None:
        self.tx = tx
        self.pair = pair
        self.goal = goal
        self.user_id = actor.user_id
        self._at = at

    async def change(self, kind: GoalActivityKind, detail: str | None = None, **values: Any) -> None:
        self.goal = await goals_store.change(
            self.tx, self.goal, kind, by=self.user_id, detail=detail, at=self._at, **values
        )

    async def reword(self, kind: GoalActivityKind, detail: str, *, agrees: bool, **values: Any) -> None:
        """Change what it says: of the yeses, only the writer's can be left."""
        await self.change(kind, detail, **values, **yes_of(self.user_id if agrees else None, self.pair))

    @property
    def has_agreed(self) -> bool:
        """Whether the actor agrees to the goal as it reads now."""
        return self.user_id in self.goal.agreed_by

    def get_item(self, item_id: ItemId) -> ChecklistItem:
        for item in self.goal.checklist:
            if item.item_id == item_id:
                return item
        raise NotFound("checklist item")


# ── Reading ──────────────────────────────────────────────────────────────────


async def list_of(db: Database, actor: Actor, mentorship_id: MentorshipId) -> tuple[Goal, ...]:
    """The pair's goals, the oldest first."""
    async with db.read() as tx:
        await access_mentorship(tx, actor, mentorship_id, to="read", bots=READS_GOALS)
        return await goals_store.list_of(tx, mentorship_id)


async def get(db: Database, actor: Actor, goal_id: GoalId) -> Goal:
    async with db.read() as tx:
        _, goal = await access_goal(tx, actor, goal_id, to="read", bots=READS_GOALS)
        return goal


async def list_activity(db: Database, actor: Actor, goal_id: GoalId) -> tuple[GoalActivity, ...]:
    """Everything that became of it, the oldest first."""
    async with db.read() as tx:
        await access_goal(tx, actor, goal_id, to="read")
        return await goals_store.list_activity(tx, goal_id)


# ── Writing ──────────────────────────────────────────────────────────────────


async def create(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    new: NewGoal,
    *,
    at: datetime,
    announce: Announce,
) -> Goal:
    """Make a goal, once per client_id. Raises `gone` for the repeat of one that both deleted since."""
    some_text(new.what, field="what")
    any_text(new.how, field="how")
    for text in new.checklist:
        some_text(text, field="checklist")
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if made := await goals_store.find_made(tx, mentorship_id, actor.user_id, new.client_id):
            if made.removed:
                raise Problem("gone", "This goal was deleted since.")
            ensure_repeat(made.asked, new)
            _, goal = await access_goal(tx, actor, GoalId(made.made_id), to="read")
            return goal
        if len(await goals_store.list_of(tx, mentorship_id)) >= MOST_GOALS:
            raise Conflict(f"A pair has at most {MOST_GOALS} goals.")
        goal_id = GoalId(new_id())
        await goals_store.add(
            tx,
            goal_id,
            mentorship_id=mentorship_id,
            created_by=actor.user_id,
            client_id=new.client_id,
            asked=fingerprint(new),
            what=new.what,
            how=new.how,
            due_on=new.due_on,
            at=at,
        )
        for text in new.checklist:
            item_id = ItemId(new_id())
            await goals_store.add_item(
                tx, item_id, goal_id, created_by=actor.user_id, client_id=item_id, text=text, asked=""
            )
        _, goal = await access_goal(tx, actor, goal_id, to="change")
        yes = yes_of(actor.user_id, pair)
        goal = await goals_store.change(tx, goal, "created", by=actor.user_id, detail=None, at=at, **yes)
    announce(_changed(goal, pair.user_ids))
    return goal


async def edit(
    db: Database, actor: Actor, goal_id: GoalId, edit: GoalEdit, *, at: datetime, announce: Announce
) -> Goal:
    """Change what is named. A repeat changes nothing.

    Raises Conflict when the goal was changed since it was read, and for the progress of a checklist.
    """
    if edit.what is not UNSET:
        some_text(edit.what, field="what")
    if edit.how is not UNSET:
        any_text(edit.how, field="how")
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        differing = {
            name: value
            for name in ("what", "how", "due_on", "status", "progress")
            if (value := getattr(edit, name)) is not UNSET and value != getattr(desk.goal, name)
        }
        if differing:
            _ensure_newest(desk.goal, edit.revision)
        words = {name: value for name, value in differing.items() if name in ("what", "how", "due_on")}
        if words:
            await desk.reword("edited", ", ".join(words), agrees=True, **words)
        if "progress" in differing:
            if desk.goal.checklist:
                raise Conflict("The checklist of this goal tells its progress.")
            await desk.change("progressed", str(edit.progress), progress=edit.progress)
        if "status" in differing:
            await desk.change("status_changed", str(edit.status), status=edit.status)
    return desk.goal


async def agree(
    db: Database, actor: Actor, goal_id: GoalId, revision: int, *, at: datetime, announce: Announce
) -> Goal:
    """Agree to the goal as one has read it. Raises Conflict when it was changed since."""
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        if actor.user_id not in desk.goal.agreed_by:
            _ensure_newest(desk.goal, revision)
            if actor.user_id == desk.pair.mentor.user_id:
                await desk.change("agreed", agreed_by_mentor=True)
            else:
                await desk.change("agreed", agreed_by_mentee=True)
    return desk.goal


# ── Deleting, together ───────────────────────────────────────────────────────


async def propose_removal(
    db: Database, actor: Actor, goal_id: GoalId, *, at: datetime, announce: Announce
) -> Goal:
    """Ask the other whether the goal may go. Raises Conflict when the other has asked first: confirm it."""
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        match desk.goal.removal_proposed_by:
            case None:
                await desk.change("removal_proposed", removal_proposed_by=actor.user_id)
            case other if other != actor.user_id:
                raise Conflict("The other has proposed this already. Confirm it.")
    return desk.goal


async def drop_removal(
    db: Database, actor: Actor, goal_id: GoalId, *, at: datetime, announce: Announce
) -> Goal:
    """Take the proposal back, or decline the other's: the goal stays."""
    async with changing(db, actor, goal_id, at=at, announce=announce) as desk:
        if desk.goal.removal_proposed_by is not None:
            await desk.change("removal_dropped", removal_proposed_by=None)
    return desk.goal


async def remove(db: Database, actor: Actor, goal_id: GoalId, *, announce: Announce) -> None:
    """Delete a goal that the other has proposed to delete: its text, its checklist and its past."""
    async with db.write() as tx:
        pair, goal = await access_goal(tx, actor, goal_id, to="change")
        if goal.removal_proposed_by in (None, actor.user_id):
            raise Conflict("Both of you must want this goal gone. Propose it, and the other confirms.")
        await goals_store.erase(tx, goal_id)
    removed = GoalRemoved(mentorship_id=goal.mentorship_id, goal_id=goal_id, revision=goal.revision + 1)
    announce(Told(event="goal_removed", payload=removed, user_ids=pair.user_ids))


@contextlib.asynccontextmanager
async def changing(
    db: Database, actor: Actor, goal_id: GoalId, *, at: datetime, announce: Announce
) -> AsyncIterator[Desk]:
    """A transaction around a goal; both hear of it after the commit, when something changed."""
    async with db.write() as tx:
        pair, goal = await access_goal(tx, actor, goal_id, to="change")
        desk = Desk(tx, pair, goal, actor, at)
        yield desk
    if desk.goal.revision > goal.revision:
        announce(_changed(desk.goal, pair.user_ids))


def yes_of(user_id: UserId | None, pair: Pair) -> dict[str, bool]:
    """The columns of who agrees: this one alone, or nobody."""
    return {
        "agreed_by_mentor": user_id == pair.mentor.user_id,
        "agreed_by_mentee": user_id == pair.mentee.user_id,
    }


def _changed(goal: Goal, user_ids: tuple[UserId, ...]) -> Told:
    return Told(event="goal_changed", payload=GoalChanged(goal=goal), user_ids=user_ids)


def _ensure_newest(goal: Goal, revision: int) -> None:
    if revision != goal.revision:
        raise Conflict("This goal was changed meanwhile. Read it again.")
