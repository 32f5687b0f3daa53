"""Meetings over HTTP: arranging them, and what is to be talked about and done."""

from typing import Annotated, Literal

from msgspec import Meta

from mentorpitch.meetings import actions, agendas, answering, in_person, meetings, timing
from mentorpitch.meetings import pages as meeting_pages
from mentorpitch.meetings.actions import Actions, ChangeAction, NewAction
from mentorpitch.meetings.agendas import ChangeItem, NewItem
from mentorpitch.meetings.meetings import ChangeMeeting, NewMeeting, Scope
from mentorpitch.meetings.pages import MOST_MEETINGS, MeetingPage
from mentorpitch.meetings.shapes import Answer, InPerson, Meeting
from mentorpitch.meetings.timing import PutTimebox
from mentorpitch.shapes import Shape
from mentorpitch.web.ask import Ask

Cursor = Annotated[str, Meta(max_length=200)]


class MeetingQuery(Shape, frozen=True):
    """Which meetings, from where on; a cursor is the `next_cursor` of the page before."""

    state: Literal["upcoming", "past"] = "upcoming"
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_MEETINGS)] = 20


class Cancel(Shape, frozen=True):
    scope: Scope = "this"


class AnswerMeeting(Shape, frozen=True):
    answer: Answer


async def page(ask: Ask) -> MeetingPage:
    query = ask.query(MeetingQuery)
    return await meeting_pages.page(
        ask.services.db,
        ask.actor,
        ask.path("mentorship_id"),
        state=query.state,
        cursor=query.cursor,
        limit=query.limit,
        clock=ask.services.clock,
    )


async def create(ask: Ask) -> Meeting:
    return await meetings.create(
        ask.services.db, ask.actor, ask.path("mentorship_id"), ask.body(NewMeeting), **ask.effects
    )


async def get_in_person(ask: Ask) -> InPerson:
    return await in_person.get(
        ask.services.db, ask.actor, ask.path("mentorship_id"), clock=ask.services.clock
    )


async def get(ask: Ask) -> Meeting:
    return await meeting_pages.get(
        ask.services.db, ask.actor, ask.path("meeting_id"), clock=ask.services.clock
    )


async def change(ask: Ask) -> Meeting:
    return await meetings.change(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(ChangeMeeting), **ask.effects
    )


async def cancel(ask: Ask) -> Meeting:
    return await meetings.cancel(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(Cancel).scope, **ask.effects
    )


async def answer(ask: Ask) -> Meeting:
    wanted = ask.body(AnswerMeeting).answer
    return await answering.say(ask.services.db, ask.actor, ask.path("meeting_id"), wanted, **ask.effects)


async def add_item(ask: Ask) -> Meeting:
    return await agendas.add(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(NewItem), **ask.effects
    )


async def change_item(ask: Ask) -> Meeting:
    return await agendas.change(
        ask.services.db,
        ask.actor,
        ask.path("meeting_id"),
        ask.path("item_id"),
        ask.body(ChangeItem),
        **ask.effects,
    )


async def remove_item(ask: Ask) -> Meeting:
    return await agendas.remove(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.path("item_id"), **ask.effects
    )


async def time(ask: Ask) -> Meeting:
    return await timing.put(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(PutTimebox), **ask.effects
    )


async def add_action(ask: Ask) -> Meeting:
    return await actions.add(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.body(NewAction), **ask.effects
    )


async def change_action(ask: Ask) -> Meeting:
    return await actions.change(
        ask.services.db,
        ask.actor,
        ask.path("meeting_id"),
        ask.path("action_id"),
        ask.body(ChangeAction),
        **ask.effects,
    )


async def remove_action(ask: Ask) -> Meeting:
    return await actions.remove(
        ask.services.db, ask.actor, ask.path("meeting_id"), ask.path("action_id"), **ask.effects
    )


async def list_actions(ask: Ask) -> Actions:
    return await actions.list_of_pair(ask.services.db, ask.actor, ask.path("mentorship_id"))
