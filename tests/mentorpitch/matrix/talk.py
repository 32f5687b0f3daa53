from tests.mentorpitch.matrix.paths import PAIR

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("GET", PAIR + "/talk", None,                           (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAIR + "/talk", {"agrees": True},               (200, 200, 404, 404, 403, 404, 401)),
    ("PUT", PAIR + "/talk", {"agrees": False},              (200, 200, 404, 404, 403, 404, 401)),
    ("GET", "/api/meetings/{said}/talk", None,              (200, 200, 404, 404, 403, 404, 401)),
]
