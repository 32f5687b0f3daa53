from tests.mentorpitch.matrix.paths import HARBOUR, PAIR

WORK = "/api/work/{work}"  # the mentee's, with a document of theirs; the mentor said something of it
DOCUMENT = "/api/documents/{document}"
VERSION = "/api/versions/{version}"
SHARED = "/api/versions/{shared_version}"  # of a document that the mentee shares with the managers
REMARK = "/api/feedback/{remark}"  # the mentor's
NEW_WORK = {"client_id": "w1", "kind": "activity", "title": "Read chapter four"}
NEW_REMARK = {"client_id": "w1", "body": "Say it in the first line"}
FILE = {"a": "text, as good as any"}
NAMED = "?client_id=w1&name=plan.txt"

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR + "/work", None,                           (200, 200, 404, 404, 403, 404, 401)),
    ("POST", PAIR + "/work", NEW_WORK,                      (201, 201, 404, 404, 403, 404, 401)),
    ("PATCH", WORK, {"title": "The summer plan"},           (200, 403, 404, 404, 404, 404, 401)),
    ("DELETE", WORK, None,                                  (200, 403, 404, 404, 404, 404, 401)),
    ("PUT", WORK + "/status", {"status": "done"},           (200, 200, 404, 404, 404, 404, 401)),
    ("POST", WORK + "/documents" + NAMED, FILE,             (201, 201, 404, 404, 404, 404, 401)),
    ("POST", DOCUMENT + "/versions" + NAMED, FILE,          (201, 403, 404, 404, 404, 404, 401)),
    ("PATCH", DOCUMENT, {"name": "The summer plan"},        (200, 403, 404, 404, 404, 404, 401)),
    ("DELETE", DOCUMENT, None,                              (200, 403, 404, 404, 404, 404, 401)),
    ("PUT", DOCUMENT + "/sharing", None,                    (200, 403, 404, 404, 404, 404, 401)),
    ("DELETE", DOCUMENT + "/sharing", None,                 (200, 403, 404, 404, 404, 404, 401)),
    ("GET", HARBOUR + "/documents", None,                   (403, 403, 404, 404, 200, 404, 401)),
    ("GET", VERSION + "/file", None,                        (200, 200, 404, 404, 404, 404, 401)),
    ("GET", VERSION + "/pages/1", None,                     (404, 404, 404, 404, 404, 404, 401)),  # a text
    ("GET", VERSION + "/text", None,                        (200, 200, 404, 404, 404, 404, 401)),
    ("GET", VERSION + "/feedback", None,                    (200, 200, 404, 404, 404, 404, 401)),
    ("POST", VERSION + "/feedback", NEW_REMARK,             (201, 201, 404, 404, 404, 404, 401)),
    ("PATCH", REMARK, {"body": "In other words"},           (403, 200, 404, 404, 404, 404, 401)),
    ("DELETE", REMARK, None,                                (403, 200, 404, 404, 404, 404, 401)),
    ("GET", SHARED + "/file", None,                         (200, 200, 404, 404, 200, 404, 401)),
    ("GET", SHARED + "/text", None,                         (200, 200, 404, 404, 200, 404, 401)),
    ("GET", SHARED + "/feedback", None,                     (200, 200, 404, 404, 404, 404, 401)),
    ("POST", SHARED + "/feedback", NEW_REMARK,              (201, 201, 404, 404, 404, 404, 401)),
]
