from tests.mentorpitch.matrix.paths import CHAT

HELLO = {"client_id": "c1", "body": "Hello"}
HEART = {"client_id": "c1", "emoji": "\u2764\ufe0f", "added": True}
FILE = {"a": "text, as good as any"}
FILES = CHAT + "/files"  # the mentor's; the first goes with their message, the other is not sent

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
    ("GET", FILES, None,                                    (200, 200, 404, 404, 404, 404, 401)),
    ("POST", FILES + "?client_id=f9&name=a.txt", FILE,      (201, 201, 404, 404, 404, 404, 401)),
    ("DELETE", FILES + "/{unsent_file}", None,              (404, 200, 404, 404, 404, 404, 401)),
    ("GET", FILES + "/{unsent_file}", None,                 (404, 200, 404, 404, 404, 404, 401)),
    ("GET", FILES + "/{file}", None,                        (200, 200, 404, 404, 404, 404, 401)),
    ("GET", FILES + "/{file}/preview", None,                (404, 404, 404, 404, 404, 404, 401)),  # a text
    ("GET", FILES + "/{file}/pages/1", None,                (404, 404, 404, 404, 404, 404, 401)),
    ("GET", FILES + "/{file}/text", None,                   (200, 200, 404, 404, 404, 404, 401)),
]
