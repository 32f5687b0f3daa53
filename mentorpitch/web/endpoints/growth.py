"""Goals, development areas and levels."""

from typing import Final

from mentorpitch.bots.scopes import READS_GOALS
from mentorpitch.growth.areas import AreaEdit, LevelSaid, NewArea
from mentorpitch.growth.checklists import ItemEdit, NewItem
from mentorpitch.growth.goals import GoalEdit, NewGoal
from mentorpitch.growth.handovers import TakeOver
from mentorpitch.growth.shapes import Area, Goal, Handover
from mentorpitch.shapes import (
    Nothing,
)
from mentorpitch.web import (
    areas,
    goals,
    handovers,
)
from mentorpitch.web.areas import Areas, LevelHistory
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.goals import GoalActivities, Goals, Read

# ruff: noqa: E501
# fmt: off
GROWTH: Final = (
    # ── Goals ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/goals", goals.list_of, "one of the two", Goals, "A pair's goals", bots=READS_GOALS),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/goals", goals.create, "one of the two", Goal, "Set a goal", body=NewGoal, status=201),
    Endpoint("GET", "/api/goals/{goal_id}", goals.get, "one of the two", Goal, "A goal", bots=READS_GOALS),
    Endpoint("PATCH", "/api/goals/{goal_id}", goals.edit, "one of the two", Goal, "Change a goal; other words take the mark of agreement away", body=GoalEdit),
    Endpoint("DELETE", "/api/goals/{goal_id}", goals.remove, "one of the two", Nothing, "Delete a goal that the other proposed to delete"),
    Endpoint("POST", "/api/goals/{goal_id}/removal", goals.propose_removal, "one of the two", Goal, "Propose to delete a goal"),
    Endpoint("DELETE", "/api/goals/{goal_id}/removal", goals.drop_removal, "one of the two", Goal, "Take the proposal back, or decline the other's"),
    Endpoint("POST", "/api/goals/{goal_id}/agree", goals.agree, "one of the two", Goal, "Agree to a goal as one has read it", body=Read),
    Endpoint("GET", "/api/goals/{goal_id}/activity", goals.list_activity, "one of the two", GoalActivities, "What became of a goal"),
    Endpoint("POST", "/api/goals/{goal_id}/items", goals.add_item, "one of the two", Goal, "Add to a goal's checklist", body=NewItem, status=201),
    Endpoint("PATCH", "/api/goals/{goal_id}/items/{item_id}", goals.edit_item, "one of the two", Goal, "Tick an item, or change it", body=ItemEdit),
    Endpoint("DELETE", "/api/goals/{goal_id}/items/{item_id}", goals.remove_item, "one of the two", Goal, "Take an item off the checklist"),

    # ── From an earlier mentorship ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/handover", handovers.get, "one of the two", Handover, "What the mentee could take over from earlier mentorships"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/handover", handovers.take_over, "one of the two", Handover, "Take over what was chosen, or nothing; for the mentee", body=TakeOver),

    # ── Development areas ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/areas", areas.list_of, "one of the two", Areas, "The mentee's development areas"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/areas", areas.create, "one of the two", Area, "Highlight an area; for the mentee", body=NewArea, status=201),
    Endpoint("PATCH", "/api/areas/{area_id}", areas.edit, "one of the two", Area, "Change an area; for the mentee", body=AreaEdit),
    Endpoint("POST", "/api/areas/{area_id}/levels", areas.set_level, "one of the two", Area, "Say how far one is; for the mentee", body=LevelSaid, status=201),
    Endpoint("POST", "/api/areas/{area_id}/suggestions", areas.suggest_level, "one of the two", Area, "Suggest a level; for the mentor", body=LevelSaid, status=201),
    Endpoint("POST", "/api/areas/{area_id}/suggestions/{revision}/accept", areas.accept_suggestion, "one of the two", Area, "Accept the suggested level; for the mentee"),
    Endpoint("POST", "/api/areas/{area_id}/suggestions/{revision}/decline", areas.decline_suggestion, "one of the two", Area, "Decline the suggested level; for the mentee"),
    Endpoint("GET", "/api/areas/{area_id}/history", areas.list_history, "one of the two", LevelHistory, "Every word about an area's level"),
)
