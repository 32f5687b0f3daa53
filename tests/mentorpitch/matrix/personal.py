from tests.mentorpitch.matrix.direct import DIRECT
from tests.mentorpitch.matrix.paths import CHAT

BEGUN = {"text": "Half a thought", "revision": 0}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", CHAT + "/draft", None,                          (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/draft", BEGUN,                         (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", CHAT + "/draft?revision=0", None,            (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/notifications", {"level": "none"},     (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", DIRECT + "/notifications", {"level": "none"},   (200, 404, 404, 404, 404, 404, 401)),
    ("GET", DIRECT + "/draft", None,                        (200, 404, 404, 404, 404, 404, 401)),
    ("PUT", DIRECT + "/draft", BEGUN,                       (200, 404, 404, 404, 404, 404, 401)),
    ("DELETE", DIRECT + "/draft?revision=0", None,          (200, 404, 404, 404, 404, 404, 401)),
]
