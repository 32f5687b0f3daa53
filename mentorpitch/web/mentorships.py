"""Programmes and the pairs in them."""

from mentorpitch.mentorships import mentorships
from mentorpitch.programmes import members, programmes
from mentorpitch.shapes import Mentorship, MentorshipOverview, Nothing, ProgrammeName, Shape, UserId
from mentorpitch.web.ask import Ask


class Mentorships(Shape, frozen=True):
    mentorships: tuple[Mentorship, ...]


class NewProgramme(Shape, frozen=True):
    name: str


class NewPair(Shape, frozen=True):
    mentor_id: UserId
    mentee_id: UserId


async def list_mine(ask: Ask) -> Mentorships:
    return Mentorships(mentorships=await mentorships.list_mine(ask.services.db, ask.actor))


async def get(ask: Ask) -> Mentorship:
    return await mentorships.get(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def end(ask: Ask) -> Nothing:
    services = ask.services
    await mentorships.end(
        services.db, ask.actor, ask.path("mentorship_id"), announce=services.announce, clock=services.clock
    )
    return Nothing()


async def remove_member(ask: Ask) -> Nothing:
    await members.remove(
        ask.services.db, ask.actor, ask.path("programme_id"), ask.path("user_id"), **ask.effects
    )
    return Nothing()


async def create_pair(ask: Ask) -> MentorshipOverview:
    pair, services = ask.body(NewPair), ask.services
    return await mentorships.create(
        services.db,
        ask.actor,
        ask.path("programme_id"),
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        announce=services.announce,
        clock=services.clock,
    )


async def create_programme(ask: Ask) -> ProgrammeName:
    return await programmes.create(
        ask.services.db, ask.actor, name=ask.body(NewProgramme).name, clock=ask.services.clock
    )


async def get_programme(ask: Ask) -> programmes.Programme:
    services = ask.services
    return await programmes.get(
        services.db,
        ask.actor,
        ask.path("programme_id"),
        sends_mail=services.settings.sends_mail,
        clock=services.clock,
    )
