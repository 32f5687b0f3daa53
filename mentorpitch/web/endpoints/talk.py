"""Talk balance: how long each of the two speaks, when the mentee has asked for it."""

from typing import Final

from mentorpitch.talk.choices import SayOnTalk
from mentorpitch.talk.shapes import TalkBalance, TalkChoice
from mentorpitch.web import talk
from mentorpitch.web.ask import Endpoint

# ruff: noqa: E501
# fmt: off
TALK: Final = (
    Endpoint("GET", "/api/mentorships/{mentorship_id}/talk", talk.get_choice, "one of the two", TalkChoice, "Whether talk time is counted"),
    Endpoint("PUT", "/api/mentorships/{mentorship_id}/talk", talk.say, "one of the two", TalkChoice, "Say yes or no to it; the mentee asks for it, and either's no ends it and erases what was counted", body=SayOnTalk),
    Endpoint("GET", "/api/meetings/{meeting_id}/talk", talk.get_balance, "one of the two", TalkBalance, "How long each spoke at a meeting"),
)
