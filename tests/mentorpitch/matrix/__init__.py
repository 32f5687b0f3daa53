"""Every row of PRIVACY over HTTP: an endpoint, and the status that each person gets."""

from tests.mentorpitch.matrix import chat, growth, meetings, mentorships, people, programmes, work

PEOPLE = ("mentee", "mentor", "outsider", "other_manager", "manager", "admin", "nobody")

MATRIX = [
    *people.ROWS,
    *programmes.ROWS,
    *mentorships.ROWS,
    *chat.ROWS,
    *growth.ROWS,
    *meetings.ROWS,
    *work.ROWS,
]

# These ask for nobody's permission but one's own, or for a secret: test_web, test_setup, test_invitations.
OWN = {
    ("GET", "/api/setup"),
    ("POST", "/api/setup"),
    ("POST", "/api/session"),
    ("GET", "/api/session"),
    ("DELETE", "/api/session"),
    ("DELETE", "/api/sessions"),
    ("PATCH", "/api/me"),
    ("PUT", "/api/me/password"),
    ("GET", "/api/mentorships"),
    ("GET", "/api/me/rating"),
    ("GET", "/api/me/blocks"),
    ("GET", "/api/pitches"),
    ("GET", "/api/nudges"),
    ("GET", "/api/programmes"),
    ("GET", "/api/invitations/{}"),
    ("POST", "/api/invitations/{}/accept"),
}
