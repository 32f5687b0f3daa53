from tests.mentorpitch.matrix.paths import HARBOUR

HOOK = "/api/webhooks/{webhook}"
NEW = {"client_id": "new-hook", "url": "https://hooks.example.org/in", "events": ["meeting.past"]}
AGAIN = {"client_id": "again"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", HARBOUR + "/webhooks", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/webhooks", NEW,                    (403, 403, 404, 404, 201, 404, 401)),
    ("PATCH", HOOK, {"enabled": False},                     (404, 404, 404, 404, 200, 404, 401)),
    ("DELETE", HOOK, None,                                  (404, 404, 404, 404, 200, 404, 401)),
    ("POST", HOOK + "/secret", AGAIN,                       (404, 404, 404, 404, 201, 404, 401)),
    ("POST", HOOK + "/test", AGAIN,                         (404, 404, 404, 404, 201, 404, 401)),
    ("GET", HOOK + "/deliveries", None,                     (404, 404, 404, 404, 200, 404, 401)),
    ("POST", "/api/deliveries/{delivery}/send", AGAIN,      (404, 404, 404, 404, 200, 404, 401)),
]
