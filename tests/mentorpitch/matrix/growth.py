from tests.mentorpitch.matrix.paths import PAIR

GOAL = "/api/goals/{goal}"  # the mentor's, who proposed to delete it
NEW_GOAL = {"client_id": "c1", "what": "Lead the spring plan"}
GOAL_EDIT = {"revision": 2, "what": "Lead the summer plan"}
NEW_ITEM = {"client_id": "c1", "text": "A first draft"}
AREA = "/api/areas/{area}"  # where the mentor has suggested a level
NEW_AREA = {"client_id": "c1", "name": "Systems design"}
LEVEL = {"client_id": "c1", "level": "guiding"}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR + "/goals", None,                          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/goals", NEW_GOAL,                     (201, 201, 404, 404, 403, 404, 401)),
    ("GET", GOAL, None,                                     (200, 200, 404, 404, 404, 404, 401)),
    ("PATCH", GOAL, GOAL_EDIT,                              (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL, None,                                  (200, 409, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/removal", None,                       (409, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL + "/removal", None,                     (200, 200, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/agree", {"revision": 2},              (200, 200, 404, 404, 404, 404, 401)),
    ("GET", GOAL + "/activity", None,                       (200, 200, 404, 404, 404, 404, 401)),
    ("POST", GOAL + "/items", NEW_ITEM,                     (201, 201, 404, 404, 404, 404, 401)),
    ("PATCH", GOAL + "/items/{item}", {"done": True},       (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", GOAL + "/items/{item}", None,                (200, 200, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/areas", None,                          (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/areas", NEW_AREA,                     (201, 403, 404, 404, 403, 404, 401)),
    ("PATCH", AREA, {"highlighted": False},                 (200, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/levels", LEVEL,                       (201, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions", LEVEL,                  (403, 201, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions/3/accept", None,          (200, 403, 404, 404, 404, 404, 401)),
    ("POST", AREA + "/suggestions/3/decline", None,         (200, 403, 404, 404, 404, 404, 401)),
    ("GET", PAIR + "/handover", None,                       (200, 403, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/handover", {"from": "{earlier}"},     (200, 403, 404, 404, 403, 404, 401)),
    ("GET", AREA + "/history", None,                        (200, 200, 404, 404, 404, 404, 401)),
]
