"""Every endpoint, one a line. The routes and the API's description are made from this table."""

from typing import Final

from mentorpitch.accounts import UpdateMe
from mentorpitch.programmes import Programme
from mentorpitch.shapes import Me, Mentorship, MentorshipOverview, Nothing, ProgrammeName
from mentorpitch.web import accounts, mentorships
from mentorpitch.web.accounts import SignIn, Users
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.mentorships import Mentorships, NewPair, NewProgramme

# A table is read by its lines, however long.
# ruff: noqa: E501
# fmt: off
ENDPOINTS: Final = (
    # ── Sessions and accounts ──
    Endpoint("POST", "/api/session", accounts.sign_in, "anyone", Me, "Sign in", body=SignIn),
    Endpoint("GET", "/api/session", accounts.get_me, "signed in", Me, "Who am I?"),
    Endpoint("DELETE", "/api/session", accounts.sign_out, "signed in", Nothing, "Sign out here"),
    Endpoint("DELETE", "/api/sessions", accounts.sign_out_everywhere, "signed in", Nothing, "Sign out everywhere"),
    Endpoint("PATCH", "/api/me", accounts.update_me, "signed in", Me, "Change one's name or time zone", body=UpdateMe),
    Endpoint("GET", "/api/users", accounts.list_users, "admin", Users, "Everybody's accounts"),
    Endpoint("POST", "/api/users/{user_id}/ban", accounts.ban, "admin", Nothing, "Close an account"),
    Endpoint("POST", "/api/users/{user_id}/unban", accounts.unban, "admin", Nothing, "Open a closed account again"),

    # ── Programmes ──
    Endpoint("POST", "/api/programmes", mentorships.create_programme, "admin", ProgrammeName, "Make a programme", body=NewProgramme, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}", mentorships.get_programme, "manager", Programme, "A programme, its people and its pairs"),
    Endpoint("POST", "/api/programmes/{programme_id}/mentorships", mentorships.create_pair, "manager", MentorshipOverview, "Bring two members together", body=NewPair, status=201),

    # ── Mentorships ──
    Endpoint("GET", "/api/mentorships", mentorships.list_mine, "signed in", Mentorships, "One's own mentorships"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}", mentorships.get, "one of the two", Mentorship, "A mentorship"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/end", mentorships.end, "one of the two", Nothing, "End a mentorship; its manager may too"),
)
# fmt: on
