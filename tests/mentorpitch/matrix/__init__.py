"""Every row of PRIVACY over HTTP: an endpoint, and the status that each person gets."""

from tests.mentorpitch.matrix import (
    bots,
    chat,
    direct,
    growth,
    meetings,
    mentorships,
    people,
    personal,
    programmes,
    talk,
    webhooks,
    work,
)
from tests.mentorpitch.matrix.direct import DIRECT
from tests.mentorpitch.matrix.paths import CHAT, PAIR

PEOPLE = ("mentee", "mentor", "outsider", "other_manager", "manager", "admin", "nobody")
# The eighth kind: a guest with every scope. A row that does not name what it gets is refused: 403.
BOT_GETS = {
    ("GET", CHAT + "/messages"): 200,
    ("GET", CHAT + "/messages?around=1"): 200,
    ("GET", DIRECT + "/messages"): 404,
    ("POST", DIRECT + "/messages"): 404,
    ("POST", CHAT + "/messages"): 201,
    ("GET", PAIR + "/meetings"): 200,
    ("POST", PAIR + "/meetings"): 201,
    ("GET", "/api/meetings/{meeting}"): 200,
    ("PATCH", "/api/meetings/{meeting}/agenda/{agenda_item}"): 200,
    ("GET", PAIR + "/goals"): 200,
    ("GET", "/api/goals/{goal}"): 200,
    ("GET", "/api/bot"): 200,
}

MATRIX = [
    *people.ROWS,
    *programmes.ROWS,
    *mentorships.ROWS,
    *chat.ROWS,
    *direct.ROWS,
    *personal.ROWS,
    *growth.ROWS,
    *meetings.ROWS,
    *talk.ROWS,
    *work.ROWS,
    *bots.ROWS,
    *webhooks.ROWS,
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
    ("GET", "/api/owed"),
    ("GET", "/api/me/rating"),
    ("GET", "/api/me/blocks"),
    ("GET", "/api/me/consents"),
    ("GET", "/api/reminders"),
    ("GET", "/api/me/reminders"),
    ("PATCH", "/api/me/reminders"),
    ("POST", "/unsubscribe/{}"),
    ("GET", "/api/me/calendar"),
    ("PUT", "/api/me/calendar"),
    ("DELETE", "/api/me/calendar"),
    ("GET", "/calendar/{}"),
    ("GET", "/api/pitches"),
    ("GET", "/api/bots"),
    ("GET", "/api/nudges"),
    ("GET", "/api/direct"),
    ("GET", "/api/me/notifications"),
    ("PUT", "/api/me/quiet-hours"),
    ("DELETE", "/api/me/quiet-hours"),
    ("GET", "/api/me/push"),
    ("PUT", "/api/me/push"),
    ("DELETE", "/api/me/push"),
    ("GET", "/api/fellows"),
    ("GET", "/api/programmes"),
    ("GET", "/api/search"),
    ("GET", "/api/invitations/{}"),
    ("POST", "/api/invitations/{}/accept"),
}
