from tests.mentorpitch.matrix.paths import PAIR

BOT = "/api/bots/{bot}"  # the mentee's, a guest with every scope
GUEST = PAIR + "/bots/{bot}"
WAITING = PAIR + "/bots/{waiting_bot}"  # the mentee's, and the mentor has not confirmed it
SPARE = PAIR + "/bots/{spare_bot}"  # the mentee's, not invited
OFFERED = PAIR + "/bots/{offered_bot}"  # the manager's, for every pair of the programme
NEW_BOT = {"client_id": "new", "name": "Helper", "purpose": "It helps", "scopes": ["chat:write"]}
FOR_ALL = {**NEW_BOT, "programme_id": "{programme}"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("POST", "/api/bots", NEW_BOT,                          (201, 201, 201, 201, 201, 201, 401)),
    ("POST", "/api/bots", FOR_ALL,                          (403, 403, 404, 404, 201, 404, 401)),
    ("POST", BOT + "/token", None,                          (201, 404, 404, 404, 404, 404, 401)),
    ("DELETE", BOT, None,                                   (200, 404, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/bots", None,                           (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", SPARE, None,                                    (200, 404, 404, 404, 403, 404, 401)),
    ("PUT", OFFERED, None,                                  (200, 200, 404, 404, 403, 404, 401)),
    ("POST", WAITING + "/confirm", None,                    (403, 200, 404, 404, 403, 404, 401)),
    ("DELETE", GUEST, None,                                 (200, 200, 404, 404, 403, 404, 401)),
    ("GET", "/api/bot", None,                               (403, 403, 403, 403, 403, 403, 401)),
]
