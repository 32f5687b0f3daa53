"""A meeting without what a bot's scopes withhold: texts are empty, lists are empty, nothing is said. Pure.

The shape stays the same, so that there is one contract: ids, kinds, states and times are in it always, a word
of text only with the scope for it.
"""

from msgspec.structs import replace

from mentorpitch.actors import Actor
from mentorpitch.bots.scopes import Scopes
from mentorpitch.meetings.shapes import Meeting


def seen_by(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting as it is sent to the actor: to people, as it stands."""
    return meeting if actor.scopes is None else withhold(meeting, actor.scopes)


def withhold(meeting: Meeting, scopes: Scopes) -> Meeting:
    """What is left of it for a bot with these scopes."""
    seen = replace(meeting, actions=())
    if "meetings:read" not in scopes:
        seen = replace(seen, title="", place=None)
    if "agenda:read" not in scopes:
        blind = tuple(replace(item, title="") for item in meeting.agenda)
        seen = replace(seen, agenda=blind if "agenda:times" in scopes else ())
    if "attendance:read" not in scopes:
        seen = replace(seen, held="unknown", attendance=())
    return seen
