"""The API's description (OpenAPI 3.1), derived from the endpoint table and the shapes."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from mentorpitch.web.ask import Csv, Endpoint, File
from mentorpitch.web.errors import Refusal

BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
REF = "#/components/schemas/{name}"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def describe(endpoints: Sequence[Endpoint], *, cookie: str, version: str) -> dict[str, Any]:
    """One operation for each endpoint. `cookie` is the name of the session cookie."""
    shapes = [
        shape
        for endpoint in endpoints
        for shape in (endpoint.answer, endpoint.body)
        if shape not in (None, Csv, File)
    ]
    found, components = msgspec.json.schema_components([*shapes, Refusal], ref_template=REF)
    schemas = dict(zip([*shapes, Refusal], found, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "MentorPitch", "version": version},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": cookie}},
        },
    }


def _operation(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    module = endpoint.handler.__module__.rpartition(".")[2]
    operation = {
        "operationId": f"{module}_{endpoint.handler.__name__}",
        "tags": [module],
        "summary": endpoint.summary,
        "description": f"For: {endpoint.who}.",
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": {
            str(endpoint.status): {"description": "Done.", "content": _content(endpoint, schemas)},
            "default": {"description": "No, and why.", "content": _json(schemas[Refusal])},
        },
        "security": [] if endpoint.who == "anyone" else [{"session": []}],
    }
    if endpoint.body:
        operation["requestBody"] = {"required": True, "content": _json(schemas[endpoint.body])}
    if endpoint.takes_file:
        operation["requestBody"] = {"required": True, "content": BYTES}
    return operation


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PLACEHOLDER.findall(endpoint.path)
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    [_], components = msgspec.json.schema_components([endpoint.query], ref_template=REF)
    shape = components[endpoint.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in shape["required"], "schema": schema}
        for name, schema in shape["properties"].items()
    ]


def _content(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    if endpoint.answer is Csv:
        return {"text/csv": {"schema": {"type": "string"}}}
    if endpoint.answer is File:
        return BYTES
    return _json(schemas[endpoint.answer])


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
