"""From a pitch to a pair, and through its life, over HTTP."""

from typing import Any

from mentorpitch.actors import Actor
from mentorpitch.mentorships import agreements, mentorships, pitches
from mentorpitch.mentorships.agreements import WriteAgreement
from mentorpitch.mentorships.pitches import NewPitch, NewSuggestion
from mentorpitch.mentorships.shapes import (
    Agreement,
    Conduct,
    MentorProfile,
    MentorShown,
    MyProgramme,
    Pitch,
    SuggestionOverview,
)
from mentorpitch.people import profiles
from mentorpitch.programmes import conduct, programmes
from mentorpitch.programmes.conduct import WriteConduct
from mentorpitch.shapes import Note, Nothing, Shape
from mentorpitch.store.database import Database
from mentorpitch.web.ask import Ask
from mentorpitch.web.goals import Read


class MyProgrammes(Shape, frozen=True):
    programmes: tuple[MyProgramme, ...]


class Mentors(Shape, frozen=True):
    mentors: tuple[MentorShown, ...]


class Pitches(Shape, frozen=True):
    pitches: tuple[Pitch, ...]


class Suggestions(Shape, frozen=True):
    suggestions: tuple[SuggestionOverview, ...]


class PitchAnswer(Shape, frozen=True):
    note: Note = ""  # a kind word, or none


class PauseReason(Shape, frozen=True):
    reason: Note = ""  # for the other, who alone reads it


# ── Programmes as their members see them ─────────────────────────────────────


async def list_programmes(ask: Ask) -> MyProgrammes:
    return MyProgrammes(programmes=await programmes.list_mine(ask.services.db, ask.actor))


async def get_conduct(ask: Ask) -> Conduct:
    return await conduct.get(*_at(ask, "programme_id"))


async def write_conduct(ask: Ask) -> Conduct:
    words = ask.body(WriteConduct)
    return await conduct.write(*_at(ask, "programme_id"), words, announce=ask.services.announce)


async def accept_conduct(ask: Ask) -> Conduct:
    revision = ask.body(Read).revision
    return await conduct.accept(*_at(ask, "programme_id"), revision=revision, **_telling(ask))


async def list_mentors(ask: Ask) -> Mentors:
    return Mentors(mentors=await profiles.list_mentors(*_at(ask, "programme_id")))


async def get_profile(ask: Ask) -> MentorProfile:
    return await profiles.get(*_at(ask, "programme_id"))


async def put_profile(ask: Ask) -> MentorProfile:
    profile = ask.body(MentorProfile)
    return await profiles.put(*_at(ask, "programme_id"), profile, announce=ask.services.announce)


# ── Pitches ──────────────────────────────────────────────────────────────────


async def pitch(ask: Ask) -> Pitch:
    return await pitches.create(*_at(ask, "programme_id"), ask.body(NewPitch), **_telling(ask))


async def suggest(ask: Ask) -> SuggestionOverview:
    return await pitches.suggest(*_at(ask, "programme_id"), ask.body(NewSuggestion), **_telling(ask))


async def list_suggestions(ask: Ask) -> Suggestions:
    return Suggestions(suggestions=await pitches.list_suggestions(*_at(ask, "programme_id")))


async def list_pitches(ask: Ask) -> Pitches:
    return Pitches(pitches=await pitches.list_mine(ask.services.db, ask.actor))


async def get_pitch(ask: Ask) -> Pitch:
    return await pitches.get(*_at(ask, "pitch_id"))


async def accept_pitch(ask: Ask) -> Pitch:
    return await pitches.accept(*_at(ask, "pitch_id"), **_telling(ask))


async def decline_pitch(ask: Ask) -> Pitch:
    note = ask.body(PitchAnswer).note
    return await pitches.decline(*_at(ask, "pitch_id"), note=note, **_telling(ask))


async def ask_for_talk(ask: Ask) -> Pitch:
    note = ask.body(PitchAnswer).note
    return await pitches.ask_for_talk(*_at(ask, "pitch_id"), note=note, **_telling(ask))


async def withdraw_pitch(ask: Ask) -> Pitch:
    return await pitches.withdraw(*_at(ask, "pitch_id"), **_telling(ask))


# ── The pair ─────────────────────────────────────────────────────────────────


async def pause(ask: Ask) -> Nothing:
    reason = ask.body(PauseReason).reason
    await mentorships.pause(*_at(ask, "mentorship_id"), reason=reason, **_telling(ask))
    return Nothing()


async def resume(ask: Ask) -> Nothing:
    await mentorships.resume(*_at(ask, "mentorship_id"), **_telling(ask))
    return Nothing()


async def get_agreement(ask: Ask) -> Agreement:
    return await agreements.get(*_at(ask, "mentorship_id"))


async def write_agreement(ask: Ask) -> Agreement:
    return await agreements.write(*_at(ask, "mentorship_id"), ask.body(WriteAgreement), **_telling(ask))


async def accept_agreement(ask: Ask) -> Agreement:
    return await agreements.accept(*_at(ask, "mentorship_id"), ask.body(Read).revision, **_telling(ask))


def _at(ask: Ask, name: str) -> tuple[Database, Actor, Any]:
    return ask.services.db, ask.actor, ask.path(name)


def _telling(ask: Ask) -> Any:
    return {"at": ask.services.clock(), "announce": ask.services.announce}
