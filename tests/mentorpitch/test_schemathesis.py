"""The API answers as it says it does: whatever is asked, by whomever, there is no accident and no surprise.

Schemathesis makes requests of the served description, some of the promised shapes and some of others, and
compares what comes back with it. `EXPLORE=100` asks that often of each endpoint: `make soak`.
"""

import asyncio
import os
import re
from collections import defaultdict

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mentorpitch.web.endpoints import ENDPOINTS
from tests.door import ORIGIN
from tests.mentorpitch.matrix import MATRIX
from tests.mentorpitch.test_matrix_http import make_scene

EXPLORE = int(os.environ.get("EXPLORE", "3"))  # of each endpoint, of the promised shapes and of others
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# After these, little is left to ask for.
LAST = ("/end", "/ban", "/api/session", "/api/sessions")


def known_places(ids: dict[str, str]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """What fills the path of each endpoint, as the matrix does it."""
    found = {}
    for endpoint in ENDPOINTS:
        pattern = re.compile(PLACEHOLDER.sub(r"(?P<\1>[^/?]+)", endpoint.path) + r"(\?.*)?")
        matches = [
            pattern.fullmatch(path.format(**ids))
            for method, path, _, _ in MATRIX
            if method == endpoint.method
        ]
        found[endpoint.method, endpoint.path] = [
            {name: match[name] for name in pattern.groupindex} for match in matches if match
        ]
    return found


def explore(described: dict, base_url: str, cookie: str, places: dict) -> int:
    """Ask everything; how many requests it were. Fails with the first answer that was not described."""
    for operations in described["paths"].values():
        for operation in operations.values():
            operation.pop("security")  # the cookie is sent anyhow; its absence is another test's
    schema = schemathesis.openapi.from_dict(described)
    operations = [found.ok() for found in schema.get_all_operations()]
    operations.sort(key=lambda operation: operation.path.endswith(LAST))
    asked = 0
    with requests.Session() as session:
        session.headers.update({"Cookie": cookie, "Origin": ORIGIN})

        def ask(operation, mode):
            known = places[operation.method.upper(), operation.path]

            @seed(20261123)
            @settings(
                max_examples=EXPLORE,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(generation_mode=mode), st.sampled_from([None, *known, *known]))
            def try_it(case, place):
                nonlocal asked
                asked += 1
                if place:
                    case.path_parameters = dict(place)
                case.call_and_validate(base_url=base_url, session=session, checks=CHECKS)

            try_it()

        for operation in operations:
            ask(operation, GenerationMode.POSITIVE)
            if operation.body or operation.query:
                ask(operation, GenerationMode.NEGATIVE)
    return asked


@pytest.mark.parametrize("who", ["mentee", "mentor", "manager", "admin"])
async def test_every_answer_is_one_that_is_described(world, door, who):
    people, ids = await make_scene(world, door)
    described = (await door.get("/api/openapi.json")).json
    base_url = f"http://127.0.0.1:{door.client.port}"
    cookie = f"mentorpitch={world.secret(people[who])}"
    asked = await asyncio.to_thread(explore, described, base_url, cookie, known_places(ids))
    print(f"\n{asked} requests by the {who}")
    assert asked > len(ENDPOINTS)


async def test_a_method_that_is_not_described_is_refused_and_the_others_are_named(door):
    described = (await door.get("/api/openapi.json")).json["paths"]
    allowed = defaultdict(set)  # two paths may differ in nothing but the name of what fills them
    for path, operations in described.items():
        allowed[PLACEHOLDER.sub("x", path)] |= {method.upper() for method in operations}
    for path, methods in allowed.items():
        if not path.startswith("/api/"):
            methods.add("GET")  # what is asked there without being an endpoint is a page
        for method in METHODS - methods:
            answer = await door.ask(method, path, {})
            assert answer.status == 405, (method, path)
            assert set(answer.headers["Allow"].split(",")) - {"HEAD"} == methods
