"""Talk balance over HTTP."""

from mentorpitch.talk import balance, choices
from mentorpitch.talk.choices import SayOnTalk
from mentorpitch.talk.shapes import TalkBalance, TalkChoice
from mentorpitch.web.ask import Ask


async def get_choice(ask: Ask) -> TalkChoice:
    return await choices.get(ask.services.db, ask.actor, ask.path("mentorship_id"))


async def say(ask: Ask) -> TalkChoice:
    return await choices.say(
        ask.services.db, ask.actor, ask.path("mentorship_id"), ask.body(SayOnTalk), **ask.effects
    )


async def get_balance(ask: Ask) -> TalkBalance:
    return await balance.get(ask.services.db, ask.actor, ask.path("meeting_id"))
