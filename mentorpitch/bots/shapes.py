"""The shapes of bots: guests of a mentorship that are programs."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from mentorpitch.bots.scopes import SCOPES, Scope
from mentorpitch.shapes import (
    ConversationId,
    Id,
    MentorshipId,
    Person,
    ProgrammeId,
    ProgrammeName,
    Shape,
    UserId,
)


class NewBot(Shape, frozen=True):
    """Make a bot: for oneself, or, as a manager, for the pairs of a programme to invite.

    What it may do is said once, so that nobody's yes is stretched later.
    """

    client_id: Id
    name: Annotated[str, Meta(max_length=200)]
    purpose: Annotated[str, Meta(max_length=500)]
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1, max_length=len(SCOPES))]
    programme_id: ProgrammeId | None = None


class BotUse(Shape, frozen=True):
    """A mentorship that a bot is invited to; named to its maker where the maker is one of the two."""

    mentorship_id: MentorshipId
    other: Person
    confirmed: bool


class Bot(Shape, frozen=True):
    """A bot, as those may see it who can invite it."""

    bot_id: UserId
    name: str
    purpose: str
    scopes: tuple[Scope, ...]
    owner: Person  # who made it and runs it
    programme: ProgrammeName | None  # whose pairs may invite it; None: its owner alone
    created_at: datetime


class MyBot(Shape, frozen=True):
    """A bot, as its owner sees it."""

    bot: Bot
    has_token: bool
    token_made_at: datetime | None
    uses: tuple[BotUse, ...]  # of the owner's own mentorships
    places: int  # of all mentorships where both said yes


class BotToken(Shape, frozen=True):
    """What the bot proves itself with. It is shown this once; the one before is void."""

    bot: MyBot
    token: str


class GuestBot(Shape, frozen=True):
    """A bot that one of the two invited to their mentorship."""

    bot: Bot
    invited_by: UserId
    invited_at: datetime
    confirmed_at: datetime | None  # by the other; until then it reaches nothing


class Guests(Shape, frozen=True):
    """The bots of a mentorship, and those that one could invite."""

    mentorship_id: MentorshipId
    guests: tuple[GuestBot, ...]
    can_invite: tuple[Bot, ...]


class BotsChanged(Shape, frozen=True):
    """Bots of one's own or of a mentorship of one's own are others: ask for them again."""

    mentorship_id: MentorshipId | None


# ── What a bot is told of itself ─────────────────────────────────────────────


class Place(Shape, frozen=True):
    """A mentorship that a bot reaches now: both said yes, and it goes on."""

    mentorship_id: MentorshipId
    conversation_id: ConversationId | None  # with chat:read or chat:write
    last_seq: int | None  # of the conversation, with chat:read
    user_ids: tuple[UserId, UserId]  # mentor, mentee


class BotSelf(Shape, frozen=True):
    """A bot, and where it is a guest now."""

    bot_id: UserId
    name: str
    scopes: tuple[Scope, ...]
    places: tuple[Place, ...]


class ReachChanged(Shape, frozen=True):
    """All places that the bot reaches from now on; what is not among them is gone."""

    places: tuple[Place, ...]
