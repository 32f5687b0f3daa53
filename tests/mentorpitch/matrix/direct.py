from tests.mentorpitch.matrix.chat import HELLO

DIRECT = "/api/conversations/{direct}"  # of the mentee and somebody else of the programme

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("PUT", "/api/direct/{spare_mentee}", None,             (200, 200, 404, 404, 200, 404, 401)),
    ("GET", DIRECT + "/messages", None,                     (200, 404, 404, 404, 404, 404, 401)),
    ("POST", DIRECT + "/messages", HELLO,                   (201, 404, 404, 404, 404, 404, 401)),
    ("PATCH", DIRECT + "/messages/1", HELLO,                (200, 404, 404, 404, 404, 404, 401)),
    ("DELETE", DIRECT + "/messages/1?client_id=c2", None,   (200, 404, 404, 404, 404, 404, 401)),
    ("PUT", DIRECT + "/read", {"seq": 1},                   (200, 404, 404, 404, 404, 404, 401)),
]
