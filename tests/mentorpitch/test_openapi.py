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
        "limit",
    }
