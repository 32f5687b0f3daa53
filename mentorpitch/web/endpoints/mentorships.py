"""A mentorship from the pitch to its end, and respect in it."""

from typing import Final

from mentorpitch.consents.shapes import ConsentLedger
from mentorpitch.mentorships.agreements import WriteAgreement
from mentorpitch.mentorships.nudges import Snooze
from mentorpitch.mentorships.pitches import NewPitch, NewSuggestion
from mentorpitch.mentorships.shapes import (
    Agreement,
    Concern,
    Conduct,
    MentorProfile,
    Pitch,
    SuggestionOverview,
)
from mentorpitch.mentorships.tickets import Ticket
from mentorpitch.programmes.concerns import Closing, MyConcerns, NewConcern
from mentorpitch.programmes.conduct import WriteConduct
from mentorpitch.shapes import (
    Mentorship,
    Nothing,
)
from mentorpitch.web import (
    concerns,
    consents,
    lifecycle,
    mentorships,
    messages,
    nudges,
)
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.concerns import AccessLog, Concerns
from mentorpitch.web.goals import Read
from mentorpitch.web.lifecycle import Mentors, MyProgrammes, PauseReason, PitchAnswer, Pitches, Suggestions
from mentorpitch.web.mentorships import Mentorships
from mentorpitch.web.nudges import Nudges

# ruff: noqa: E501
# fmt: off
MENTORSHIPS: Final = (
    # ── Mentorships ──
    Endpoint("GET", "/api/mentorships", mentorships.list_mine, "signed in", Mentorships, "One's own mentorships"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}", mentorships.get, "one of the two", Mentorship, "A mentorship"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/ticket", messages.issue_ticket, "one of the two", Ticket, "A ticket to the video room, for the socket's join_call"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/end", mentorships.end, "one of the two", Nothing, "End a mentorship; its manager may too"),

    # ── From a pitch to a pair, and through its life ──
    Endpoint("GET", "/api/programmes", lifecycle.list_programmes, "signed in", MyProgrammes, "The programmes one belongs to"),
    Endpoint("GET", "/api/programmes/{programme_id}/conduct", lifecycle.get_conduct, "member", Conduct, "The code of conduct, and whether one has accepted it"),
    Endpoint("PUT", "/api/programmes/{programme_id}/conduct", lifecycle.write_conduct, "manager", Conduct, "Put the code of conduct in other words; everybody is asked again", body=WriteConduct),
    Endpoint("POST", "/api/programmes/{programme_id}/conduct", lifecycle.accept_conduct, "member", Conduct, "Accept the code of conduct as one has read it", body=Read),
    Endpoint("GET", "/api/programmes/{programme_id}/mentors", lifecycle.list_mentors, "member", Mentors, "A programme's mentors, and who takes mentees"),
    Endpoint("GET", "/api/programmes/{programme_id}/profile", lifecycle.get_profile, "member", MentorProfile, "What one tells as a mentor"),
    Endpoint("PUT", "/api/programmes/{programme_id}/profile", lifecycle.put_profile, "member", MentorProfile, "Tell of oneself as a mentor", body=MentorProfile),
    Endpoint("POST", "/api/programmes/{programme_id}/pitches", lifecycle.pitch, "member", Pitch, "Pitch to a mentor; for a mentee", body=NewPitch, status=201),
    Endpoint("POST", "/api/programmes/{programme_id}/suggestions", lifecycle.suggest, "manager", SuggestionOverview, "Suggest two members to each other", body=NewSuggestion, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}/suggestions", lifecycle.list_suggestions, "manager", Suggestions, "What became of suggested matches"),
    Endpoint("GET", "/api/pitches", lifecycle.list_pitches, "signed in", Pitches, "Pitches and suggested matches of one's own"),
    Endpoint("GET", "/api/pitches/{pitch_id}", lifecycle.get_pitch, "one of the two", Pitch, "A pitch or a suggested match"),
    Endpoint("POST", "/api/pitches/{pitch_id}/accept", lifecycle.accept_pitch, "one of the two", Pitch, "Accept; the last yes makes the pair"),
    Endpoint("POST", "/api/pitches/{pitch_id}/decline", lifecycle.decline_pitch, "one of the two", Pitch, "Decline, with a kind word or none", body=PitchAnswer),
    Endpoint("POST", "/api/pitches/{pitch_id}/talk", lifecycle.ask_for_talk, "one of the two", Pitch, "Ask to talk first", body=PitchAnswer),
    Endpoint("POST", "/api/pitches/{pitch_id}/withdraw", lifecycle.withdraw_pitch, "one of the two", Pitch, "Step back from it"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/pause", lifecycle.pause, "one of the two", Nothing, "Pause a mentorship", body=PauseReason),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/resume", lifecycle.resume, "one of the two", Nothing, "Go on with a paused mentorship"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/agreement", lifecycle.get_agreement, "one of the two", Agreement, "What the two promise each other"),
    Endpoint("PUT", "/api/mentorships/{mentorship_id}/agreement", lifecycle.write_agreement, "one of the two", Agreement, "Write the agreement, and accept it", body=WriteAgreement),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/agreement/accept", lifecycle.accept_agreement, "one of the two", Agreement, "Accept the agreement as one has read it", body=Read),

    # ── Nudges ──
    Endpoint("GET", "/api/nudges", nudges.list_mine, "signed in", Nudges, "Whom one has not talked with for a while"),
    Endpoint("POST", "/api/nudges/{mentorship_id}/snooze", nudges.snooze, "one of the two", Nudges, "Put off hearing of a pair", body=Snooze),

    # ── Respect ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/concerns", concerns.list_mine, "one of the two", MyConcerns, "Who can be told of a concern, and what one has told"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/concerns", concerns.report, "one of the two", Concern, "Tell a manager of a concern; the other never learns of it", body=NewConcern, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}/concerns", concerns.list_sent_to, "manager", Concerns, "The concerns that one was told of"),
    Endpoint("PUT", "/api/concerns/{concern_id}/closing", concerns.close, "manager", Concern, "Say that a concern was looked after", body=Closing),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/access-log", concerns.list_log, "one of the two", AccessLog, "What others than the two did to a mentorship"),

    # ── What was agreed to ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/consents", consents.get_of_pair, "one of the two", ConsentLedger, "Every consent in a mentorship and every withdrawal, as a chain that can be verified"),
    Endpoint("GET", "/api/me/consents", consents.get_mine, "signed in", ConsentLedger, "One's own consents that concern no mentorship, and their withdrawals"),
)
