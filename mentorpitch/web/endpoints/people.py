"""First run, sessions, accounts."""

from typing import Final

from mentorpitch.people.accounts import UpdateMe
from mentorpitch.people.setup import SetUp
from mentorpitch.shapes import (
    Me,
    Nothing,
)
from mentorpitch.web import (
    accounts,
    blocks,
    setup,
)
from mentorpitch.web.accounts import ChangePassword, SignIn, Users
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.blocks import Blocks
from mentorpitch.web.setup import SetUpState

# ruff: noqa: E501
# fmt: off
PEOPLE: Final = (
    # ── First run ──
    Endpoint("GET", "/api/setup", setup.get_state, "anyone", SetUpState, "Whether this server waits to be set up"),
    Endpoint("POST", "/api/setup", setup.set_up, "anyone", Me, "Make the first administrator and programme", body=SetUp, status=201),

    # ── Sessions and accounts ──
    Endpoint("POST", "/api/session", accounts.sign_in, "anyone", Me, "Sign in", body=SignIn),
    Endpoint("GET", "/api/session", accounts.get_me, "signed in", Me, "Who am I?"),
    Endpoint("DELETE", "/api/session", accounts.sign_out, "signed in", Nothing, "Sign out here"),
    Endpoint("DELETE", "/api/sessions", accounts.sign_out_everywhere, "signed in", Nothing, "Sign out everywhere"),
    Endpoint("PATCH", "/api/me", accounts.update_me, "signed in", Me, "Change one's name or time zone", body=UpdateMe),
    Endpoint("PUT", "/api/me/password", accounts.change_password, "signed in", Nothing, "Change one's password; other devices are signed out", body=ChangePassword),
    Endpoint("GET", "/api/me/blocks", blocks.list_mine, "signed in", Blocks, "Whom one blocks"),
    Endpoint("PUT", "/api/me/blocks/{user_id}", blocks.block, "signed in", Blocks, "Block somebody whom one knows; they are not told"),
    Endpoint("DELETE", "/api/me/blocks/{user_id}", blocks.unblock, "signed in", Blocks, "Undo a block"),
    Endpoint("GET", "/api/users", accounts.list_users, "admin", Users, "Everybody's accounts"),
    Endpoint("POST", "/api/users/{user_id}/ban", accounts.ban, "admin", Nothing, "Close an account"),
    Endpoint("POST", "/api/users/{user_id}/unban", accounts.unban, "admin", Nothing, "Open a closed account again"),
)
