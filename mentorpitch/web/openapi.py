"""The API's description (OpenAPI 3.1), derived from the endpoint table and the shapes."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from mentorpitch.errors import STATUS, TITLES
from mentorpitch.web.ask import Csv, Endpoint, File, Ics, Made
from mentorpitch.web.errors import PROBLEM, Refusal

BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
ANYTHING = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
REF = "#/components/schemas/{name}"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
COUNTED: Final = {"seq", "revision", "page"}  # in a path, where everything else is an id
ID: Final = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}
NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 2**53}
# What may go wrong anywhere: another site's page asked, or the server itself is in trouble.
ANYWHERE: Final = {403, 405, 500, 503}
WAITS: Final = {429, 503}

ABOUT: Final = """\
Everything that the pages do, with the same rights.

**Who asks.** `POST /api/session` answers with a cookie; send it with each request. Whatever changes something
must come from this site: a request that carries the cookie says so with `Origin`, which is this server's own
address. Scripts send it too. A bot sends `Authorization: Bearer` with its token instead, and no `Origin`.

**Writes can be repeated.** What makes something takes a `client_id` of your own making. The same request with
the same `client_id` gives the same answer and happens once; another one under it is refused as `id_reused`.
All other writes say how things shall be, so that twice is once.

**Lists come in pages.** An answer with a `next_cursor` goes on: ask again with it as `cursor`, until it is
null.

**A no is a problem document** (RFC 9457). Its `error.code` is one of a closed list; what is not yours is as
absent as what does not exist.
"""


def describe(endpoints: Sequence[Endpoint], *, cookie: str, version: str) -> dict[str, Any]:
    """One operation for each endpoint. `cookie` is the name of the session cookie."""
    shapes = [
        shape
        for endpoint in endpoints
        for shape in (endpoint.answer, endpoint.body)
        if shape not in (None, Csv, File, Ics, Made)
    ]
    found, components = msgspec.json.schema_components([*shapes, Refusal], ref_template=REF)
    schemas = dict(zip([*shapes, Refusal], found, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    tags: dict[str, str] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(endpoint, schemas)
        module = inspect.getmodule(endpoint.handler)
        tags[_tag(endpoint)] = (inspect.getdoc(module) or "").partition("\n\n")[0].replace("\n", " ")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "MentorPitch",
            "version": version,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": description} for name, description in tags.items()],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": dict(_problems(schemas[Refusal])),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": cookie,
                    "description": "From `POST /api/session`. With it, a write also needs `Origin`.",
                },
                "bot": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "From `POST /api/bots/{bot_id}/token`. Good for what its scopes say.",
                },
            },
        },
    }


def refusals(endpoint: Endpoint) -> set[int]:
    """The statuses of every no that this endpoint may give."""
    statuses = set(ANYWHERE)
    if endpoint.who != "anyone" or endpoint.body:
        statuses.add(401)  # also to who proves with a password that they are who they say
    if endpoint.query or endpoint.body:
        statuses.add(400)
    if endpoint.body or endpoint.takes_file:
        statuses.add(413)
    if endpoint.answer in (File, Made):
        statuses.add(507)  # a page is drawn when it is first asked for
    if PLACEHOLDER.search(endpoint.path):
        statuses.add(404)
    if "{token}" in endpoint.path:
        statuses.add(410)
    if endpoint.bots:
        statuses |= {429, 507}
    if endpoint.method != "GET":
        statuses |= {404, 409, 410, 429, 507}
    return statuses


def _tag(endpoint: Endpoint) -> str:
    return str(endpoint.handler.__module__).rpartition(".")[2]


def _operation(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    operation = {
        "operationId": f"{_tag(endpoint)}_{endpoint.handler.__name__}",
        "tags": [_tag(endpoint)],
        "summary": endpoint.summary,
        "description": _for_whom(endpoint),
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": {
            str(endpoint.status): {"description": "Done.", "content": _content(endpoint, schemas)},
            **{
                str(status): {"$ref": f"#/components/responses/{status}"}
                for status in sorted(refusals(endpoint))
            },
        },
        "security": _security(endpoint),
    }
    if endpoint.body:
        operation["requestBody"] = {"required": True, "content": _json(schemas[endpoint.body])}
    if endpoint.takes_file:
        operation["requestBody"] = {"required": True, "content": BYTES}
    return operation


def _for_whom(endpoint: Endpoint) -> str:
    if not endpoint.bots or endpoint.who == "a bot":
        return f"For: {endpoint.who}."
    return f"For: {endpoint.who}, a bot with {' or '.join(sorted(endpoint.bots))}."


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    people = [] if endpoint.who in ("anyone", "a bot") else [{"session": list[str]()}]
    return [*people, {"bot": []}] if endpoint.bots else people


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": NUMBER if name in COUNTED else ID}
        for name in PLACEHOLDER.findall(endpoint.path)
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    [_], components = msgspec.json.schema_components([endpoint.query], ref_template=REF)
    shape = components[endpoint.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in shape["required"], "schema": _in_words(schema)}
        for name, schema in shape["properties"].items()
    ]


def _in_words(schema: dict[str, Any]) -> dict[str, Any]:
    """In an address there is no null: what is not given is left out."""
    given = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    return given[0] if len(given) == 1 else schema


def _problems(refusal: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    codes = defaultdict(list)
    for code, status in STATUS.items():
        codes[status].append(f"`{code}`: {TITLES[code]}.")
    codes[405].append("`invalid`: This address does not take that method.")
    for status in sorted(codes):
        answer = {"description": " ".join(codes[status]), "content": {PROBLEM: {"schema": refusal}}}
        if status in WAITS:
            answer["headers"] = {
                "Retry-After": {
                    "description": "When it may be tried again, in seconds, where that is known.",
                    "schema": {"type": "integer", "minimum": 0},
                }
            }
        yield str(status), answer


def _content(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    if endpoint.answer is Csv:
        return {"text/csv": {"schema": {"type": "string"}}}
    if endpoint.answer is Ics:
        return {"text/calendar": {"schema": {"type": "string"}}}
    if endpoint.answer in (File, Made):
        return ANYTHING
    return _json(schemas[endpoint.answer])


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
