from tests.mentorpitch.matrix.paths import HARBOUR, PAIR

PITCH = "/api/pitches/{pitch}"  # the mentee's, to the mentor, in another programme
NEW_PITCH = {"client_id": "c1", "mentor_id": "{spare_mentor}", "want": "To lead", "why": "You did it"}
NEW_SUGGESTION = {"client_id": "c1", "mentor_id": "{spare_mentor}", "mentee_id": "{spare_mentee}"}
CONCERN = {"client_id": "c1", "manager_id": "{manager}", "text": "Late again", "excerpts": [1]}
CONDUCT = {"revision": 1, "text": "We are kind"}
AGREEMENT = {"revision": 1, "text": "We begin on time"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR, None,                                     (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/end", None,                           (200, 200, 404, 404, 200, 404, 401)),
    ("POST", PAIR + "/ticket", None,                        (200, 200, 404, 404, 403, 404, 401)),
    ("GET", HARBOUR + "/conduct", None,                     (200, 200, 404, 404, 200, 404, 401)),
    ("PUT", HARBOUR + "/conduct", CONDUCT,                  (403, 403, 404, 404, 200, 404, 401)),
    ("POST", HARBOUR + "/conduct", {"revision": 1},         (200, 200, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/mentors", None,                     (200, 200, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/profile", None,                     (403, 200, 404, 404, 403, 404, 401)),
    ("PUT", HARBOUR + "/profile", {"capacity": 3},          (403, 200, 404, 404, 403, 404, 401)),
    ("POST", HARBOUR + "/pitches", NEW_PITCH,               (201, 403, 404, 404, 403, 404, 401)),
    ("POST", HARBOUR + "/suggestions", NEW_SUGGESTION,      (403, 403, 404, 404, 201, 404, 401)),
    ("GET", HARBOUR + "/suggestions", None,                 (403, 403, 404, 404, 200, 404, 401)),
    ("GET", PITCH, None,                                    (200, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/accept", None,                       (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/decline", {"note": "Not now"},       (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/talk", {"note": "Let us talk"},      (403, 200, 404, 404, 404, 404, 401)),
    ("POST", PITCH + "/withdraw", None,                     (200, 200, 404, 404, 404, 404, 401)),
    ("POST", PAIR + "/pause", {"reason": "Exams"},          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/resume", None,                        (409, 409, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/agreement", None,                      (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAIR + "/agreement", AGREEMENT,                 (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/agreement/accept", {"revision": 1},   (200, 200, 404, 404, 403, 404, 401)),
    ("POST", "/api/nudges/{mentorship}/snooze", {"days": 7}, (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/concerns", None,                       (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/concerns", CONCERN,                   (201, 201, 404, 404, 403, 404, 401)),
    ("PUT", "/api/concerns/{concern}/closing", {"note": ""}, (404, 404, 404, 404, 200, 404, 401)),
    ("GET", HARBOUR + "/concerns", None,                    (403, 403, 404, 404, 200, 404, 401)),
    ("GET", PAIR + "/access-log", None,                     (200, 200, 404, 404, 403, 404, 401)),
    ("GET", PAIR + "/consents", None,                       (200, 200, 404, 404, 403, 404, 401)),
]
