"""Programmes and how they are doing; for those who lead them."""

from typing import Final

from mentorpitch.people.invitations import InvitationShown, Invite, Invited, Resend
from mentorpitch.programmes.health import Health, Settings
from mentorpitch.programmes.imports import Imported, ImportText, NewImport, Preview
from mentorpitch.programmes.programmes import Programme
from mentorpitch.shapes import (
    Me,
    MentorshipOverview,
    Nothing,
    ProgrammeName,
)
from mentorpitch.web import (
    health,
    invitations,
    mentorships,
)
from mentorpitch.web.ask import Csv, Endpoint
from mentorpitch.web.invitations import Accept
from mentorpitch.web.mentorships import NewPair, NewProgramme

MOST_OF_A_LIST: Final = 4 * 1024 * 1024  # a million characters, as JSON may write them

# ruff: noqa: E501
# fmt: off
PROGRAMMES: Final = (
    # ── Programmes ──
    Endpoint("POST", "/api/programmes", mentorships.create_programme, "admin", ProgrammeName, "Make a programme", body=NewProgramme, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}", mentorships.get_programme, "manager", Programme, "A programme, its people and its pairs"),
    Endpoint("POST", "/api/programmes/{programme_id}/mentorships", mentorships.create_pair, "manager", MentorshipOverview, "Bring two members together", body=NewPair, status=201),
    Endpoint("POST", "/api/programmes/{programme_id}/invitations", invitations.invite, "manager", Invited, "Invite somebody, by mail or by a link that is shown this once", body=Invite, status=201),
    Endpoint("DELETE", "/api/programmes/{programme_id}/members/{user_id}", mentorships.remove_member, "manager", Nothing, "Take somebody out of a programme; their pairs in it end"),
    Endpoint("POST", "/api/programmes/{programme_id}/import/preview", invitations.preview_import, "manager", Preview, "What inviting a list of people would do, line by line", body=ImportText, most_bytes=MOST_OF_A_LIST),
    Endpoint("POST", "/api/programmes/{programme_id}/import", invitations.run_import, "manager", Imported, "Invite a list of people, all or none", body=NewImport, status=201, most_bytes=MOST_OF_A_LIST),
    Endpoint("POST", "/api/invitations/{invitation_id}/send", invitations.resend, "manager", Invited, "Send an invitation once more, or make one more link", body=Resend),
    Endpoint("DELETE", "/api/invitations/{invitation_id}", invitations.withdraw, "manager", Nothing, "Withdraw an invitation"),
    Endpoint("GET", "/api/invitations/{token}", invitations.show, "anyone", InvitationShown, "What a link invites to"),
    Endpoint("POST", "/api/invitations/{token}/accept", invitations.accept, "anyone", Me, "Accept, and sign in", body=Accept, status=201),

    # ── The manager's view ──
    Endpoint("PATCH", "/api/programmes/{programme_id}", health.change_settings, "manager", Settings, "Change after how many quiet days a pair is nudged", body=Settings),
    Endpoint("GET", "/api/programmes/{programme_id}/health", health.get, "manager", Health, "How a programme is doing: counts and days"),
    Endpoint("GET", "/api/programmes/{programme_id}/health.csv", health.get_csv, "manager", Csv, "The same figures as a file"),
)
