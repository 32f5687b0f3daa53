from tests.mentorpitch.matrix.paths import HARBOUR, PAIR

MEETING = "/api/meetings/{meeting}"
SOON = "/api/meetings/{soon}"  # people are there already
PAST = "/api/meetings/{past}"
SAID = "/api/meetings/{said}"  # past, with feedback and rating
LONG_AGO = "/api/meetings/{long_ago}"  # with feedback that can only be added to
NOTES = {"text": "Ours", "revision": 0}
FEEDBACK = {"client_id": "new", "body": "Well done"}
RATING = {"client_id": "new", "score": 4}
NEW_MEETING = {
    "client_id": "new",
    "title": "Talk",
    "local_start": "2026-11-30T10:00",
    "time_zone": "Europe/Lisbon",
}
NEW_AGENDA_ITEM = {"client_id": "new", "title": "Something"}
NEW_ACTION = {"client_id": "new", "text": "Do it", "owner_id": "{mentor}"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR + "/meetings", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/meetings", NEW_MEETING,               (201, 201, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/in-person", None,                      (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/actions", None,                        (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING, None,                                  (200, 200, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING, {"title": "Other"},                  (200, 200, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/cancel", {},                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/agenda", NEW_AGENDA_ITEM,          (201, 201, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING + "/agenda/{agenda_item}", {"state": "done"}, (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", MEETING + "/agenda/{agenda_item}", None,            (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", SOON + "/timebox", {"item_id": "{first_item}"}, (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/timebox", {"item_id": None},        (409, 409, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/actions", NEW_ACTION,              (201, 201, 404, 404, 403, 404, 401)),
    ("PATCH", MEETING + "/actions/{action}", {"done": True}, (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", MEETING + "/actions/{action}", None,         (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/answer", {"answer": "tentative"},   (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAST + "/answer", {"answer": "declined"},       (409, 409, 404, 404, 403, 404, 401)),
    ("PUT", PAST + "/attendance", {"attended": True},       (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/notes", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/notes", NOTES,                      (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/private-notes", None,               (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", MEETING + "/private-notes", NOTES,              (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/calendar", None,                    (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", MEETING + "/reminder", None,                 (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAST + "/set-aside", None,                      (200, 200, 404, 404, 403, 404, 401)),
    ("GET", SAID + "/feedback", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAST + "/feedback", FEEDBACK,                  (403, 201, 404, 404, 403, 404, 401)),
    ("PATCH", SAID + "/feedback", {"body": "Other"},        (403, 200, 404, 404, 403, 404, 401)),
    ("POST", LONG_AGO + "/feedback/additions", FEEDBACK,    (403, 201, 404, 404, 403, 404, 401)),
    ("GET", SAID + "/rating", None,                         (200, 403, 404, 404, 403, 404, 401)),
    ("POST", PAST + "/rating", RATING,                      (201, 403, 404, 404, 403, 404, 401)),
    ("PATCH", SAID + "/rating", {"score": 1},               (200, 403, 404, 404, 403, 404, 401)),
    ("DELETE", SAID + "/rating", None,                      (200, 403, 404, 404, 403, 404, 401)),
    ("GET", PAST + "/recap", None,                          (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAST + "/recap/approval", {"version": "{recap}"}, (200, 200, 404, 404, 403, 404, 401)),
    ("DELETE", PAST + "/recap/approval", None,              (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAST + "/recap.md", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAST + "/recap.pdf", None,                      (200, 200, 404, 404, 403, 404, 401)),
    ("GET", MEETING + "/recap", None,                       (404, 404, 404, 404, 403, 404, 401)),
    # Before a meeting is past, neither feedback nor rating.
    ("POST", MEETING + "/feedback", FEEDBACK,               (403, 409, 404, 404, 403, 404, 401)),
    ("POST", MEETING + "/rating", RATING,                   (409, 403, 404, 404, 403, 404, 401)),
    ("GET", HARBOUR + "/meetings", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/feedback", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/options", None,                     (403, 403, 404, 404, 200, 404, 401)),
    ("PATCH", HARBOUR + "/options", {"sealed_exchange": True}, (403, 403, 404, 404, 200, 404, 401)),
]
