"""Bots: whose they are, where they are guests, and what they ask of themselves."""

from typing import Final

from mentorpitch.bots.scopes import ANY_BOT
from mentorpitch.bots.shapes import BotSelf, BotToken, Guests, MyBot, NewBot
from mentorpitch.shapes import Nothing
from mentorpitch.web import bots
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.bots import Bots

# ruff: noqa: E501
# fmt: off
BOTS: Final = (
    # ── Their owner ──
    Endpoint("GET", "/api/bots", bots.list_mine, "signed in", Bots, "The bots that one made"),
    Endpoint("POST", "/api/bots", bots.create, "signed in", MyBot, "Make a bot", body=NewBot, status=201),
    Endpoint("POST", "/api/bots/{bot_id}/token", bots.make_token, "signed in", BotToken, "Another token for one's bot, shown once; the one before is void", status=201),
    Endpoint("DELETE", "/api/bots/{bot_id}", bots.retire, "signed in", Nothing, "Retire one's bot, for good"),

    # ── The two whose guests they are ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/bots", bots.list_guests, "one of the two", Guests, "The bots of a mentorship, and those that one could invite"),
    Endpoint("PUT", "/api/mentorships/{mentorship_id}/bots/{bot_id}", bots.invite, "one of the two", Guests, "Invite a bot; it reaches nothing until the other confirms"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/bots/{bot_id}/confirm", bots.confirm, "one of the two", Guests, "Confirm a bot that the other invited"),
    Endpoint("DELETE", "/api/mentorships/{mentorship_id}/bots/{bot_id}", bots.withdraw, "one of the two", Guests, "Withdraw a bot, at any moment"),

    # ── Themselves ──
    Endpoint("GET", "/api/bot", bots.get_self, "a bot", BotSelf, "Who am I, and where am I a guest?", bots=ANY_BOT),
)
