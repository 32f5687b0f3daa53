from tests.mentorpitch.matrix.paths import CHAT

HELLO = {"client_id": "c1", "body": "Hello"}
HEART = {"client_id": "c1", "emoji": "\u2764\ufe0f", "added": True}

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", CHAT + "/messages", None,                       (200, 200, 404, 404, 404, 404, 401)),
    ("POST", CHAT + "/messages", HELLO,                     (201, 201, 404, 404, 404, 404, 401)),
    ("PATCH", CHAT + "/messages/1", HELLO,                  (403, 200, 404, 404, 404, 404, 401)),
    ("DELETE", CHAT + "/messages/1?client_id=c2", None,     (403, 200, 404, 404, 404, 404, 401)),
    ("GET", CHAT + "/messages?around=1", None,              (200, 200, 404, 404, 404, 404, 401)),
    ("GET", CHAT + "/messages/1/history", None,             (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/messages/1/reaction", HEART,           (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/messages/1/pin", {"client_id": "c1"},  (200, 200, 404, 404, 404, 404, 401)),
    ("DELETE", CHAT + "/messages/1/pin?client_id=c1", None, (200, 200, 404, 404, 404, 404, 401)),
    ("GET", CHAT + "/pins", None,                           (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/unread", {"seq": 1},                   (200, 200, 404, 404, 404, 404, 401)),
    ("PUT", CHAT + "/read", {"seq": 1},                     (200, 200, 404, 404, 404, 404, 401)),
]
