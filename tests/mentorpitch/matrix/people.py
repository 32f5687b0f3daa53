BLOCK = "/api/me/blocks/{spare_mentee}"  # a member of the programme

# fmt: off
ROWS = [
    # method, path, body                                   mentee mentor outsider other manager admin nobody
    ("PUT", BLOCK, None,                                    (200, 200, 404, 404, 200, 404, 401)),
    ("DELETE", BLOCK, None,                                 (200, 200, 200, 200, 200, 200, 401)),
]
