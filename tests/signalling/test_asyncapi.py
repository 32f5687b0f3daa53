"""The protocol's description: derived from the contract, whole, and valid by AsyncAPI's own schema."""

import json
import re
from pathlib import Path

import aiohttp
import jsonschema_rs
import msgspec
import pytest

from signalling.asyncapi import describe
from signalling.contract import ASKED, ASKED_BY_BOTS, TOLD, TOLD_TO_BOTS

SCHEMA = Path(__file__).parents[2] / "node_modules/@asyncapi/specs/schemas/3.0.0.json"


@pytest.fixture(scope="module")
def described():
    return json.loads(msgspec.json.encode(describe(cookie="mentorpitch", version="1.2.3")))


def test_it_is_valid_asyncapi_3(described):
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()), validate_formats=False)
    assert [
        f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(described)
    ] == []


def test_every_event_of_the_contract_is_in_it_and_nothing_else(described):
    assert described["operations"].keys() == {*ASKED, *TOLD}
    for event in ASKED:
        operation = described["operations"][event]
        assert operation["action"] == "receive"
        assert operation["reply"]["messages"] == [{"$ref": f"#/channels/socket/messages/{event}_ack"}]
    assert {described["operations"][event]["action"] for event in TOLD} == {"send"}


def test_every_reference_leads_somewhere(described):
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described)):
        found = described
        for part in reference.split("/"):
            found = found[part.replace("~1", "/")]


def test_it_says_which_scope_lets_a_bot_ask_and_hear(described):
    for event, scopes in {**ASKED_BY_BOTS, **TOLD_TO_BOTS}.items():
        said = described["operations"][event]["description"]
        assert "every bot" in said or all(scope in said for scope in scopes)
    assert "bot" not in described["operations"]["join_call"]["description"]


def test_every_message_says_what_it_is(described):
    assert all(message["summary"] for message in described["components"]["messages"].values())


async def test_it_is_served_to_whoever_asks(live):
    async with aiohttp.ClientSession() as http, http.get(live.http.make_url("/api/asyncapi.json")) as answer:
        assert (await answer.json())["asyncapi"] == "3.0.0"
