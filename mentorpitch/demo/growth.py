"""What the example people work towards: goals, areas, an agreement, who takes mentees, a pitch that waits."""

# Somebody's sentence is one line here, as it is there.
# ruff: noqa: E501

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from mentorpitch.growth.shapes import (
    AreaId,
    ChecklistItem,
    Evidence,
    GoalId,
    ItemId,
    Level,
    LevelEntry,
    LevelEntryKind,
)
from mentorpitch.ids import new_id
from mentorpitch.mentorships.shapes import MANAGER_SEES, MentorProfile, PitchId
from mentorpitch.shapes import MentorshipId, ProgrammeId, UserId
from mentorpitch.store import agreements as agreements_store
from mentorpitch.store import areas as areas_store
from mentorpitch.store import goals as goals_store
from mentorpitch.store import pitches as pitches_store
from mentorpitch.store import profiles as profiles_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Writer
from mentorpitch.store.pitches import NewRow

PROFILES: Final = {
    "mentor": MentorProfile(taking_mentees=True, capacity=3, about="Twenty years of harbour operations. I ask twice before I answer once.", availability="Weekday afternoons, an hour every second week", skills=("Leading a team", "Operations", "Hard conversations"), languages=("English", "Kiswahili")),
    "mentee": MentorProfile(taking_mentees=False, capacity=1, about="I went from engineering to leading, and remember every step.", availability="Wednesdays", skills=("First job", "Engineering"), languages=("Português", "English")),
    "margit": MentorProfile(taking_mentees=True, capacity=2, about="Shipyards, and how to be heard in them.", availability="Mornings in Oslo", skills=("Shipbuilding", "Speaking in public"), languages=("Norsk", "English")),
}  # fmt: skip

AGREEMENT: Final = "We talk every second week for an hour. Whoever has to move it says so a day before. What is said here stays here. We look back after six months and decide anew."

# who set it, days ago, what, how, due in days, checklist (text, done), agreed
GOALS: Final = (
    ("mentee", 30, "Present the spring plan to the board", "Say in the first line what they should decide. Practise it aloud three times before.", 14, (("A first draft", True), ("Samuel reads it", True), ("Practise it on somebody", True), ("Present it", False)), True),
    ("mentor", 18, "Let the team find answers before I do", "Count to five. Write down what happens in the silence.", 60, (), False),
)  # fmt: skip

# name, target, levels (days ago, level, what shows it)
AREAS: Final[tuple[tuple[str, Level | None, tuple[tuple[int, Level, str], ...]], ...]] = (
    ("Leading without answering", "guiding", ((35, "aware", ""), (12, "practising", "The crane schedule that Rui solved"))),
    ("Writing that decides", "guiding", ((35, "practising", ""), (5, "on_my_own", "Spring plan, second draft"))),
    ("Speaking in public", "practising", ((35, "aware", ""),)),
)  # fmt: skip


async def add_growth(
    tx: Writer, mentorship_id: MentorshipId, user_ids: Mapping[str, UserId], *, now: datetime
) -> None:
    """Let the pair of mentor and mentee have gone some way already."""
    mentor_id, mentee_id = user_ids["mentor"], user_ids["mentee"]
    for n, (by, days_ago, what, how, due_in, checklist, agreed) in enumerate(GOALS):
        at, goal_id = now - timedelta(days=days_ago), GoalId(new_id())
        await goals_store.add(
            tx,
            goal_id,
            mentorship_id=mentorship_id,
            created_by=user_ids[by],
            client_id=f"demo-{n}",
            asked="",
            what=what,
            how=how,
            due_on=(now + timedelta(days=due_in)).date(),
            at=at,
        )
        goal = await goals_store.find(tx, goal_id)
        assert goal is not None
        goal = await goals_store.change(
            tx, goal, "created", by=user_ids[by], detail=None, at=at, **{f"agreed_by_{by}": True}
        )
        for text, done in checklist:
            item_id = ItemId(new_id())
            await goals_store.add_item(
                tx, item_id, goal_id, created_by=user_ids[by], client_id=item_id, text=text, asked=""
            )
            goal = await goals_store.change(tx, goal, "item_added", by=user_ids[by], detail=text, at=at)
            if done:
                await goals_store.change_item(tx, ChecklistItem(item_id=item_id, text=text, done=True))
                goal = await goals_store.change(
                    tx, goal, "item_done", by=mentee_id, detail=text, at=at + timedelta(days=7)
                )
        if agreed:
            other = "mentor" if by == "mentee" else "mentee"
            yes, later = {f"agreed_by_{other}": True}, at + timedelta(days=8)
            await goals_store.change(tx, goal, "agreed", by=user_ids[other], detail=None, at=later, **yes)
    for n, (name, target, levels) in enumerate(AREAS):
        area = await areas_store.add(
            tx,
            AreaId(new_id()),
            mentorship_id=mentorship_id,
            client_id=f"demo-{n}",
            asked="",
            name=name,
            highlighted=True,
            target=target,
            at=now - timedelta(days=levels[0][0]) + timedelta(minutes=n),
        )
        for days_ago, level, shown_by in levels:
            entry = _entry(
                area.revision + 1, mentee_id, "set", level, shown_by, at=now - timedelta(days=days_ago)
            )
            area = await areas_store.add_entry(tx, area, entry, client_id=None)
        if name == "Leading without answering":
            hint = _entry(
                area.revision + 1, mentor_id, "suggested", "on_my_own", "", at=now - timedelta(days=5)
            )
            await areas_store.add_entry(tx, area, hint, client_id=None)
    await agreements_store.add(
        tx,
        mentorship_id,
        revision=1,
        text=AGREEMENT,
        manager_sees=MANAGER_SEES,
        written_by=mentor_id,
        written_at=now - timedelta(days=33),
        accepted_by_mentor=True,
        accepted_by_mentee=True,
        at=now - timedelta(days=32),
    )


async def add_mentors(
    tx: Writer, programme_id: ProgrammeId, user_ids: Mapping[str, UserId], *, now: datetime
) -> None:
    """Who takes mentees, a pitch that waits for its mentor, and everybody's yes to the code of conduct."""
    for name, profile in PROFILES.items():
        await profiles_store.put(tx, programme_id, user_ids[name], profile)
    row = NewRow(
        pitch_id=PitchId(new_id()),
        programme_id=programme_id,
        origin="mentee",
        made_by=user_ids["yuki"],
        client_id="demo",
        asked="",
        mentor_id=user_ids["margit"],
        mentee_id=user_ids["yuki"],
        want="To speak in a meeting before I have decided that my sentence is perfect.",
        why="Samuel says that you were the quietest person of every room you later led.",
    )
    await pitches_store.add(tx, row, at=now - timedelta(days=2))
    for user_id in user_ids.values():
        agreed_at = now - timedelta(days=36)
        await programmes_store.accept_conduct(tx, programme_id, user_id, revision=1, at=agreed_at)


def _entry(
    revision: int, user_id: UserId, kind: LevelEntryKind, level: Level, shown_by: str, *, at: datetime
) -> LevelEntry:
    shown = (Evidence(kind="document", reference="demo", label=shown_by),) if shown_by else ()
    return LevelEntry(
        revision=revision, user_id=user_id, kind=kind, level=level, note="", evidence=shown, at=at
    )
