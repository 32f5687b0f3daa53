from tests.mentorpitch.matrix.paths import HARBOUR

INVITATION = {"email": "guest@world.example", "role": "mentee"}
LIST = {"text": "email,role\nguest@world.example,mentor\n"}
RESEND = {"client_id": "again", "by": "link"}
NEW_PAIR = {"mentor_id": "{mentor}", "mentee_id": "{spare_mentee}"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", HARBOUR + "/health", None,                      (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/health.csv", None,                  (403, 403, 404, 404, 200, 404, 401)),
    ("PATCH", HARBOUR, {"quiet_days": 7},                   (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR, None,                                  (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/invitations", INVITATION,          (403, 403, 404, 404, 201, 404, 401)),
    ("POST", HARBOUR + "/mentorships", NEW_PAIR,            (403, 403, 404, 404, 201, 404, 401)),
    ("DELETE", HARBOUR + "/members/{mentor}", None,         (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/import/preview", LIST,             (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/import", {"client_id": "l", **LIST}, (403, 403, 404, 404, 201, 404, 401)),
    ("POST", "/api/invitations/{invitation}/send", RESEND,  (404, 404, 404, 404, 200, 404, 401)),
    ("DELETE", "/api/invitations/{invitation}", None,       (404, 404, 404, 404, 200, 404, 401)),
    ("POST", "/api/programmes", {"name": "Another"},        (403, 403, 403, 403, 403, 201, 401)),
    ("GET", "/api/users", None,                             (403, 403, 403, 403, 403, 200, 401)),
    ("POST", "/api/users/{mentor}/ban", None,               (403, 403, 403, 403, 403, 200, 401)),
    ("POST", "/api/users/{mentor}/unban", None,             (403, 403, 403, 403, 403, 200, 401)),
]
