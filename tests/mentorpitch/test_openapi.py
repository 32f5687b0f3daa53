import re

import pytest

from mentorpitch.web.endpoints import ENDPOINTS


@pytest.fixture
async def described(door):
    answer = await door.get("/api/openapi.json")
    assert answer.status == 200
    return answer.json


async def test_every_endpoint_is_described(described):
    assert described["openapi"] == "3.1.0"
    for endpoint in ENDPOINTS:
        operation = described["paths"][endpoint.path][endpoint.method.lower()]
        assert operation["summary"] == endpoint.summary
        assert str(endpoint.status) in operation["responses"]
        assert ("requestBody" in operation) == (endpoint.body is not None or endpoint.takes_file)


async def test_every_reference_leads_somewhere(described):
    schemas = described["components"]["schemas"]
    for name in re.findall(r"'#/components/schemas/([^']+)'", repr(described)):
        assert name in schemas


async def test_every_operation_has_a_name_of_its_own(described):
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(set(names)) == len(names) == len(ENDPOINTS)


async def test_the_closed_list_of_codes_is_in_it(described):
    codes = described["components"]["schemas"]["ErrorBody"]["properties"]["code"]["enum"]
    assert {"not_found", "rate_limited", "internal"} <= set(codes)


async def test_a_query_is_described_field_by_field(described):
    operation = described["paths"]["/api/conversations/{conversation_id}/messages"]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == {
        "conversation_id",
        "before",
        "after",
        "around",
        "limit",
    }


async def test_every_no_is_a_problem_document_and_described_as_one(door, described):
    operation = described["paths"]["/api/session"]["get"]
    answer = await door.get("/api/session")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json == {
        "type": "/api/docs#problem-unauthenticated",
        "title": "It must be known who asks",
        "status": 401,
        "detail": "Sign in first.",
        "error": {"code": "unauthenticated", "message": "Sign in first."},
    }
    assert operation["responses"]["401"] == {"$ref": "#/components/responses/401"}
    assert list(described["components"]["responses"]["401"]["content"]) == ["application/problem+json"]


async def test_every_problem_that_is_referred_to_is_described(described):
    for status in re.findall(r"'#/components/responses/(\d+)'", repr(described)):
        assert described["components"]["responses"][status]["description"]


async def test_every_group_says_what_it_is(described):
    told = {tag["name"]: tag["description"] for tag in described["tags"]}
    used = {tag for path in described["paths"].values() for each in path.values() for tag in each["tags"]}
    assert used == set(told)
    assert all(told.values())
